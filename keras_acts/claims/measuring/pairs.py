"""Differences between two lists of records, paired by seed."""

from collections.abc import Mapping, Sequence

from keras_acts.report.statistics import Interval, interval


def gap(one: Sequence[Mapping], other: Sequence[Mapping], key: str) -> Interval:
    """The interval of one[seed][key] - other[seed][key].

    >>> print(gap([{"a": 3.0}, {"a": 5.0}], [{"a": 2.0}, {"a": 4.0}], "a"))
    1 [1, 1]
    """
    return interval([float(a[key]) - float(b[key]) for a, b in zip(one, other, strict=True)])
