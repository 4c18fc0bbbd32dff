"""Variance by depth and ELU's starts: the rule, and nets against theory."""

import numpy as np
import pytest

from keras_acts.claims.studies.depth_variance import answers, measured, theory, trainings
from tests.claims.part import digits


def made_up(msra, taylor, growth=20.0):
    """The seeds that train at each of three rates, for both depths."""
    found = {"forward": [1.0, growth], "backward": [growth, 1.0]}
    trains = {
        start: dict(zip(("0.001", "0.01", "0.1"), counts))
        for start, counts in (("msra", msra), ("taylor", taylor))
    }
    variance = {"30": {"elu": {"msra": {"nets": [found] * 5, "theory": found}}}}
    return {"variance": variance, "trains": {"10": trains, "30": trains}}


@pytest.mark.parametrize(
    ("msra", "taylor", "verdict"),
    [
        ((5, 5, 0), (5, 5, 0), "supported"),
        ((5, 2, 0), (5, 5, 0), "depends"),
        ((4, 2, 0), (5, 5, 0), "refuted"),
    ],
)
def test_the_rule(msra, taylor, verdict):
    assert answers(made_up(msra, taylor))[57].verdict == verdict


def test_a_start_that_keeps_the_variance_has_a_theory():
    assert answers(made_up((5, 5, 0), (5, 5, 0), growth=1.1))[57].verdict == "depends"


def test_a_wide_net_has_the_variance_of_theory():
    found = measured(digits(), "elu", "msra", 0, 6, width=256)
    said = theory("elu", "msra", 6)
    for way in ("forward", "backward"):
        np.testing.assert_allclose(found[way], said[way], rtol=0.35)


def test_trainings_count_the_seeds_that_learn():
    found = trainings(digits(), 2, ("msra",), (1e-6, 0.05), [0, 1], width=32)
    assert found == {"msra": {"1e-06": 0, "0.05": 2}}
