"""Exact zeros: the rule, where they are found, and where f'(0) matters."""

import keras
import pytest

from keras_acts.claims.measuring.exact_zeros import change, counts
from keras_acts.claims.measuring.toy import toy
from keras_acts.claims.studies.zeros_at_relu import NETS, POLICIES, answers
from tests.claims.part import digits

_, BLANK, STANDARDISED = NETS


def made_up(zeros):
    counted = {name: {p: [[[z]]] * 3 for p in POLICIES} for name, z in zip(NETS, zeros)}
    return {"toy": {"zeros": 0}, "counts": counted}


@pytest.mark.parametrize(
    ("zeros", "verdict"),
    [((0, 0, 1e-5), "supported"), ((0, 0.2, 0), "depends"), ((0.1, 0.2, 0.3), "refuted")],
)
def test_zeros_are_rare(zeros, verdict):
    assert answers(made_up(zeros))[19].verdict == verdict


def test_blank_patches_give_zeros_until_the_biases_move():
    before, after = counts(digits(), 0, "float32", steps=(0, 2), **NETS[BLANK])
    assert before[0] > 0.05
    assert after[0] < 0.1 * before[0]


@pytest.mark.parametrize("policy", POLICIES)
def test_the_gradient_changes_where_there_are_zeros(policy):
    assert change(digits(), 0, policy, batch=8, **NETS[BLANK]) > 0.01
    assert change(digits(), 0, policy, batch=8, **NETS[STANDARDISED]) == 0
    assert keras.config.dtype_policy().name == "float32"


def test_the_toy_shows_no_difference_and_with_a_blank_sample_it_does():
    without, blank = toy(steps=5), toy(steps=5, blank=True)
    assert len({str(run) for run in without["losses"].values()}) == 1
    assert without["zeros"] == 0
    assert len({str(run) for run in blank["losses"].values()}) == 3
    assert blank["zeros"] >= 3 * 30
