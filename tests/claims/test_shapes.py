"""Sigmoid, tanh and saturation: the rules, and the figures of the layers."""

import copy

import numpy as np
import pytest

from keras_acts.claims.studies.shapes import answers, shape


@pytest.fixture(scope="module")
def measured():
    shapes = {name: shape(name) for name in ("relu", "sigmoid", "tanh", "acon_c")}
    times = {name: {"both": [1.5 + 0.01 * i for i in range(9)]} for name in ("sigmoid", "tanh")}
    return {"shapes": shapes, "times": {"relu": {"both": [1.0] * 9}, **times}}


@pytest.mark.parametrize(
    ("name", "key", "value", "verdicts"),
    [
        ("sigmoid", "low", 0.0, ("supported", "supported")),
        ("sigmoid", "high", 2.0, ("refuted", "supported")),
        ("tanh", "high", None, ("refuted", "supported")),
        ("tanh", "centred", False, ("refuted", "supported")),
        ("sigmoid", "steepest", 0.26, ("refuted", "supported")),
        ("sigmoid", "saturates", "left soft", ("refuted", "depends")),
    ],
)
def test_the_rules(measured, name, key, value, verdicts):
    record = copy.deepcopy(measured)
    record["shapes"][name][key] = value
    found = answers(record)
    assert (found[16].verdict, found[23].verdict) == verdicts


def test_what_is_not_slower_than_relu_is_not_slow(measured):
    record = {**measured, "times": {**measured["times"], "tanh": {"both": [1.0, 1.1] * 9}}}
    assert answers(record)[16].verdict == "depends"


def test_the_definitions_say_so_of_nothing(measured):
    record = copy.deepcopy(measured)
    for one in record["shapes"].values():
        one["saturates"] = "right hard"
    assert answers(record)[23].verdict == "refuted"


def test_the_one_that_starts_as_a_special_case_is_named(measured):
    assert "acon_c saturates as it starts" in answers(measured)[23].because


def test_slopes_far_out(measured):
    sigmoid = measured["shapes"]["sigmoid"]["slope at -10, -100, -1000, 10, 100, 1000"]
    np.testing.assert_allclose(sigmoid[0], np.exp(-10), rtol=1e-3)
    assert shape("noisy_hard_tanh")["steepest"] == 1
