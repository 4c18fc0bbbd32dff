"""The figure of Maxout: a wave from two units, its error, dead units, and cost."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from keras_acts.report import ink


def figure(x, waves: Mapping[int, np.ndarray], errors, units, costs, path: Path) -> None:
    """Four panels: `units` and `costs` (parameters, time) by arm, the rest of the wave."""
    plot, (wave, error, dying, dear) = ink.axes_grid(4, 14, 3.6)
    _wave(wave, x, waves)
    error.loglog(*np.array(errors).T, "o-", color=ink.COLOURS[0], lw=2)
    error.set_xticks([k for k, _ in errors], [f"{k:g}" for k, _ in errors])
    error.set_xticks([], minor=True)
    error.set_xlabel("pieces of each unit")
    error.set_title("Largest error", fontsize=10)
    _dying(dying, units)
    _dear(dear, costs)
    for axis in (wave, error, dying, dear):
        ink.frameless(axis)
    ink.save(plot, path)


def _wave(axis, x, waves):
    axis.plot(x, np.sin(2 * np.pi * x), color="#bbbbbb", lw=5, label="sin")
    for (pieces, y), colour in zip(waves.items(), ink.COLOURS):
        axis.plot(x, y, color=colour, lw=1.5, label=f"{pieces} pieces")
    axis.legend(frameon=False, fontsize=8)
    axis.set_title("Two Maxout units, one minus the other", fontsize=10)


def _dying(axis, units):
    for place, by_seed in enumerate(units.values()):
        colour = ink.COLOURS[place] if place else ink.BASELINE
        values = [100 * share for share in by_seed.values()]
        axis.plot([place] * len(values), values, "o", color=colour, alpha=0.6)
    axis.set_xticks(range(len(units)), list(units))
    axis.set_xlim(-0.5, len(units) - 0.5)
    axis.set_title("Dead units after training, %", fontsize=10)


def _dear(axis, costs):
    for place, (label, colour) in enumerate((("parameters", "#cc6677"), ("time", "#332288"))):
        heights = [cost[place] for cost in costs.values()]
        across = np.arange(len(heights)) + 0.36 * place - 0.18
        axis.bar(across, heights, 0.34, color=colour, label=label)
        for where, height in zip(across, heights):
            axis.text(where, height, f"{height:.2f}", ha="center", va="bottom", fontsize=8)
    axis.set_xticks(range(len(costs)), list(costs))
    axis.legend(frameon=False, fontsize=8)
    axis.set_title("Cost, times ReLU's", fontsize=10)
