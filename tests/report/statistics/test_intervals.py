"""Intervals against what can be known without them."""

import math

import numpy as np
import pytest

from keras_acts.report.statistics import interval, paired


def test_interval_holds_the_mean_as_often_as_it_says():
    draws = np.random.default_rng(0).normal(5, 2, (4000, 5))
    held = [i.low < 5 < i.high for i in (interval(values) for values in draws)]
    assert 0.94 < np.mean(held) < 0.96


def test_one_value_shows_nothing_and_none_is_refused():
    assert interval([2.0])[1:3] == (-math.inf, math.inf)
    with pytest.raises(ValueError, match="at least one value"):
        interval([])


def test_pairs_are_taken_by_seed():
    one, other = {0: 1.0, 1: 10.0, 3: 7.0}, {1: 9.0, 0: 0.0, 2: 5.0}
    assert paired(one, other) == (1.0, 1.0, 1.0, 2)
    assert paired({0: 1.0}, {1: 1.0}) is None
