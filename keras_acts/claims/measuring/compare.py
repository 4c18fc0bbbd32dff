"""Differences over seeds, as answers print and judge them."""

from collections.abc import Mapping
from typing import Any

from keras_acts.report.statistics import Interval, interval


def minus(one: Mapping[int, float], other: Mapping[int, float]) -> Interval:
    """The 95 % interval of one - other, paired by seed."""
    return interval([one[seed] - other[seed] for seed in sorted(one.keys() & other.keys())])


def points(one: Interval) -> str:
    """An interval of shares, in points of %.

    >>> points(Interval(0.012, -0.001, 0.025, 5))
    '+1.2 [-0.1, +2.5]'
    """
    return f"{100 * one.mean:+.1f} [{100 * one.low:+.1f}, {100 * one.high:+.1f}]"


def effect(found: Interval) -> dict[str, Any]:
    """The fields of an answer that hold an interval; none where it has no bounds."""
    if found.seeds < 2:
        return {"effect": None, "low": None, "high": None, "seeds": found.seeds}
    return {"effect": found.mean, "low": found.low, "high": found.high, "seeds": found.seeds}


def verdict(*gaps: Interval) -> str:
    """What gaps that a claim says are above 0 make of it.

    Supported if all intervals lie above 0, refuted if all lie below, `depends` if some lie
    above and some below, else one cannot tell.

    >>> verdict(Interval(1, 0.5, 1.5, 5)), verdict(Interval(1, -0.5, 2.5, 5))
    ('supported', 'cannot tell')
    """
    above, below = [one.low > 0 for one in gaps], [one.high < 0 for one in gaps]
    if all(above) or all(below):
        return "supported" if all(above) else "refuted"
    return "depends" if any(above) and any(below) else "cannot tell"
