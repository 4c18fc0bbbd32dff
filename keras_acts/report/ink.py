"""How figures look: one palette, the same colour for an activation everywhere."""

import io
import warnings
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import matplotlib
import numpy as np
from matplotlib.colors import FuncNorm, Normalize, to_hex
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from keras_acts.objective import Objective
from keras_acts.report.parts import clean
from keras_acts.report.run import Run

COLOURS = (
    "#0033aa", "#bb8800", "#aa2200", "#2299aa", "#aa66ff", "#669966", "#995577", "#ff2255",
    "#7788dd", "#882288", "#ff44aa", "#773322", "#cc7733", "#ee44dd", "#777744", "#0066aa",
)  # fmt: skip
"""Told apart by colour-blind readers too, and dark enough on white: tests/report/test_ink.py."""
OWNERS = (
    *("elu", "prelu", "maxout", "mpelu", "rrelu", "crelu", "tanh", "leaky_relu"),
    *("sigmoid", "gelu", "silu", "selu", "celu", "mish", "softplus", "relu"),
)
"""Whose colour each is, in every report."""
BASELINE = "#444444"
INK, DIM, GRID, PAPER = "#222222", "#555555", "#e6e6e6", "#fefefe"
"""Text, lesser text, lines behind, and what lies behind all, on a page that is light."""

matplotlib.rcParams["svg.hashsalt"] = "keras_acts"


def written(text: str, most: int = 18) -> str:
    r"""A name from a file as a label: on one line, of at most so many letters, and no formula.

    >>> written("a$b$")
    'a\\$b\\$'
    """
    text = " ".join(clean(text).split())
    text = text if len(text) <= most else f"{text[: most - 1]}…"
    return text.replace("$", r"\$")


class Palette(dict):
    """The colour of each activation: the baseline is dark grey, others have their own in `OWNERS`.

    What has none, or is the second of its name, takes what is free, in the order of the file.
    """

    def __init__(self, run: Run):
        base = run.plan["baseline"]
        names = [name for name in run.axes["activation"] if name != base]
        first = {name.split("(")[0]: name for name in reversed(names)}
        own = {first[owner]: colour for owner, colour in zip(OWNERS, COLOURS) if owner in first}
        free = [one for one in COLOURS if one not in own.values()] or list(COLOURS)
        others = [name for name in names if name not in own]
        own |= {name: free[number % len(free)] for number, name in enumerate(others)}
        super().__init__({**{name: own[name] for name in names}, base: BASELINE})


def axes_grid(panels: int, width: float, height: float, most: int = 4):
    """A figure of `panels` axes in rows of at most `most`; one axis alone is not in a list."""
    figure = Figure(figsize=(width, height), layout="constrained", dpi=144)
    columns = min(most, panels)
    rows = -(-panels // columns)
    axes = [figure.add_subplot(rows, columns, number + 1) for number in range(panels)]
    return figure, axes[0] if panels == 1 else axes


def panel(height: float = 2.2, left: float = 0.55, right: float = 0.12, bottom: float = 0.42):
    """A figure of one axis as wide as a telephone, 3.6 inches, with margins in inches."""
    width, top = 3.6, 0.1
    figure = Figure(figsize=(width, height), facecolor="none")
    sides = (left / width, bottom / height)
    axis = figure.add_axes(
        (*sides, 1 - sides[0] - right / width, 1 - sides[1] - top / height), facecolor="none"
    )
    frameless(axis)
    axis.tick_params(bottom=False, left=False, labelsize=8, labelcolor=DIM, which="both")
    axis.set_axisbelow(True)
    return figure, axis


COARSE = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.0)
FINE = tuple(sorted({*COARSE, *np.arange(0.1, 0.9, 0.1), 0.925, 0.96, 0.97, 0.985}))
FLOOR = 0.003
"""Errors below this are drawn as if they were this, or no error could be drawn at all."""


def stretched(accuracy):
    """Minus the logarithm of the error: from 90 to 95 % is as far as from 80 to 90 %."""
    return -np.log(1 + FLOOR - np.clip(accuracy, 0, 1))


def unstretched(value):
    """The accuracy of which `value` is the stretched one."""
    return 1 + FLOOR - np.exp(-np.asarray(value))


class Span(NamedTuple):
    """The part of the accuracy scale that a figure shows, and its ticks."""

    low: float
    high: float
    ticks: tuple[float, ...]


def span(values: Iterable[float]) -> Span:
    """The narrowest span between ticks that holds all values; an interval may end outside of it.

    >>> span([-0.2, 0.45]).low
    0.0
    """
    values = [min(max(value, 0.0), 1.0) for value in values] or [0.0, 1.0]
    low = max(tick for tick in FINE[:-1] if tick <= min(values))
    high = min((tick for tick in FINE if tick >= max(values) and tick > low), default=1.0)
    ticks = FINE if stretched(high) - stretched(low) < 1.5 else COARSE
    return Span(low, high, tuple(tick for tick in ticks if low <= tick <= high))


def accuracy_axis(axis, shown: Span) -> None:
    """Gives a matplotlib x or y axis the stretched scale, labelled with accuracy in %."""
    across = axis.axis_name == "x"
    (axis.axes.set_xscale if across else axis.axes.set_yscale)(
        "function", functions=(stretched, unstretched)
    )
    axis.set_ticks(shown.ticks, [f"{100 * tick:g}" for tick in shown.ticks])
    axis.set_ticks([], minor=True)
    margin = 0.02 * (stretched(shown.high) - stretched(shown.low))
    limits = unstretched([stretched(shown.low) - margin, stretched(shown.high) + margin])
    (axis.axes.set_xlim if across else axis.axes.set_ylim)(*limits)


def scaled_axis(objective: Objective, axis, values: Sequence[float]) -> None:
    """The stretched scale for a share; matplotlib's own for another objective."""
    if objective.share:
        accuracy_axis(axis, span(values))


def scaled_colours(objective: Objective, values: Sequence[float]) -> Normalize:
    """The stretched scale for the colours of a map of shares; an even one for others."""
    if objective.share:
        return accuracy_colours(span(values))
    ends = (min(values), max(values)) if values else (0.0, 1.0)
    return Normalize(*ends)


def cividis(share: float) -> str:
    """The colour of a map at `share` of its scale, told apart by colour-blind readers too."""
    return to_hex(matplotlib.colormaps["cividis"](share))


def whole_numbers(axis) -> None:
    """Ticks at integers only."""
    axis.set_major_locator(MaxNLocator(integer=True))


def accuracy_colours(shown: Span) -> FuncNorm:
    """The stretched scale for the colours of a map."""
    return FuncNorm((stretched, unstretched), vmin=shown.low, vmax=shown.high)


def frameless(axis) -> None:
    """Takes away the frame; ticks stay."""
    axis.spines[:].set_visible(False)
    axis.tick_params(length=0, labelsize=9)


def save(figure: Figure, path: Path) -> None:
    """Writes the figure without a date, so that the same rows give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _any_script():
        figure.savefig(path, metadata={"Date" if path.suffix == ".svg" else "Software": None})


def svg(figure: Figure) -> str:
    """The figure as SVG whose text is text, without a date."""
    file = io.BytesIO()
    with _any_script(), matplotlib.rc_context({"svg.fonttype": "none"}):
        figure.savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue().decode("utf-8")


@contextmanager
def _any_script():
    """Names of activations may have letters that the font has not; that is no mistake of ours."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        warnings.filterwarnings("ignore", "Matplotlib currently does not support")
        yield
