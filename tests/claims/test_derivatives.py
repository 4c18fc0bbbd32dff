"""Derivatives at 0 and away from it: the rules, and the checks themselves."""

import numpy as np
import pytest

from keras_acts.claims.studies.derivatives import FORMS, answers, checked, derivable, slopes

SOFT = "maximum(0.1, x)"


def made_up(at_zero=(0, 0), relu=1e-9, tanh=1e-9, off=0.0, inputs=1):
    forms = {f"form {i}": [0.0, float(slope), 1.0] for i, slope in enumerate(at_zero)}
    where = {"inputs": inputs, "outputs": 1, "kinks": [0.0], "off": off}
    return {
        "at 0": {**forms, SOFT: [0.0, 0.0, 0.0]},
        "beside e": [0.0, 1.0],
        "errors": {"relu": [relu] * 5, "tanh": [tanh] * 5},
        "at a kink": {"relu": [0.1] * 5},
        "where": {"relu": where},
    }


@pytest.mark.parametrize(
    ("change", "verdicts"),
    [
        ({}, ("supported", "supported", "supported")),
        ({"at_zero": (0, 1)}, ("depends", "supported", "supported")),
        ({"at_zero": (0.5, 1)}, ("refuted", "supported", "supported")),
        ({"relu": 1e-3}, ("supported", "refuted", "supported")),
        ({"relu": 1e-3, "tanh": 1e-3}, ("supported", "cannot tell", "supported")),
        ({"inputs": 2}, ("supported", "supported", "depends")),
        ({"off": 0.5}, ("supported", "supported", "refuted")),
    ],
)
def test_the_rules(change, verdicts):
    found = answers(made_up(**change))
    assert tuple(found[number].verdict for number in (18, 21, 22)) == verdicts


def test_a_form_with_a_derivative_at_0_refutes():
    record = made_up()
    record["at 0"]["form 0"] = [1.0, 1.0, 1.0]
    assert answers(record)[18].verdict == "refuted"


def test_ways_to_write_relu():
    expected = {"relu(x)": 0, "maximum(x, 0)": 1, "(x + |x|) / 2": 0.5, "max over (x, 0)": 0.5}
    for form, slope in expected.items():
        np.testing.assert_array_equal(slopes(FORMS[form]), [0, slope, 1])
    np.testing.assert_array_equal(slopes(FORMS[SOFT], (0.05, 0.2)), [0, 1])


def test_a_gradient_is_the_difference_quotient_but_at_a_kink():
    assert checked("relu", 0) < 1e-7
    assert checked("relu", 0, kink=True) > 1e-4
    assert checked("tanh", 0, kink=True) < 1e-7


def test_kinks_and_channels():
    one = derivable("hard_tanh")
    assert (one["kinks"], one["off"], one["inputs"]) == ([-1.0, 1.0], 0.0, 1)
    assert derivable("crelu")["outputs"] == derivable("maxout")["inputs"] == 2
