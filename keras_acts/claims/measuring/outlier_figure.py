"""The figure of the outliers: three maps of a neuron, and what nets lose."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from keras_acts.claims.base import Record
from keras_acts.report import ink


def figure(record: Record, cases, harms: Mapping[str, Mapping[int, float]], path: Path) -> None:
    """A map for each case, size by learning rate; a row of dots for each net."""
    plot, axes = ink.axes_grid(4, 15, 4)
    for axis, case in zip(axes, cases):
        _map(axis, np.array(record["neuron"][case]["shut"]), record["sizes"], record["rates"])
        axis.set_title(case, fontsize=10)
    axes[0].set_ylabel("size of the outlier")
    axes[0].text(0, 1.13, "Neurons shut for good, in %", transform=axes[0].transAxes, weight="bold")
    _dots(axes[3], harms)
    ink.save(plot, path)


def _map(axis, shut, sizes, rates):
    axis.imshow(shut, cmap="Reds", vmin=0, vmax=1.2, aspect="auto", origin="lower")
    for (row, column), value in np.ndenumerate(shut):
        colour = "white" if value > 0.7 else "#333333"
        axis.text(column, row, f"{100 * value:.0f}", ha="center", va="center", color=colour)
    axis.set_xticks(range(len(rates)), [f"{rate:g}" for rate in rates])
    axis.set_yticks(range(len(sizes)), [f"{size:g}" for size in sizes])
    axis.set_xlabel("learning rate")
    ink.frameless(axis)


def _dots(axis, harms):
    for place, (name, by_seed) in enumerate(harms.items()):
        colour = ink.BASELINE if name == "relu" else ink.COLOURS[place]
        values = 100 * np.array(list(by_seed.values()))
        axis.plot(values, np.full(len(values), place), "o", color=colour, alpha=0.6, ms=5)
        axis.plot(values.mean(), place, "|", color=colour, ms=18, mew=2.5)
    axis.set_yticks(range(len(harms)), list(harms))
    axis.yaxis.tick_right()
    axis.invert_yaxis()
    axis.axvline(0, color="#bbbbbb", lw=0.8, zorder=0)
    axis.set_xlabel("dead units gained, points of %")
    axis.set_title("small nets on digits, one pixel at 1000", fontsize=10)
    ink.frameless(axis)
