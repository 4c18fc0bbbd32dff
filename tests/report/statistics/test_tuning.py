"""Tuning curves against counting, and their bands against what they promise."""

import math
from itertools import product

import numpy as np

from keras_acts.report.statistics.tuning import tuning_curve


def test_the_expected_best_is_the_mean_over_all_draws():
    scores = [0.3, 0.9, 0.5, 0.5]
    expected = [np.mean([max(one) for one in product(scores, repeat=k)]) for k in (1, 2, 3, 4)]
    np.testing.assert_allclose(tuning_curve(scores).best, expected)


def test_the_band_holds_the_whole_true_curve_as_often_as_it_says():
    k = np.arange(1, 21)
    true = k / (k + 1)
    draws = np.random.default_rng(0).uniform(size=(1000, 20))
    curves = [tuning_curve(one.tolist(), 0.0, 1.0) for one in draws]
    held = [np.all((one.low <= true) & (true <= one.high)) for one in curves]
    assert np.mean(held) >= 0.94


def test_where_scores_have_no_bounds_the_band_has_none():
    curve = tuning_curve([0.5, 0.9, 0.7])
    assert set(curve.low) == {-math.inf}
    assert set(curve.high) == {math.inf}
