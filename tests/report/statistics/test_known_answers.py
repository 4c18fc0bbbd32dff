"""Each test and interval against SciPy, statsmodels or scikit-posthocs."""

import math
from itertools import combinations

import numpy as np
import pytest
import scikit_posthocs
from scipy import stats
from statsmodels.stats import multitest, power, proportion, weightstats

from keras_acts.report.statistics import interval
from keras_acts.report.statistics.bca import bca
from keras_acts.report.statistics.equivalence import two_one_sided
from keras_acts.report.statistics.family import holm
from keras_acts.report.statistics.power import (
    equivalence_power,
    seeds_needed,
    smallest_detectable,
)
from keras_acts.report.statistics.power import power as ours
from keras_acts.report.statistics.pvalues import above, sign_flip, student
from keras_acts.report.statistics.shares import clopper_pearson


def drawn(pairs, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(0.9, 0.01, pairs), rng.normal(0.902, 0.01, pairs)


PAIRS = pytest.mark.parametrize("pairs", [2, 3, 5, 10, 31])


@PAIRS
def test_student(pairs):
    one, other = drawn(pairs)
    np.testing.assert_allclose(student(one - other), stats.ttest_rel(one, other).pvalue)
    expected = stats.ttest_1samp(one - other, 0.001, alternative="greater").pvalue
    np.testing.assert_allclose(above(one - other, 0.001), expected)


@PAIRS
def test_interval(pairs):
    one, other = drawn(pairs)
    expected = stats.ttest_rel(one, other).confidence_interval(0.9)
    np.testing.assert_allclose(interval(list(one - other), 0.9)[1:3], expected)


@pytest.mark.parametrize("pairs", [2, 5, 11])
def test_sign_flip(pairs):
    one, other = drawn(pairs)
    expected = stats.permutation_test(
        (one, other), lambda a, b, axis: (a - b).sum(axis), permutation_type="samples", vectorized=1
    )
    np.testing.assert_allclose(sign_flip(list(one - other)), expected.pvalue)


def test_sign_flips_of_many_are_counted_without_trying_each():
    assert sign_flip([1.0] * 40) == 2 / 2**40
    assert sign_flip([1.0] * 41) is None
    assert sign_flip([0.0] * 6) == 1.0


def test_signs_of_ranks_in_all_pairs():
    """Flipped signs of ranks are Wilcoxon's test; with Holm they are a table of pairs."""
    arms = np.random.default_rng(1).normal([0, 1, 2, 2], 1, (9, 4)).T
    expected = scikit_posthocs.posthoc_wilcoxon(arms.tolist(), p_adjust="holm").to_numpy()
    found = {}
    for one, other in combinations(range(4), 2):
        apart = arms[one] - arms[other]
        found[one, other] = sign_flip(list(np.sign(apart) * stats.rankdata(np.abs(apart))))
    for (one, other), p in holm(found).items():
        np.testing.assert_allclose(p, expected[one, other])


@pytest.mark.parametrize("seed", range(3))
def test_holm(seed):
    ps = np.random.default_rng(seed).uniform(0, 0.1, 7)
    expected = multitest.multipletests(ps, method="holm")[1]
    np.testing.assert_allclose([*holm({str(i): p for i, p in enumerate(ps)}).values()], expected)
    wider = multitest.multipletests([*ps, 1, 1], method="holm")[1][:7]
    np.testing.assert_allclose([*holm({str(i): p for i, p in enumerate(ps)}, 9).values()], wider)


@PAIRS
def test_two_one_sided(pairs):
    one, other = drawn(pairs)
    expected, *_ = weightstats.ttost_paired(one, other, -0.01, 0.01)
    np.testing.assert_allclose(two_one_sided(one - other, 0.01), expected)


@pytest.mark.parametrize(("count", "among"), [(0, 5), (1, 10), (5, 10), (10, 10)])
def test_clopper_pearson(count, among):
    expected = proportion.proportion_confint(count, among, method="beta")
    np.testing.assert_allclose(clopper_pearson(count, among)[1:3], expected)


@pytest.mark.parametrize("alpha", [0.05, 0.05 / 9])
@pytest.mark.parametrize("pairs", [3, 5, 10, 30])
def test_power(pairs, alpha):
    expected = power.TTestPower().power(0.7, pairs, alpha)
    np.testing.assert_allclose(ours(0.7, pairs, alpha), expected, atol=1e-5)
    np.testing.assert_allclose(ours(smallest_detectable(pairs, alpha), pairs, alpha), 0.8)


def test_smallest_detectable():
    sizes = (5, 8, 10, 15, 20, 30)
    solve = power.TTestPower().solve_power
    expected = [solve(nobs=n, power=0.8, alpha=0.05 / 9) for n in sizes]
    found = [smallest_detectable(n, 0.05 / 9) for n in sizes]
    np.testing.assert_allclose(found, expected, rtol=1e-4)
    assert smallest_detectable(1) == math.inf


@pytest.mark.parametrize("effect", [0.2, 0.5, 1.0, 2.0])
def test_seeds_needed(effect):
    expected = power.TTestPower().solve_power(effect, power=0.8, alpha=0.05)
    assert seeds_needed(effect, 1.0, None) == math.ceil(expected)
    assert seeds_needed(-effect, 1.0, None) == math.ceil(expected)


def test_power_of_equivalence_is_how_often_it_is_found():
    apart = np.random.default_rng(2).normal(0.3, 1, (3000, 12))
    found = np.mean([two_one_sided(one, 1.0) <= 0.05 for one in apart])
    np.testing.assert_allclose(equivalence_power(0.3, 1.0, 12), found, atol=0.03)


def test_bca_by_hand():
    values = np.random.default_rng(3).exponential(size=25)
    draws = np.random.default_rng(4).choice(values, (20000, 25)).mean(1)
    bias = stats.norm.ppf(np.mean(draws < values.mean()))
    left_out = (values.sum() - values) / 24
    lean = left_out.mean() - left_out
    a = (lean**3).sum() / 6 / (lean**2).sum() ** 1.5
    reach = stats.t.ppf(0.975, 24) * math.sqrt(25 / 24)
    z = bias + np.array([-reach, reach])
    expected = np.quantile(draws, stats.norm.cdf(bias + z / (1 - a * z)))
    np.testing.assert_allclose(bca(list(values))[1:3], expected, rtol=0.02)
    assert bca([2.0] * 20) == (2.0, 2.0, 2.0, 20)
