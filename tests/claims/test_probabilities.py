"""Softmax and cross-entropy: the rules, and what overflows."""

import pytest

from keras_acts.claims.studies.probabilities import (
    LOGITS,
    LOSSES,
    SIZES,
    SOFTMAXES,
    answers,
    loss_and_slope,
    slope_errors,
    softmax_error,
)


def made_up(safe=1e-7, naive=None, logits=True, number=True):
    right = [[z, -0.5 if z == 0 else -1.0 / (1 + 2.718281828459045**-z)] for z in LOGITS]
    lost = [[z, 0.0] for z in LOGITS]
    return {
        "softmax": {"naive": [1e-7, naive], "max subtracted": [1e-7, safe]},
        "losses": {
            "from logits": right if logits else lost,
            "from a number": right if number else lost,
            "squared error": lost,
        },
    }


@pytest.mark.parametrize(
    ("change", "verdicts"),
    [
        ({}, ("supported", "supported")),
        ({"safe": None}, ("refuted", "supported")),
        ({"safe": 1e-3}, ("refuted", "supported")),
        ({"naive": 1e-7}, ("depends", "supported")),
        ({"number": False}, ("supported", "depends")),
        ({"number": False, "logits": False}, ("supported", "refuted")),
    ],
)
def test_the_rules(change, verdicts):
    found = answers(made_up(**change))
    assert (found[17].verdict, found[26].verdict) == verdicts


@pytest.mark.parametrize("size", SIZES)
def test_softmax(size):
    assert softmax_error(SOFTMAXES["max subtracted"], size) < 1e-6
    naive = softmax_error(SOFTMAXES["naive"], size)
    assert naive is None if size > 88 else naive < 1e-6


def test_the_gradient_of_cross_entropy_survives_from_logits_only():
    slopes = {name: [loss_and_slope(f, -z) for z in LOGITS] for name, f in LOSSES.items()}
    assert max(slope_errors(slopes["from logits"])) < 1e-6
    assert max(slope_errors(slopes["from a number"])) == 1
    assert loss_and_slope(LOSSES["-log sigmoid"], -1e4) == [None, None]
