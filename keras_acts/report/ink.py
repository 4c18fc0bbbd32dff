"""How figures look: one palette, the same colour for an activation everywhere."""

from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.figure import Figure

from keras_acts.report.run import Run

COLOURS = (
    "#332288", "#44aa99", "#cc6677", "#117733", "#88ccee", "#882255", "#999933", "#aa4499",
    "#661100", "#6699cc", "#ddaa33", "#004488", "#bb5566", "#228833", "#ee7733", "#009988",
)  # fmt: skip
"""Paul Tol's muted scheme and neighbours: told apart by colour-blind readers too."""
BASELINE = "#444444"

matplotlib.rcParams["svg.hashsalt"] = "keras_acts"


class Palette(dict):
    """The colour of each activation, by its place in the sweep file; the baseline is dark grey."""

    def __init__(self, run: Run):
        names = [name for name in run.axes["activation"] if name != run.plan["baseline"]]
        super().__init__({n: COLOURS[i % len(COLOURS)] for i, n in enumerate(names)})
        self[run.plan["baseline"]] = BASELINE


def axes_grid(panels: int, width: float, height: float):
    """A figure of `panels` axes in rows of at most four; one axis alone is not in a list."""
    figure = Figure(figsize=(width, height), layout="constrained", dpi=144)
    columns = min(4, panels)
    rows = -(-panels // columns)
    axes = [figure.add_subplot(rows, columns, number + 1) for number in range(panels)]
    return figure, axes[0] if panels == 1 else axes


TICKS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.0)
FLOOR = 0.003
"""Errors below this are drawn as if they were this, or no error could be drawn at all."""


def accuracy_axis(axis) -> None:
    """Gives a matplotlib x or y axis the logarithm of the error, labelled with accuracy in %.

    From 90 to 95 % is as far as from 80 to 90 %: the error halves.
    """
    forward = lambda a: -np.log(1 + FLOOR - np.minimum(a, 1))  # noqa: E731
    backward = lambda v: 1 + FLOOR - np.exp(-v)  # noqa: E731
    set_scale = axis.axes.set_xscale if axis.axis_name == "x" else axis.axes.set_yscale
    set_scale("function", functions=(forward, backward))
    axis.set_ticks(TICKS, [f"{100 * tick:g}" for tick in TICKS])
    axis.set_ticks([], minor=True)
    set_limits = axis.axes.set_xlim if axis.axis_name == "x" else axis.axes.set_ylim
    set_limits(0, 1)


def bare(axis) -> None:
    """Takes away the frame; ticks stay."""
    axis.spines[:].set_visible(False)
    axis.tick_params(length=0, labelsize=9)


def save(figure: Figure, path: Path) -> None:
    """Writes the figure without a date, so that the same rows give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Software": None})
