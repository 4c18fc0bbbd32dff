"""Shares with exact intervals: of trials that diverged, of seeds in which one arm was better."""

from collections.abc import Mapping

from keras_acts.report.statistics.intervals import Interval


def clopper_pearson(count: float, among: int, level: float = 0.95) -> Interval:
    """A share and its exact interval: Clopper and Pearson (1934). Of none it is 0 to 1.

    >>> print(clopper_pearson(0, 10))
    0 [0, 0.308]
    """
    from scipy.special import betaincinv

    if not 0 <= count <= among:
        raise ValueError(
            f"count must be in 0..{among}; received count={count!r}. Give how many of them."
        )
    if among == 0:
        return Interval(0.5, 0.0, 1.0, 0)
    tail = (1 - level) / 2
    low = float(betaincinv(count, among - count + 1, tail)) if count > 0 else 0.0
    high = float(betaincinv(count + 1, among - count, 1 - tail)) if count < among else 1.0
    return Interval(count / among, low, high, among)


def improvement(apart: Mapping[int, float], level: float = 0.95) -> Interval:
    """In which share of the seeds a difference is above 0, half of one that is 0, exactly.

    >>> print(improvement({0: 1.0, 1: 2.0, 2: 0.0, 3: -1.0}))
    0.625 [0.123, 0.972]
    """
    won = sum(1.0 if one > 0 else 0.5 if one == 0 else 0.0 for one in apart.values())
    return clopper_pearson(won, len(apart), level)
