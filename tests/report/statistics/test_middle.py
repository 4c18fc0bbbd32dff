"""The interquartile mean against scipy, which has both it and its interval."""

import numpy as np
import pytest
from scipy import stats

from keras_acts.report.statistics.middle import middle

DRAWN = np.random.default_rng(5).normal(0.9, 0.02, 40)


@pytest.mark.parametrize("count", [1, 5, 6, 7, 8, 10, 40])
def test_mean_is_that_of_scipy(count):
    values = DRAWN[:count].tolist()
    assert middle(values).mean == pytest.approx(stats.trim_mean(values, 0.25))


@pytest.mark.parametrize("count", [4, 8, 12, 40])
def test_interval_is_that_of_scipy_where_a_quarter_is_whole(count):
    values = DRAWN[:count].tolist()
    expected = stats.mstats.trimmed_mean_ci(values, (0.25, 0.25))
    assert middle(values)[1:3] == pytest.approx(expected)


def test_one_lost_seed_moves_nothing():
    values = [0.9, 0.91, 0.92, 0.93, 0.94, 0.95, 0.96, 0.97]
    assert middle([0.0, *values[1:]]) == pytest.approx(middle(values))


def test_no_values_are_refused():
    with pytest.raises(ValueError, match="received none"):
        middle([])
