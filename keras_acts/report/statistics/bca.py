"""The interval of a mean over many seeds, which need not be spread as a normal distribution."""

from collections.abc import Sequence

from keras_acts.report.statistics.intervals import Interval, interval

MANY = 20
"""From this many seeds on a bootstrap is to be trusted; below, it claims too much."""
RESAMPLES = 9999


def bca(values: Sequence[float], level: float = 0.95) -> Interval:
    """A mean and its bias-corrected, accelerated bootstrap interval: Efron (1987).

    A bootstrap takes the spread of n values for that of all, and so claims too much; the level is
    raised to 1 - 2 Phi(-sqrt(n / (n - 1)) t), of which t is the quantile that a t interval would
    take: Hesterberg 2014, arXiv:1411.5279. The resamples are drawn with a fixed seed, so the same
    values have the same interval.

    >>> print(bca([1.0, 2.0, 3.0, 4.0] * 5))
    2.5 [1.95, 3.05]
    """
    import numpy as np
    from scipy.special import ndtr, stdtrit
    from scipy.stats import bootstrap

    usual = interval(values, level)
    if usual.high - usual.low <= 1e-12 * max(map(abs, values)):
        return usual
    n = len(values)
    reach = float(stdtrit(n - 1, (1 + level) / 2)) * (n / (n - 1)) ** 0.5
    found = bootstrap(
        (np.asarray(values),),
        np.mean,
        confidence_level=1 - 2 * float(ndtr(-reach)),
        n_resamples=RESAMPLES,
        rng=np.random.default_rng(0),
    ).confidence_interval
    return Interval(usual.mean, float(found.low), float(found.high), usual.seeds)


def suited(values: Sequence[float], level: float = 0.95) -> Interval:
    """The t interval below 20 values, BCa from there."""
    return (bca if len(values) >= MANY else interval)(values, level)


def method(seeds: int) -> str:
    """What the interval over so many seeds is called.

    >>> method(10), method(20)
    ('t', 'BCa')
    """
    return "BCa" if seeds >= MANY else "t"
