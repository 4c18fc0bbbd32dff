"""What a number of seeds can show: the smallest difference, and the seeds that one would take."""

import math
from collections.abc import Callable

MOST = 1000
"""More seeds than this nobody trains."""
POWER = 0.8


def power(effect: float, pairs: int, alpha: float = 0.05) -> float:
    """How often a two-sided paired t test finds a mean of `effect` standard deviations.

    >>> round(power(0.99, 10), 2)
    0.8
    """
    from scipy.stats import nct, t

    if pairs < 2:
        return 0.0
    shift = abs(effect) * math.sqrt(pairs)
    bound = float(t.ppf(1 - alpha / 2, pairs - 1))
    if shift > 30 and shift > 2 * bound:
        return 1.0
    return float(nct.sf(bound, pairs - 1, shift) + nct.cdf(-bound, pairs - 1, shift))


def equivalence_power(effect: float, margin: float, pairs: int, alpha: float = 0.05) -> float:
    """How often two one-sided tests find a mean of `effect` to be within `margin`, in SDs.

    At least this often: the sum of what each test may miss is taken from 1.

    >>> round(equivalence_power(0.0, 1.0, 12), 2)
    0.89
    """
    gaps = (margin - abs(effect), margin + abs(effect))
    return max(0.0, sum(_one_sided(gap, pairs, alpha) for gap in gaps) - 1)


def _one_sided(gap: float, pairs: int, alpha: float) -> float:
    from scipy.stats import nct, t

    if pairs < 2 or gap <= 0:
        return 0.0
    shift = gap * math.sqrt(pairs)
    bound = float(t.ppf(1 - alpha, pairs - 1))
    sure = shift > 30 and shift > 2 * bound
    return 1.0 if sure else float(nct.sf(bound, pairs - 1, shift))


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
