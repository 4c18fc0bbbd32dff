"""The objective by epoch: the mean over seeds, and all that the seeds span."""

from collections.abc import Sequence
from typing import NamedTuple

from keras_acts.report.html.arms import Arm
from keras_acts.report.html.scale import label_ends, scaled
from keras_acts.report.html.svg import inline
from keras_acts.report.ink import BASELINE, DIM, GRID, panel, whole_numbers, written
from keras_acts.report.measure import shown
from keras_acts.report.parts import Lines, Panel
from keras_acts.report.run import Combination, Run


class Curve(NamedTuple):
    """By epoch: the mean, the least and the most over the seeds that got so far."""

    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    seeds: int


def curve(best: Combination) -> Curve:
    """That of a combination; empty where no row has a history."""
    history = f"history_{best.objective.name}"
    found = [row.get(history) or [] for row in best.rows if row["status"] == "ok"]
    epochs = [_finite(values) for values in _by_epoch(found)]
    kept = [values for values in epochs if values]
    means = tuple(sum(values) / len(values) for values in kept)
    return Curve(means, tuple(map(min, kept)), tuple(map(max, kept)), len(found))


def _by_epoch(found: Sequence[Sequence[float | None]]):
    longest = max(map(len, found), default=0)
    return [[one[epoch] for one in found if epoch < len(one)] for epoch in range(longest)]


def _finite(values: Sequence[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def of_one(arm: Arm, number: int) -> Panel | None:
    """The curves of one activation, with the baseline's behind them."""
    curves = [curve(one) for one in arm.others]
    if not curves or not curves[0].mean:
        return None
    title = "Learning curves: mean and range of the seeds"
    figure = _drawn(arm, curves)
    return Panel(title, inline(figure, f"a{number}-curves", title), _numbers(arm.run, arm, curves))


def _drawn(arm: Arm, curves: Sequence[Curve]):
    figure, axis = panel(right=0.75)
    ends = []
    for one, best, colour in zip(curves, arm.others, (arm.colour, BASELINE)):
        epochs = range(1, len(one.mean) + 1)
        if not one.mean:
            continue
        axis.fill_between(epochs, one.low, one.high, color=colour, alpha=0.18, lw=0)
        marker = "o" if len(one.mean) == 1 else None
        axis.plot(epochs, one.mean, color=colour, lw=1.5, marker=marker)
        ends.append((epochs[-1], one.mean[-1], written(best.activation, 11), colour))
    values = [value for one in curves for value in (*one.low, *one.high)]
    scaled(arm.run.objective, axis.yaxis, values)
    whole_numbers(axis.xaxis)
    axis.set_xlabel("epoch", fontsize=8, color=DIM)
    axis.grid(color=GRID, lw=0.6)
    label_ends(axis, ends)
    return figure


def _numbers(run: Run, arm: Arm, curves: Sequence[Curve]) -> Lines:
    lines = [["epoch", *(f"{one.activation}, mean (range)" for one in arm.others)]]
    for epoch in range(max(len(one.mean) for one in curves)):
        lines.append([str(epoch + 1), *(_cell(run, one, epoch) for one in curves)])
    return lines


def _cell(run: Run, one: Curve, epoch: int) -> str:
    if epoch >= len(one.mean):
        return "–"
    ends = (one.mean[epoch], one.low[epoch], one.high[epoch])
    mean, low, high = (shown(run.objective, value) for value in ends)
    return f"{mean} ({low} to {high})"
