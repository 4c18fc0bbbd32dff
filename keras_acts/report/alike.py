"""Which activations may be the best, the cheapest of them first."""

import math
from typing import NamedTuple

from keras_acts.report.contest import Contest
from keras_acts.report.costs import measured
from keras_acts.report.run import Run
from keras_acts.report.statistics import Interval
from keras_acts.report.statistics.middle import middle
from keras_acts.report.statistics.undistinguished import undistinguished


class Alike(NamedTuple):
    """An activation that none is shown to be better than."""

    activation: str
    mean: float
    parameters: float
    """Of the model; infinity where rows do not say."""
    seconds: float
    """Of a trial, the mean over seeds."""
    lost: int
    middle: Interval
    """The interquartile mean over the seeds."""
    step: float | None
    """A training step as many times as long as the baseline's; None where not all were measured."""


def alike(run: Run) -> list[Alike]:
    """The activations that may be the best, the cheapest first.

    By the time of a training step, where it was measured of all of them; else by the parameters
    of the model, then by the seconds of a trial.
    """
    contest = Contest(run)
    scores = {
        name: {seed: contest.sign * value for seed, value in one.values.items()}
        for name, one in contest.arms.items()
        if one.values
    }
    found = [_alike(contest, name) for name in undistinguished(scores)]
    steps = _steps(run)
    if all(one.activation in steps for one in found):
        found = [one._replace(step=steps[one.activation]) for one in found]
    return sorted(found, key=lambda one: (one.step or 0.0, one.parameters, one.seconds))


def _steps(run: Run) -> dict[str, float]:
    """The measured training step of each activation, by the baseline's."""
    return {one.activation: arm["step"]["ratio"] for one, arm in measured(run) if arm["step"]}


def _alike(contest: Contest, name: str) -> Alike:
    best = contest.arms[name]
    rows = [row for row in best.rows if row["status"] == "ok"]
    parameters = max(row.get("parameters", math.inf) for row in rows)
    seconds = math.fsum(row.get("seconds", 0.0) for row in rows) / len(rows)
    half = middle(list(best.values.values()))
    return Alike(name, best.mean or 0.0, parameters, seconds, contest.lost(name), half, None)
