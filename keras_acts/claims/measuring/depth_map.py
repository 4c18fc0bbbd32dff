"""The map of which deep nets converge: a square a cell, coloured by what became of it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from keras_acts.report.ink import axes_grid, frameless, save

COLOURS = {
    "converges": "#117733", "learns slowly": "#ddcc77", "stuck": "#cc6677", "diverges": "#882255",
}  # fmt: skip
GAINS = {"msra": "MSRA fan_in", "msra(mode=fan_out)": "MSRA fan_out", "taylor": "Taylor"}


class Map(NamedTuple):
    """Rows and columns by name, and the outcomes of each square's seeds."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    squares: Mapping[tuple[int, int], Sequence[str]]


def squares(cells: Sequence[Mapping]) -> Map:
    """Activation and initializer down, input scale and learning rate across."""
    down = list(dict.fromkeys((c["activation"], c["initializer"]) for c in cells))
    across = sorted({(c["input_scale"], -c["learning_rate"]) for c in cells})
    found = {
        (
            down.index((c["activation"], c["initializer"])),
            across.index((c["input_scale"], -c["learning_rate"])),
        ): c["outcomes"]
        for c in cells
    }
    rows = tuple(f"{name}, {GAINS.get(start, start)}" for name, start in down)
    columns = tuple(f"inputs x {scale:g}\nrate {-rate:g}" for scale, rate in across)
    return Map(rows, columns, found)


def draw(cells: Sequence[Mapping], path: Path) -> None:
    """The square's colour is the commonest outcome; several seeds are counted in it."""
    shown = squares(cells)
    figure, axis = axes_grid(1, width=7.5, height=1.6 + 0.3 * len(shown.rows))
    for (y, x), outcomes in shown.squares.items():
        common = max(COLOURS, key=lambda one: (outcomes.count(one), one == outcomes[0]))
        axis.barh(y, 0.96, left=x - 0.48, height=0.9, color=COLOURS[common])
        told = f"{outcomes.count('converges')} of {len(outcomes)}" if len(outcomes) > 1 else ""
        axis.annotate(told, (x, y), ha="center", va="center", color="white", fontsize=8)
    axis.set_xticks(np.arange(len(shown.columns)), shown.columns)
    axis.set_yticks(np.arange(len(shown.rows)), shown.rows)
    axis.set_ylim(len(shown.rows) - 0.5, -0.5)
    seen = {one for outcomes in shown.squares.values() for one in outcomes}
    for name in (name for name in COLOURS if name in seen):
        axis.barh([0], [0], color=COLOURS[name], label=name)
    place = {"loc": "lower center", "bbox_to_anchor": (0.4, 1.0), "ncols": 4, "frameon": False}
    axis.legend(fontsize=9, **place)
    axis.set_xlabel("30 Dense layers without BatchNorm; numbers: seeds that converge")
    frameless(axis)
    save(figure, path)
