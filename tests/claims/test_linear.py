"""The product of the kernels is the linear net, and is not the ReLU net."""

import pytest

from keras_acts.claims.studies.linear import NETS, answers, one
from tests.claims.part import digits


def made_up(linear=0.91, regression=0.91, relu=0.95, collapse=1e-6):
    accuracies = zip(NETS, (regression, linear, relu))
    return {
        name: [
            {"accuracy": accuracy + 0.001 * seed, "collapse": collapse, "loss": 0.3}
            for seed in range(5)
        ]
        for name, accuracy in accuracies
    }


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, "supported"),
        ({"collapse": 1e-3}, "refuted"),
        ({"linear": 0.80}, "supported"),
        ({"linear": 0.94}, "depends"),
        ({"relu": 0.91}, "depends"),
    ],
)
def test_the_rule(change, verdict):
    assert answers(made_up(**change))[1].verdict == verdict


def test_a_trained_linear_net_equals_its_collapse_and_a_relu_net_does_not():
    part = digits()
    for name, equal in (("linear, 10 layers", True), ("ReLU, 10 layers", False)):
        found = one(part, name, 0, part.x_val, part.y_val, steps=20, width=16)
        assert (found["collapse"] < 1e-4) is equal
