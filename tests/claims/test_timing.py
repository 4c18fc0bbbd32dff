"""Times: what is timed, and ratios with their interval; the rule about cost."""

import numpy as np
import pytest

from keras_acts.claims.measuring.timing import ratio, times
from keras_acts.claims.studies.cost import FEW, MANY, answers


def test_every_name_is_timed_each_round_both_ways():
    found = times(("relu", "crelu", "maxout"), 2000, rounds=3)
    assert list(found) == ["relu", "crelu", "maxout"]
    assert all(len(one[way]) == 3 for one in found.values() for way in ("forward", "both"))


def test_a_ratio_is_paired_by_round():
    taken = {"a": {"both": [2.0, 20.0, 200.0]}, "b": {"both": [1.0, 10.0, 100.0]}}
    np.testing.assert_allclose(ratio(taken, "a", "b")[:3], 2.0)
    taken["a"]["both"][0] = 3.0
    one = ratio(taken, "a", "b")
    assert one.low < 2 < one.mean < 3 < one.high


def made_up(many, few):
    """Nine rounds in which sigmoid takes so many times as long as ReLU, give or take 1 %."""
    wobble = 1 + 0.01 * np.linspace(-1, 1, 9)
    two = {
        str(size): {"relu": {"both": [1.0] * 9}, "sigmoid": {"both": list(factor * wobble)}}
        for size, factor in ((MANY, many), (FEW, few))
    }
    return {"two": two}


@pytest.mark.parametrize(
    ("many", "few", "verdict"),
    [
        (2.0, 2.0, "supported"),
        (1.0, 1.0, "refuted"),
        (1.0, 2.0, "depends"),
        (1.1, 1.1, "cannot tell"),
        (1.1, 2.0, "cannot tell"),
    ],
)
def test_the_rule(many, few, verdict):
    assert answers(made_up(many, few))[2].verdict == verdict
