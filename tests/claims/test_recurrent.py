"""Remedies: the rule, and gradients over time steps."""

import numpy as np
import pytest

from keras_acts.claims.measuring.cells import CELLS, over_time, recurrent, rows_of
from keras_acts.claims.studies.recurrent import DEEP, REMEDIES, answers
from tests.claims.part import digits


def made_up(*works):
    """A record in which the remedies named have more gradient and learn more."""
    good, bad = (
        {"start": [ratio, 1.0], "end": [1.0, 1.0], "accuracy": accuracy}
        for ratio, accuracy in ((0.5, 0.9), (1e-3, 0.2))
    )
    return {name: [good if name in works else bad] * 5 for name in (*DEEP, *CELLS)}


@pytest.mark.parametrize(
    ("works", "verdict"),
    [
        ([remedy for remedy, _ in REMEDIES], "supported"),
        (["ReLU"], "depends"),
        (["sigmoid", "SimpleRNN, tanh", "SimpleRNN, sigmoid"], "refuted"),
    ],
)
def test_the_rule(works, verdict):
    assert answers(made_up(*works))[15].verdict == verdict


@pytest.mark.parametrize("name", CELLS)
def test_what_comes_back_over_time_is_smaller_for_earlier_steps(name):
    part = rows_of(digits())
    found = over_time(
        recurrent(name, 0, units=8, shape=(8, 8)), part.x_train[:16], part.y_train[:16]
    )
    assert len(found) == 8
    assert 0 < found[0] < found[-1]


def test_rows_are_the_pictures():
    part = digits()
    np.testing.assert_array_equal(rows_of(part).x_val * 16, part.x_val[..., 0])
