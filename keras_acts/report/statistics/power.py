"""What a number of seeds can show: the smallest difference, and the seeds that one would take."""

import math
from collections.abc import Callable
from functools import cache

import numpy as np

MOST = 1000
"""More seeds than this nobody trains."""
POWER = 0.8


def power(effect: float, pairs: int, alpha: float = 0.05) -> float:
    """How often a two-sided paired t test finds a mean of `effect` standard deviations.

    >>> round(power(0.99, 10), 2)
    0.8
    """
    from scipy.special import ndtr, stdtrit

    if pairs < 2:
        return 0.0
    shift, bound = abs(effect) * math.sqrt(pairs), stdtrit(pairs - 1, 1 - alpha / 2)
    spread, weights = _spreads(pairs - 1)
    found = ndtr(shift - bound * spread) + ndtr(-shift - bound * spread)
    return float(found @ weights)


def equivalence_power(effect: float, margin: float, pairs: int, alpha: float = 0.05) -> float:
    """How often two one-sided t tests find a mean of `effect` to be within `margin`, in SDs.

    >>> round(equivalence_power(0.0, 1.0, 12), 2)
    0.89
    """
    from scipy.special import ndtr, stdtrit

    if pairs < 2:
        return 0.0
    root, bound = math.sqrt(pairs), stdtrit(pairs - 1, 1 - alpha)
    spread, weights = _spreads(pairs - 1)
    below = ndtr((margin - effect) * root - bound * spread)
    above = ndtr((margin + effect) * root - bound * spread)
    return float(np.maximum(0.0, below + above - 1) @ weights)


@cache
def _spreads(freedom: int) -> tuple[np.ndarray, np.ndarray]:
    """Values of an estimated SD whose true value is 1, and how likely each is."""
    half = 9 / math.sqrt(2 * freedom)
    spread = np.linspace(max(0.0, 1 - half), 1 + half, 1001)
    with np.errstate(divide="ignore"):
        logs = (freedom - 1) * np.log(spread) if freedom > 1 else np.zeros(len(spread))
    likely = np.exp(logs - freedom * (spread**2 - 1) / 2)
    likely[[0, -1]] /= 2
    return spread, likely / likely.sum()


def smallest_detectable(pairs: int, alpha: float = 0.05, wanted: float = POWER) -> float:
    """The difference, in SDs of the paired differences, that is found with that power.

    Infinity for less than two pairs.

    >>> round(smallest_detectable(5), 2), round(smallest_detectable(10, 0.05 / 9), 2)
    (1.68, 1.46)
    """
    from scipy.optimize import brentq

    if pairs < 2:
        return math.inf
    high = 1.0
    while power(high, pairs, alpha) < wanted:
        high *= 2
    return float(brentq(lambda effect: power(effect, pairs, alpha) - wanted, 0.0, high))


def seeds_needed(
    mean: float, spread: float, margin: float | None, alpha: float = 0.05, wanted: float = POWER
) -> int | None:
    """How many pairs decide if mean and SD are as seen so far; None if over a thousand.

    What decides first: a difference from 0, or, where there is a `margin`, being within it.

    >>> seeds_needed(1.0, 1.0, None), seeds_needed(0.0, 1.0, 1.0)
    (10, 11)
    """
    if spread <= 0:
        return 2
    effect = mean / spread
    ways = [_first(lambda pairs: power(effect, pairs, alpha) >= wanted)]
    if margin is not None:
        bound = margin / spread
        ways.append(_first(lambda n: equivalence_power(effect, bound, n, alpha) >= wanted))
    return min((pairs for pairs in ways if pairs is not None), default=None)


def _first(enough: Callable[[int], bool]) -> int | None:
    """The least number of pairs, up to `MOST`, that is enough."""
    low, high = 1, 2
    while not enough(high):
        if high >= MOST:
            return None
        low, high = high, min(2 * high, MOST)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
