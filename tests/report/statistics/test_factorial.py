"""Effects and shares against the analysis of variance of statsmodels."""

import numpy as np
import pandas
import pytest
from statsmodels.formula.api import ols
from statsmodels.stats.anova import AnovaRM, anova_lm

from keras_acts.report.statistics import interval
from keras_acts.report.statistics.factorial import terms, whole

LEVELS = {"a": ["a0", "a1", "a2"], "b": ["b0", "b1"], "c": ["c0"]}
SEEDS = 5


@pytest.fixture
def values():
    rng = np.random.default_rng(0)
    made = rng.normal(0, 1, (3, 2, 1, SEEDS))
    made[1] += 2.0
    made[2, 1] += 1.0
    return made + rng.normal(0, 1, SEEDS)


def long(values):
    index = np.indices(values.shape).reshape(4, -1)
    return pandas.DataFrame(dict(zip("abcs", index)) | {"y": values.ravel()})


def test_tests_are_those_of_repeated_measures(values):
    found, _ = terms(values, LEVELS)
    expected = AnovaRM(long(values), "y", "s", within=["a", "b"]).fit().anova_table["Pr > F"]
    assert [term.factors for term in found] == [("a",), ("b",), ("a", "b")]
    np.testing.assert_allclose([term.p for term in found], expected)


def test_shares_are_those_of_the_sums_of_squares(values):
    found, luck = terms(values, LEVELS)
    squares = anova_lm(ols("y ~ C(a) * C(b)", long(values)).fit(), typ=2)["sum_sq"]
    expected = squares / squares.sum()
    np.testing.assert_allclose([*(term.share for term in found), luck], expected)


def test_effects_are_distances_from_the_mean_seed_by_seed(values):
    (a, _, both), _ = terms(values, LEVELS)
    by_seed = values[1, :, 0].mean(0) - values.mean((0, 1, 2))
    np.testing.assert_allclose(a.effects["a1",], interval(by_seed.tolist()))
    cell = values[2, 1, 0] - values[2].mean((0, 1)) - values[:, 1].mean((0, 1))
    expected = interval((cell + values.mean((0, 1, 2))).tolist())
    np.testing.assert_allclose(both.effects["a2", "b1"], expected)


def test_what_is_missing_most_is_left_out_first(values):
    values[2, 0] = np.nan
    values[0, 1, 0, 3] = np.nan
    assert [one.tolist() for one in whole(values)] == [[0, 1], [0, 1], [0], [0, 1, 2, 4]]


def test_no_difference_at_all_is_no_effect():
    (one,), luck = terms(np.ones((2, 3)), {"a": ["x", "y"]})
    assert (one.share, one.p, luck) == (0.0, 1.0, 1.0)
