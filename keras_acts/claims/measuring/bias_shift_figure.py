"""The figure of the bias shift: means by layer, ReLU moved by a constant, steps against shift."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from keras_acts.claims.base import Record
from keras_acts.report import ink


def figure(record: Record, compared: Sequence[str], path: Path) -> None:
    """Three panels, read from the record alone."""
    plot, (layers, moved, rank) = ink.axes_grid(3, 13, 4)
    colours = {n: ink.COLOURS[i - 1] if i else ink.BASELINE for i, n in enumerate(compared)}
    _layers(layers, record, colours)
    _moved(moved, record["shifted"])
    _rank(rank, record, colours)
    for axis in (layers, moved, rank):
        ink.frameless(axis)
    ink.save(plot, path)


def _layers(axis, record, colours):
    for name, colour in colours.items():
        means = np.mean([row["means"] for row in record["runs"][name]], axis=0)
        places = np.arange(1, means.shape[1] + 1)
        axis.plot(places, means[1], "o-", color=colour, lw=2, ms=4, label=name)
        axis.plot(places, means[0], ":", color=colour, lw=1.2)
    axis.axhline(0, color="#bbbbbb", lw=0.8, zorder=0)
    axis.set_xlabel("layer")
    axis.set_title("Mean activation, trained (dotted: at the start)", fontsize=10)
    axis.legend(frameon=False, fontsize=8, ncols=3, loc="upper left")
    axis.set_ylim(top=1.2 * axis.get_ylim()[1])
    ink.whole_numbers(axis.xaxis)


def _moved(axis, shifted):
    for place, rows in enumerate(shifted.values()):
        steps = [row["steps"] for row in rows]
        axis.plot([place] * len(steps), steps, "o", color=ink.BASELINE, alpha=0.5)
        axis.plot(place, np.mean(steps), "_", color=ink.COLOURS[2], ms=28, mew=3)
    axis.set_xticks(range(len(shifted)), list(shifted))
    axis.set_xlim(-0.6, len(shifted) - 0.4)
    axis.set_ylim(bottom=0)
    axis.set_xlabel("constant added to ReLU (-0.4: mean 0)")
    axis.set_title("Steps to a loss of 0.5", fontsize=10)


def _rank(axis, record, colours):
    for name, rows in record["runs"].items():
        mean, square = record["normal"][name]
        shift, steps = abs(mean) / np.sqrt(square), np.mean([row["steps"] for row in rows])
        axis.plot(shift, steps, "o", color=colours.get(name, "#999999"), ms=6)
        below = name == "prelu"
        offset = (4, -9) if below else (4, 3)
        axis.annotate(name, (shift, steps), offset, textcoords="offset points", fontsize=7)
    axis.set_ylim(bottom=0)
    axis.set_xlabel("|mean| / root mean square, N(0, 1)")
    axis.set_title("Steps to a loss of 0.5, each activation", fontsize=10)
