"""Which activations may be the best, the cheapest of them first."""

import math
from typing import NamedTuple

from keras_acts.report.contest import Contest
from keras_acts.report.run import Run
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


def alike(run: Run) -> list[Alike]:
    """The activations that may be the best, by the parameters of the model, then the seconds."""
    contest = Contest(run)
    scores = {
        name: {seed: contest.sign * value for seed, value in one.values.items()}
        for name, one in contest.arms.items()
        if one.values
    }
    found = [_alike(contest, name) for name in undistinguished(scores)]
    return sorted(found, key=lambda one: (one.parameters, one.seconds))


def _alike(contest: Contest, name: str) -> Alike:
    rows = [row for row in contest.arms[name].rows if row["status"] == "ok"]
    parameters = max(row.get("parameters", math.inf) for row in rows)
    seconds = math.fsum(row.get("seconds", 0.0) for row in rows) / len(rows)
    mean = contest.arms[name].mean
    return Alike(name, mean or 0.0, parameters, seconds, contest.lost(name))
