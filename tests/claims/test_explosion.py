"""Vanishing and exploding in three layers: the rules, and what the inner functions find."""

import numpy as np
import pytest

from keras_acts.claims.studies.explosion import (
    ACTIVATIONS,
    GAINS,
    RATES,
    SPREADS,
    answers,
    first_steps,
    outcomes,
)
from tests.claims.part import digits


def made_up(first, last, nan):
    """Layer 1 goes from `first` to `last` times layer 3's speed; every run is NaN or none is."""
    line = np.geomspace(first, last, len(SPREADS))
    speeds = [[float(fast), 1.0, 1.0] for fast in line]
    grid = [[nan] * len(RATES)] * len(GAINS)
    return {
        "speeds": {activation: [speeds] * 5 for activation in ACTIVATIONS},
        "nan": {activation: [grid] * 5 for activation in ("sigmoid", "relu")},
    }


@pytest.mark.parametrize(
    ("first", "last", "nan", "verdicts"),
    [(0.1, 10.0, True, ["supported"] * 2), (0.1, 0.5, False, ["refuted"] * 2)],
)
def test_the_rules(first, last, nan, verdicts):
    found = answers(made_up(first, last, nan))
    assert [found[number].verdict for number in (13, 14)] == verdicts


def test_it_depends_where_one_net_does_not_explode():
    record = made_up(0.1, 10.0, True)
    record["speeds"]["sigmoid"] = made_up(0.1, 0.5, True)["speeds"]["sigmoid"]
    assert answers(record)[13].verdict == "depends"


def test_layer_1_is_the_slowest_from_small_weights_and_the_fastest_from_large_ones():
    small, large = first_steps(digits(), "relu", 0, spreads=(0.01, 3.0), width=16)
    assert small[0] < small[1] < small[2]
    assert large[0] > large[1] > large[2]


def test_relu_explodes_where_sigmoid_does_not():
    found = [outcomes(digits(), a, 0, (10.0,), (100.0,), steps=8) for a in ("relu", "sigmoid")]
    assert found == [[[True]], [[False]]]
