"""Arms by seed and their differences."""

import numpy as np
import pytest

from keras_acts.claims.measuring.arms import arms, difference, mean, summary, told, values
from keras_acts.report.statistics import Interval
from tests.claims.made import row, rows


def name(one):
    return one["activation"]


def test_values_by_seed_and_their_difference():
    found = arms([row("relu", 0, 0.5), row("relu", 1, 0.7), row("elu", 1, 0.9)], name)
    assert values(found, "relu", "validation") == {0: 0.5, 1: 0.7}
    apart = difference(found, "elu", "relu", "validation")
    np.testing.assert_allclose([apart.mean, apart.seeds], [0.2, 1])


def test_the_gap_and_the_mean_loss():
    found = arms([row("relu", 0, 0.5, training=0.8, history_loss=[3.0, 1.0])], name)
    np.testing.assert_allclose(mean(found, "relu", "gap"), 0.3)
    np.testing.assert_allclose(mean(found, "relu", "mean loss"), 2.0)


def test_a_diverged_seed_has_no_value_but_is_counted():
    found = arms([row("relu"), row("relu", 1, status="diverged")], name)
    assert values(found, "relu", "validation") == {0: 0.5}
    assert found["arms"]["relu"]["diverged"] == [False, True]
    assert summary(found, {"validation": ".2f"}) == [["relu", "0.50", "1"]]


def test_skipped_rows_are_no_arms():
    assert arms([row("relu", status="skipped")], name)["arms"] == {}


@pytest.mark.parametrize(
    ("bounds", "seeds", "verdict"),
    [
        ([(0.1, 0.2)], 5, "supported"),
        ([(0.1, 0.2), (-0.1, 0.2)], 5, "cannot tell"),
        ([(0.1, 0.2), (-0.2, -0.1)], 5, "refuted"),
        ([(0.1, 0.2)], 4, "cannot tell"),
    ],
)
def test_told(bounds, seeds, verdict):
    found = [Interval((low + high) / 2, low, high, seeds) for low, high in bounds]
    assert told(found) == verdict


def test_made_up_rows_are_paired():
    found = arms([*rows("relu", 0.5), *rows("elu", 0.6)], name)
    apart = difference(found, "elu", "relu", "validation")
    assert 0.09 < apart.low < apart.high < 0.11
