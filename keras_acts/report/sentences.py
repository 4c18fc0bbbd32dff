"""Numbers in sentences, rounded to what their intervals can show."""

import math

from keras_acts.objective import Objective
from keras_acts.report.statistics import Interval


def signed(objective: Objective, apart: Interval) -> str:
    """A difference and its interval: points of a share, else in the objective's own unit.

    >>> signed(Objective(), Interval(0.0123, 0.0034, 0.0212, 10))
    '+1.23 points [+0.34, +2.12]'
    >>> signed(Objective("val_mae", "min"), Interval(-41.2, -60.9, -21.5, 10))
    '-41 [-61, -22]'
    """
    times = 100 if objective.share else 1
    places = decimals(apart, times)
    mean, low, high = (_signed(times * value, places) for value in apart[:3])
    return f"{mean}{' points' if objective.share else ''} [{low}, {high}]"


def _signed(value: float, places: int) -> str:
    """`+1.2`; what is rounded to nothing has no sign."""
    return f"{value:+.{places}f}" if round(value, places) else f"{0:.{places}f}"


def decimals(found: Interval, times: float = 1.0) -> int:
    """As many decimals as show two digits of half the interval's width.

    >>> decimals(Interval(1.0, 0.5, 1.5, 5)), decimals(Interval(100.0, 0.0, 200.0, 5))
    (2, 0)
    """
    half = times * (found.high - found.low) / 2
    if not 0 < half < math.inf:
        half = abs(times * found.mean) / 10
    return max(0, 1 - math.floor(math.log10(half))) if half > 0 else 1


def size(objective: Objective, value: float) -> str:
    """A difference without a sign.

    >>> size(Objective(), 0.005), size(Objective(), 0.01), size(Objective("val_mae"), 3.14159)
    ('0.5 points', '1 point', '3.1')
    """
    if not objective.share:
        return f"{value:.2g}"
    points = f"{100 * value:.2g}"
    return f"{points} point" if points == "1" else f"{points} points"


def chance(p: float) -> str:
    """A p value: `p = 0.012`, or `p < 0.001`."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.2g}"
