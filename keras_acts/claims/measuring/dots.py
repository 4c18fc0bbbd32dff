"""The figure of a record of arms: a dot a seed, a bar at the mean, an axis for each figure."""

from pathlib import Path
from typing import NamedTuple

from keras_acts.claims.base import Record
from keras_acts.claims.measuring.arms import mean, values
from keras_acts.report.ink import BASELINE, COLOURS, axes_grid, frameless, save

LABELS = {
    "validation": "validation accuracy, %",
    "gap": "training less validation accuracy, points",
    "mean loss": "mean training loss (lower: faster)",
    "parameters": "parameters",
}


class Line(NamedTuple):
    """An arm on one axis: its values, their mean, how many seeds diverged."""

    arm: str
    values: tuple[float, ...]
    mean: float
    diverged: int


def lines(record: Record, figure: str) -> list[Line]:
    """The lines of one axis, in the order of the record; shares become percent."""
    percent = 100.0 if figure in ("validation", "training", "gap") else 1.0
    return [
        Line(
            arm,
            tuple(percent * value for value in values(record, arm, figure).values()),
            percent * mean(record, arm, figure),
            sum(bool(one) for one in own["diverged"]),
        )
        for arm, own in record["arms"].items()
    ]


def draw(record: Record, path: Path, *figures: str, width: float = 9.0) -> None:
    """Draws an axis for each of `figures`, which are keys of LABELS.

    Arms whose names are the same up to a comma share a colour; that of the first is dark grey.
    """
    axes = {figure: LABELS[figure] for figure in figures}
    grid, panels = axes_grid(len(axes), width=width, height=1.1 + 0.36 * len(record["arms"]))
    for number, (axis, (figure, label)) in enumerate(
        zip([panels] if len(axes) == 1 else panels, axes.items())
    ):
        shown = lines(record, figure)
        groups = list(dict.fromkeys(line.arm.partition(",")[0] for line in shown))
        for y, line in enumerate(shown):
            place = groups.index(line.arm.partition(",")[0])
            _draw_line(axis, y, line, COLOURS[(place - 1) % len(COLOURS)] if place else BASELINE)
        names = [line.arm for line in shown] if number == 0 else [""] * len(shown)
        axis.set_yticks(range(len(shown)), names)
        axis.set_ylim(len(shown) - 0.5, -0.5)
        axis.set_xlabel(label)
        axis.locator_params(axis="x", nbins=6)
        axis.grid(axis="x", color="#e6e6e6")
        frameless(axis)
    save(grid, path)


def _draw_line(axis, y, line, colour):
    axis.scatter(line.values, [y] * len(line.values), s=30, color=colour, ec="white", lw=0.6)
    axis.plot([line.mean, line.mean], [y - 0.32, y + 0.32], color=colour, lw=2)
    if line.diverged:
        told = f"{line.diverged} diverged"
        place = {"xycoords": ("axes fraction", "data"), "ha": "left", "va": "center"}
        axis.annotate(told, (1.01, y), fontsize=8, color="#555555", **place)
