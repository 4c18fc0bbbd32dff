"""Fronts: which activations none beats in both the objective and a cost."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from keras_acts.report import labels
from keras_acts.report.costs import measured, memory
from keras_acts.report.ink import Palette, axes_grid, frameless, save, scaled_axis
from keras_acts.report.measure import label
from keras_acts.report.parts import Words, said
from keras_acts.report.run import Run

CAPTION = (
    "The objective against each cost; whiskers are the quartiles of a time over its rounds, "
    "and the line joins those that none beats in both"
)
KINDS = {
    "step": "training step, × the baseline's",
    "one": "one sample, × the baseline's",
    "memory": "memory of a step, MB",
    "parameters": "parameters",
}
"""What a front is drawn of, and what its axis says."""


class Point(NamedTuple):
    """An activation in a front: its mean objective and one cost."""

    activation: str
    value: float
    cost: float
    low: float
    high: float
    best: bool
    """Whether no other is as good and as cheap, and better in one of the two."""


def front(run: Run, kind: str) -> list[Point]:
    """The activations by one of `KINDS`, the cheapest first.

    Where there was a second stage the finalists alone, since other seeds cannot be compared.
    """
    points = []
    for one, arm in measured(run):
        cost = _cost(arm, kind)
        fresh = one in run.confirmed or not run.confirmed
        if fresh and one.mean is not None and cost is not None:
            points.append(Point(one.activation, one.mean, *cost, best=False))
    sign = 1 if run.objective.direction == "max" else -1
    marked = [
        one._replace(best=not any(_beats(two, one, sign) for two in points)) for one in points
    ]
    return sorted(marked, key=lambda one: (one.cost, -sign * one.value))


def words(run: Run) -> Words:
    """Who stands on the front of each cost."""
    fronts = {kind: [one.activation for one in front(run, kind) if one.best] for kind in KINDS}
    told = [
        f"by {KINDS[kind].split(',')[0]} {', '.join(names)}"
        for kind, names in fronts.items()
        if names
    ]
    return said(
        "{among} the means, no other is both as good and as cheap as: {told}.",
        among="Among the finalists, on" if run.confirmed else "On",
        told="; ".join(told),
    )


def draw(run: Run, path: Path) -> None:
    """A panel for each kind of cost, with the front as a line and a label at each point."""
    panels = {kind: points for kind in KINDS if (points := front(run, kind))}
    columns = min(2, len(panels)) or 1
    rows = -(-len(panels) // columns) or 1
    figure, axes = axes_grid(len(panels) or 1, 4.4 * columns, 3.2 * rows, columns)
    for axis, (kind, points) in zip(axes if len(panels) > 1 else [axes], panels.items()):
        _draw_front(axis, points, Palette(run))
        axis.set_xlabel(KINDS[kind], fontsize=8)
        scaled_axis(run.objective, axis.yaxis, [one.value for one in points])
        axis.margins(x=0.2)
        axis.locator_params(axis="x", nbins=5)
        axis.grid(color="#eeeeee")
        frameless(axis)
    figure.supylabel(label(run.objective, "by log error"), fontsize=8)
    figure.draw_without_rendering()
    for axis, points in zip(figure.axes, panels.values()):
        label_points(axis, points, size=7)
    save(figure, path)


def label_points(axis, points: Sequence[Point], size: float) -> None:
    """Writes the name of each activation beside it."""
    names = [one.activation for one in points]
    at = [(one.cost, one.value, one.low, one.high) for one in points]
    labels.label(axis, names, at, size, _steps([one for one in points if one.best]))


def _steps(best: Sequence[Point]) -> list[tuple[labels.Point, labels.Point]]:
    """The lines of a front: to the cost of the next, and up to it."""
    corners = [(one, (two.cost, one.value), two) for one, two in pairwise(best)]
    return [
        line
        for one, corner, two in corners
        for line in (((one.cost, one.value), corner), (corner, (two.cost, two.value)))
    ]


def _draw_front(axis, points: Iterable[Point], palette: Palette) -> None:
    best = [one for one in points if one.best]
    steps = [one.cost for one in best], [one.value for one in best]
    axis.step(*steps, where="post", color="#bbbbbb", lw=1, zorder=0)
    for one in points:
        colour = palette[one.activation]
        axis.plot([one.low, one.high], [one.value] * 2, color=colour, lw=1)
        face = colour if one.best else "white"
        axis.scatter([one.cost], [one.value], s=30, color=face, ec=colour, zorder=3)


def _cost(arm: Mapping[str, Any], kind: str) -> tuple[float, float, float] | None:
    """The cost and the quartiles of it; a number that is counted has none beside itself."""
    if kind in ("step", "one"):
        taken = arm[kind]
        return taken and (taken["ratio"], taken["low"], taken["high"])
    count = memory(arm) if kind == "memory" else arm["parameters"]
    if count is None:
        return None
    cost = count / 1e6 if kind == "memory" else float(count)
    return cost, cost, cost


def _beats(one: Point, other: Point, sign: int) -> bool:
    """Whether `one` is no worse in both and better in one."""
    gain, saving = sign * (one.value - other.value), other.cost - one.cost
    return min(gain, saving) >= 0 and max(gain, saving) > 0
