"""Intervals for what a few seeds show."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Interval(NamedTuple):
    """A mean and the interval that holds its true value in 95 of 100 such experiments."""

    mean: float
    low: float
    high: float
    seeds: int

    def __str__(self) -> str:
        return f"{self.mean:.3g} [{self.low:.3g}, {self.high:.3g}]"


def interval(values: Sequence[float], level: float = 0.95) -> Interval:
    """mean -+ t s / sqrt(n), with Student's t of n - 1 degrees of freedom.

    One value alone has an interval from -infinity to infinity. Raises ValueError for none.

    >>> print(interval([1.0, 2.0, 3.0]))
    2 [-0.484, 4.48]
    """
    from scipy.special import stdtrit

    n = len(values)
    if n == 0:
        raise ValueError("an interval needs at least one value; received none.")
    mean = math.fsum(values) / n
    if n == 1:
        return Interval(mean, -math.inf, math.inf, 1)
    spread = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (n - 1))
    half = float(stdtrit(n - 1, (1 + level) / 2)) * spread / math.sqrt(n)
    return Interval(mean, mean - half, mean + half, n)


def paired(
    one: Mapping[int, float], other: Mapping[int, float], level: float = 0.95
) -> Interval | None:
    """The interval of `one` minus `other` over the seeds both have; None if there is none.

    >>> paired({0: 3.0, 1: 5.0}, {0: 2.0, 1: 4.0, 2: 9.0})
    Interval(mean=1.0, low=1.0, high=1.0, seeds=2)
    """
    seeds = sorted(one.keys() & other.keys())
    return interval([one[seed] - other[seed] for seed in seeds], level) if seeds else None
