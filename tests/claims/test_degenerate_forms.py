"""Forms that reduce to others: the rules, and forms that do not."""

import numpy as np
import pytest

from keras_acts.claims.studies.degenerate_forms import BETAS, answers, measure, mpelu, value


@pytest.fixture(scope="module")
def measured():
    return measure()


def test_all_are_found_to_hold(measured):
    assert {one.verdict for one in answers(measured).values()} == {"supported"}


@pytest.mark.parametrize(
    ("part", "key", "error", "number", "verdict"),
    [
        ("tanh", "float32", 100.0, 27, "depends"),
        ("maxout", "|z|, second piece -z", 1e-3, 42, "depends"),
        ("maxout", "ReLU, second piece 0.1 (not equal)", 0.0, 42, "cannot tell"),
    ],
)
def test_the_rules(measured, part, key, error, number, verdict):
    record = {**measured, part: {**measured[part], key: error}}
    assert answers(record)[number].verdict == verdict
    none = dict.fromkeys(measured[part], 1.0)
    assert answers({**measured, part: none})[number].verdict == "refuted" or part == "tanh"


def test_the_bound_of_mpelu_is_a_rule(measured):
    bounded = {key: {**one, "share": 1.01} for key, one in measured["mpelu"]["bounded"].items()}
    wrong = {"exact": measured["mpelu"]["exact"], "bounded": bounded}
    assert answers({**measured, "mpelu": wrong})[54].verdict == "depends"
    wrong["exact"] = dict.fromkeys(wrong["exact"], 0.5)
    assert answers({**measured, "mpelu": wrong})[54].verdict == "refuted"


def test_the_bound_is_sharp_and_not_met_by_another_alpha():
    x = np.array([[-0.01]])
    prelu = value("prelu", x, alpha_initializer=0.25)
    bound = 0.25 * BETAS[1] * 0.01**2 / 2
    error = abs(mpelu(x, 0.25 / BETAS[1], BETAS[1]) - prelu)[0, 0]
    np.testing.assert_allclose(error, bound, rtol=1e-3)
    assert abs(mpelu(x, 0.26 / BETAS[1], BETAS[1]) - prelu)[0, 0] > bound
