"""Axes of small figures: few enough labels that none touches another."""

from collections.abc import Sequence

from keras_acts.objective import Objective
from keras_acts.report.ink import DIM, scaled_axis, stretched, written
from keras_acts.report.measure import heading

ROOM = {"x": 24, "y": 11}
"""Points from one label to the next."""


def scaled(objective: Objective, axis, values: Sequence[float]) -> None:
    """The scale of the objective on a matplotlib x or y axis, with its name."""
    scaled_axis(objective, axis, values)
    across = axis.axis_name == "x"
    if objective.share:
        ticks = thinned(axis.get_ticklocs(), _points(axis), ROOM[axis.axis_name])
        axis.set_ticks(ticks, [f"{100 * tick:g}" for tick in ticks])
    else:
        axis.axes.locator_params(axis=axis.axis_name, nbins=4)
    name = written(heading(objective), 40)
    (axis.axes.set_xlabel if across else axis.axes.set_ylabel)(name, fontsize=8, color=DIM)


def thinned(ticks: Sequence[float], points: float, room: float) -> list[float]:
    """The ticks that fit on an axis of so many `points`, each `room` from the next.

    The last stays, then the first, then what fits between, from the last on.

    >>> thinned([0.0, 0.9, 0.98, 0.99, 1.0], 100, 20)
    [0.0, 0.9, 0.99, 1.0]
    """
    if len(ticks) < 2:
        return list(ticks)
    low, high = stretched(ticks[0]), stretched(ticks[-1])
    at = [float(points * (stretched(tick) - low) / (high - low)) for tick in ticks]
    kept = [len(ticks) - 1]
    for number in range(len(ticks) - 2, 0, -1):
        if at[kept[-1]] - at[number] >= room and at[number] - at[0] >= room:
            kept.append(number)
    return [float(ticks[number]) for number in (0, *reversed(kept))]


def _points(axis) -> float:
    box = axis.axes.get_position()
    width, height = axis.axes.figure.get_size_inches()
    return 72 * (box.width * width if axis.axis_name == "x" else box.height * height)


def apart(heights: Sequence[float], least: float) -> list[float]:
    """`heights` moved until each is `least` from the next, in their order, within 0..1.

    >>> [round(height, 3) for height in apart([0.5, 0.5, 1.0, 1.0], 0.25)]
    [0.25, 0.5, 0.75, 1.0]
    """
    order = sorted(range(len(heights)), key=lambda number: heights[number])
    moved = [heights[number] for number in order]
    for _ in range(50):
        for i in range(len(moved) - 1):
            short = max(0.0, least - (moved[i + 1] - moved[i]))
            moved[i], moved[i + 1] = moved[i] - short / 2, moved[i + 1] + short / 2
        moved = [min(max(height, 0.0), 1.0) for height in moved]
    placed = dict(zip(order, moved))
    return [placed[number] for number in range(len(heights))]


def label_ends(axis, ends: Sequence[tuple[float, float, str, str]], left: bool = False) -> None:
    """Writes (x, y, text, colour) beside where each line ends, one above the other."""
    shown = axis.transData.transform([(x, y) for x, y, _, _ in ends])
    inside = axis.transAxes.inverted().transform(shown)
    heights = apart([float(y) for _, y in inside], 0.1)
    place = {"x": -0.02 if left else 1.02, "ha": "right" if left else "left", "va": "center"}
    for (_, _, text, colour), y in zip(ends, heights):
        axis.text(s=text, y=y, color=colour, fontsize=8, transform=axis.transAxes, **place)
