"""Whether two arms are as good as the same: two one-sided tests against a margin."""

from collections.abc import Sequence

from keras_acts.report.statistics.pvalues import above


def two_one_sided(apart: Sequence[float], margin: float) -> float:
    """The p of the mean difference being `margin` or more, on either side.

    The larger p of two one-sided t tests, of a mean of at most -margin and of at least
    margin: Schuirmann (1987).

    >>> round(two_one_sided([-1.0, 0.0, 1.0], 3.0), 4)
    0.0175
    """
    return max(above(apart, -margin), above([-one for one in apart], -margin))
