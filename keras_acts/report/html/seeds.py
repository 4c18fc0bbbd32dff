"""Every seed as a dot, with the mean and its interval."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from keras_acts.report.html.arms import Arm
from keras_acts.report.html.scale import scaled
from keras_acts.report.html.svg import inline
from keras_acts.report.ink import BASELINE, DIM, GRID, PAPER, panel, written
from keras_acts.report.measure import heading, shown
from keras_acts.report.parts import Lines, Panel
from keras_acts.report.run import Combination, Run
from keras_acts.report.statistics import Interval, interval


class Dots(NamedTuple):
    """The seeds of a combination that have a value, their interval, and how many have none."""

    activation: str
    values: tuple[float, ...]
    interval: Interval | None
    lost: int


def dots(best: Combination) -> Dots:
    """Those of a combination."""
    values = tuple(best.values.values())
    found = interval(values) if values else None
    return Dots(best.activation, values, found, len(best.rows) - len(values))


def of_all(run: Run, shown_arms: Sequence[Arm]) -> Panel:
    """The best of every activation, one below the other."""
    data = [_dots(arm) for arm in shown_arms]
    colours = [arm.colour for arm in shown_arms]
    base = next((one for one in data if one.activation == run.plan["baseline"]), None)
    return _panel(run, data, colours, base, "seeds", "Every seed of the best of each activation")


def of_one(arm: Arm, number: int) -> Panel:
    """The best of one activation above the baseline's."""
    data, colours = [_dots(arm)], [arm.colour]
    if arm.base is not None:
        data, colours = [*data, dots(arm.base)], [*colours, BASELINE]
    return _panel(
        arm.run, data, colours, data[-1], f"a{number}-seeds", "Seeds, mean, 95 % interval"
    )


def _dots(arm: Arm) -> Dots:
    return dots(arm.best) if arm.best else Dots(arm.activation, (), None, 0)


def _panel(run: Run, data, colours, base: Dots | None, name: str, title: str) -> Panel:
    widest = max(len(written(one.activation)) for one in data)
    figure, axis = panel(0.65 + 0.24 * len(data), left=0.2 + 0.07 * widest, right=0.2)
    if base is not None and base.interval is not None:
        axis.axvline(base.interval.mean, color=BASELINE, lw=0.8, ls=(0, (2, 2)), zorder=0)
    for y, (one, colour) in enumerate(zip(data, colours)):
        _draw(axis, y, one, colour)
    axis.set_yticks(range(len(data)), [written(one.activation) for one in data])
    axis.set_ylim(len(data) - 0.4, -0.6)
    scaled(run.objective, axis.xaxis, [end for one in data for end in _ends(one, data)])
    axis.grid(axis="x", color=GRID, lw=0.6)
    return Panel(title, inline(figure, name, title), _numbers(run, data))


def _ends(one: Dots, data: Sequence[Dots]) -> list[float]:
    """What an axis shows: all dots, and of an interval no more than thrice what they span."""
    if one.interval is None:
        return []
    values = [value for each in data for value in each.values]
    low, high = min(values), max(values)
    room = high - low
    return [*one.values, max(one.interval.low, low - room), min(one.interval.high, high + room)]


def _draw(axis, y: int, one: Dots, colour: str) -> None:
    if one.interval is None:
        axis.text(
            0.02, y, "no seed with a result", transform=axis.get_yaxis_transform(), fontsize=8,
            color=DIM, va="center",
        )  # fmt: skip
        return
    mean, low, high, seeds = one.interval
    if seeds > 1:
        axis.plot([low, high], [y, y], color=colour, lw=5, alpha=0.25, solid_capstyle="butt")
    axis.plot([mean, mean], [y - 0.3, y + 0.3], color=colour, lw=1.6)
    axis.scatter(one.values, [y] * len(one.values), s=20, color=colour, ec=PAPER, lw=0.6, zorder=3)


def _numbers(run: Run, data: Sequence[Dots]) -> Lines:
    lines = [["activation", heading(run.objective), "95 % interval", "each seed", "lost"]]
    for one in data:
        values = " ".join(shown(run.objective, value) for value in one.values) or "–"
        mean = shown(run.objective, one.interval.mean if one.interval else None)
        lines.append([one.activation, mean, told(run, one.interval), values, str(one.lost)])
    return lines


def told(run: Run, found: Interval | None, sign: str = "") -> str:
    """`93.1 to 95.2`, or a dash where one seed alone shows no interval."""
    if found is None or not math.isfinite(found.low):
        return "–"
    low, high = (shown(run.objective, value, sign) for value in found[1:3])
    return f"{low} to {high}"
