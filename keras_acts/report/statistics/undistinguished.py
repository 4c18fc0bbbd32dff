"""Which arms may be the best: those that no other is shown to be better than."""

from collections.abc import Mapping

from keras_acts.report.statistics.decide import ALPHA, SCREENING
from keras_acts.report.statistics.pvalues import above


def undistinguished(scores: Mapping[str, Mapping[int, float]]) -> list[str]:
    """The arms that are left when those that another is better than are taken out.

    Args:
        scores: of each arm on each seed; more is better.

    An arm is taken out if a one-sided paired t test against any of the k - 1 others has a p of
    at most 0.05 / (k - 1). So the arm that is truly best is among them in 95 of 100 cases, after
    Gupta (1965); the one that looks best always is. Fewer than five pairs take nothing out.

    >>> undistinguished({"elu": dict(enumerate([0.9, 0.91, 0.92, 0.9, 0.91])),
    ...                  "tanh": dict(enumerate([0.8, 0.81, 0.83, 0.81, 0.8]))})
    ['elu']
    """
    bound = ALPHA / max(1, len(scores) - 1)
    beaten = {
        one
        for one in scores
        if any(_p(scores[other], scores[one]) <= bound for other in scores if other != one)
    }
    return [one for one in scores if one not in beaten]


def _p(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    """Of `one` being no better than `other`."""
    apart = [one[seed] - other[seed] for seed in sorted(one.keys() & other.keys())]
    return above(apart) if len(apart) >= SCREENING else 1.0
