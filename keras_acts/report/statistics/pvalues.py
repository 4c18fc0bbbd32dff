"""How often chance alone would set two arms as far apart: the paired t test and sign flips."""

import math
from collections.abc import Sequence

import numpy as np

FLIPS = 40
"""With more pairs than this, sign flips are too many to count."""


def student(apart: Sequence[float]) -> float:
    """The two-sided p of differences having a mean of 0, by Student's t.

    One difference alone shows nothing: its p is 1. Differences that are all the same have a p
    of 0, or of 1 where that is 0.

    >>> round(student([1.0, 2.0, 3.0]), 4)
    0.0742
    """
    return min(1.0, 2 * min(above(apart), above([-one for one in apart])))


def above(apart: Sequence[float], bound: float = 0.0) -> float:
    """The one-sided p of the mean being no more than `bound`.

    >>> round(above([1.0, 2.0, 3.0]), 4)
    0.0371
    """
    from scipy.special import stdtr

    n, gap = len(apart), float(np.mean(apart)) - bound
    if n < 2:
        return 1.0
    error = float(np.std(apart, ddof=1)) / math.sqrt(n)
    if error <= 1e-12 * max(map(abs, apart)):
        return 0.0 if gap > 1e-12 * max(map(abs, apart)) else 1.0
    return float(stdtr(n - 1, -gap / error))


def sign_flip(apart: Sequence[float]) -> float | None:
    """The two-sided p of the exact sign-flip test; None for more than 40 differences.

    The share of the 2^n ways to give the differences signs whose sum is at least as far from
    0. It needs no normal distribution, but cannot be less than `2 / 2^n`. The ways are
    counted from those of two halves.

    >>> sign_flip([1.0, 2.0, 3.0])
    0.25
    """
    if len(apart) > FLIPS:
        return None
    half = len(apart) // 2
    left, right = _sums(apart[:half]), np.sort(_sums(apart[half:]))
    bound = abs(math.fsum(apart)) - 1e-9 * math.fsum(map(abs, apart))
    if bound <= 0:
        return 1.0
    far = len(right) - np.searchsorted(right, bound - left, side="left")
    return 2 * int(far.sum()) / 2 ** len(apart)


def smallest_sign_flip(pairs: int) -> float:
    """The smallest p that sign flips of so many pairs can give.

    >>> smallest_sign_flip(5)
    0.0625
    """
    return 2 / 2**pairs if pairs else 1.0


def _sums(values: Sequence[float]) -> np.ndarray:
    """The sum of the values with each choice of signs."""
    sums = np.zeros(1)
    for value in values:
        sums = np.concatenate([sums - value, sums + value])
    return sums
