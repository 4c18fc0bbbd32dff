"""Rank correlation over a few points, with what little it can say."""

import math
from collections.abc import Sequence
from typing import NamedTuple


class Correlation(NamedTuple):
    """Spearman's rho and its 95 % interval."""

    rho: float
    low: float
    high: float
    points: int

    def __str__(self) -> str:
        return f"{self.rho:+.2f} [{self.low:+.2f}, {self.high:+.2f}]"


def spearman(one: Sequence[float], other: Sequence[float]) -> Correlation:
    """tanh(artanh(rho) -+ 1.96 s), s^2 = (1 + rho^2 / 2) / (n - 3).

    The variance of Bonett and Wright 2000, Psychometrika 65. Raises ValueError for fewer than
    four points.

    >>> print(spearman([1, 2, 3, 4, 5, 6], [1, 3, 2, 4, 6, 5]))
    +0.89 [+0.07, +0.99]
    """
    from scipy.stats import spearmanr

    points = len(one)
    if points < 4:
        raise ValueError(f"a rank correlation needs at least 4 points; received {points}.")
    rho = float(spearmanr(one, other).statistic)
    spread = 1.96 * math.sqrt((1 + rho**2 / 2) / (points - 3))
    middle = math.atanh(max(-0.999999, min(0.999999, rho)))
    return Correlation(rho, math.tanh(middle - spread), math.tanh(middle + spread), points)
