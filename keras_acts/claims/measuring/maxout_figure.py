"""The figure of Maxout: a wave from two units, its error, dead units, and cost."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from keras_acts.report import ink


def figure(waves: Mapping[int, tuple[np.ndarray, np.ndarray]], errors, costs, path: Path) -> None:
    """Three panels: waves by pieces, errors, and `costs`, (parameters, time), by arm."""
    plot, (wave, error, dear) = ink.axes_grid(3, 12, 3.8)
    _wave(wave, waves)
    error.loglog(*np.array(errors).T, "o-", color=ink.COLOURS[0], lw=2)
    error.set_xticks([k for k, _ in errors], [f"{k:g}" for k, _ in errors])
    error.set_xticks([], minor=True)
    error.set_xlabel("pieces of each unit")
    error.set_title("Largest error", fontsize=10)
    _dear(dear, costs)
    for axis in (wave, error, dear):
        ink.frameless(axis)
    ink.save(plot, path)


def _wave(axis, waves):
    x = next(iter(waves.values()))[0]
    axis.plot(x, np.sin(2 * np.pi * x), color="#bbbbbb", lw=5, label="sin(2 pi x)")
    for (pieces, (x, y)), colour in zip(waves.items(), ink.COLOURS):
        axis.plot(x, y, color=colour, lw=1.5, label=f"{pieces} pieces")
    axis.legend(frameon=False, fontsize=8)
    axis.set_title("Two Maxout units, one minus the other", fontsize=10)


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
