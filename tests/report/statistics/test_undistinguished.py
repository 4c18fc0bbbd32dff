"""The set of arms that may be the best."""

import numpy as np
from scipy import stats

from keras_acts.report.statistics.undistinguished import undistinguished


def named(values):
    return {str(arm): dict(enumerate(line)) for arm, line in enumerate(values.tolist())}


def test_the_best_is_among_them_as_often_as_it_says():
    draws = np.random.default_rng(0).normal(size=(600, 6, 8))
    kept = ["0" in undistinguished(named(one)) for one in draws]
    assert 0.93 <= np.mean(kept) < 0.99


def test_an_arm_is_out_where_a_one_sided_test_says_so():
    values = np.random.default_rng(1).normal(0, 1, (4, 8))
    values[2] += 0.9
    found = undistinguished(named(values))
    arms = [*values]
    ps = [
        min(stats.ttest_rel(o, one, alternative="greater").pvalue for o in arms if o is not one)
        for one in arms
    ]
    assert found == [str(arm) for arm, p in enumerate(ps) if p > 0.05 / 3]
    assert 1 < len(found) < 4


def test_four_seeds_take_nothing_out():
    values = np.array([[0.0] * 4, [1.0, 1.1, 1.2, 1.0]])
    assert undistinguished(named(values)) == ["0", "1"]
    assert undistinguished(named(values.repeat(2, axis=1))) == ["1"]
