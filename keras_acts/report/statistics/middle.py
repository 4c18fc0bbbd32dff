"""The interquartile mean: of the middle half, in which one lost or lucky seed has no say."""

import math
from collections.abc import Sequence

from keras_acts.report.statistics.intervals import Interval


def middle(values: Sequence[float], level: float = 0.95) -> Interval:
    """The mean without the g = n // 4 least and g greatest, as Agarwal et al. (2021) ask for.

    The interval is that of Tukey and McLaughlin (1963): t s_w / ((1 - 2 g / n) sqrt(n)) to either
    side, with s_w the standard deviation after what was left out takes the value of its nearest
    neighbour within, and t of n - 2 g - 1 degrees of freedom. Raises ValueError for no values.

    >>> print(middle([0.0, 1.0, 2.0, 99.0]))
    1.5 [-5.84, 8.84]
    """
    from scipy.special import stdtrit

    n, ordered = len(values), sorted(values)
    if n == 0:
        raise ValueError("an interquartile mean needs at least one value; received none.")
    cut = n // 4
    kept = ordered[cut : n - cut]
    mean = math.fsum(kept) / len(kept)
    if n == 1:
        return Interval(mean, -math.inf, math.inf, 1)
    moved = [*[kept[0]] * cut, *kept, *[kept[-1]] * cut]
    centre = math.fsum(moved) / n
    spread = math.sqrt(math.fsum((one - centre) ** 2 for one in moved) / (n - 1))
    t = float(stdtrit(len(kept) - 1, (1 + level) / 2))
    half = t * spread * math.sqrt(n) / len(kept)
    return Interval(mean, mean - half, mean + half, n)
