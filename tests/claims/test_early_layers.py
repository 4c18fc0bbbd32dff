"""How far layers move, and zeros: the rules and what the inner functions find."""

import pytest

from keras_acts.claims.studies.early_layers import answers, one
from tests.claims.part import digits


def made_up(sigmoid=1e-5, relu=0.1, prelu_zeros=0.0, gain=0.0, spread=0.0):
    def runs(moved, zeros, accuracy):
        return [
            {"moved": [moved] * 11, "zeros": zeros, "accuracy": accuracy + spread * seed}
            for seed in range(-2, 3)
        ]

    record = {"sigmoid": runs(sigmoid, 0.0, 0.1), "prelu": runs(0.1, prelu_zeros, 0.9 + gain)}
    return {**record, "relu": [{**run, "accuracy": 0.9} for run in runs(relu, 0.5, 0.9)]}


@pytest.mark.parametrize(
    ("change", "verdict"),
    [({}, "supported"), ({"sigmoid": 0.5}, "refuted"), ({"relu": 1e-4}, "depends")],
)
def test_early_layers_stay_random(change, verdict):
    assert answers(made_up(**change))[8].verdict == verdict


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({"gain": 0.01}, "supported"),
        ({"gain": -0.02}, "refuted"),
        ({"prelu_zeros": 0.5}, "refuted"),
        ({"spread": 0.05}, "cannot tell"),
    ],
)
def test_the_story_of_sparsity(change, verdict):
    assert answers(made_up(**change))[66].verdict == verdict


def test_relu_has_zeros_and_moves_and_prelu_has_none():
    part = digits()
    relu, prelu = (
        one(part, name, 0, part.x_val, part.y_val, steps=5, depth=3, width=16)
        for name in ("relu", "prelu")
    )
    assert 0.3 < relu["zeros"] < 0.7
    assert prelu["zeros"] == 0.0
    assert len(relu["moved"]) == 4
    assert min(relu["moved"]) > 0
