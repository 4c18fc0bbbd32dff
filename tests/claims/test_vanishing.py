"""Depth of sigmoid nets: the rule, and the gradient's ratio."""

import pytest

from keras_acts.claims.studies.vanishing import DEPTHS, answers, one
from tests.claims.part import digits


def made_up(ratio, deep, spread=0.0):
    """Five layers and more have this ratio and accuracy; one layer has 0.9."""

    def run(depth, reached):
        accuracies = [reached + spread * seed * (depth > 1) for seed in range(-2, 3)]
        return {"ratio": [ratio if depth > 1 else 0.5] * 5, "accuracy": accuracies}

    return {
        "sigmoid": [run(depth, 0.9 if depth == 1 else deep) for depth in DEPTHS],
        "relu": [run(1, 0.9) for _ in DEPTHS],
    }


@pytest.mark.parametrize(
    ("record", "verdict"),
    [
        (made_up(1e-3, 0.1), "supported"),
        (made_up(1e-3, 0.9), "depends"),
        (made_up(0.5, 0.9), "refuted"),
        (made_up(1e-3, 0.5, spread=0.2), "cannot tell"),
    ],
)
def test_the_rule(record, verdict):
    assert answers(record)[24].verdict == verdict


def test_more_layers_of_sigmoid_leave_less_gradient():
    shallow, deep = (one(digits(), "sigmoid", depth, [0], 2, width=16) for depth in (2, 4))
    assert deep["ratio"][0] < 0.3 * shallow["ratio"][0]
    assert 0 <= shallow["accuracy"][0] <= 1
