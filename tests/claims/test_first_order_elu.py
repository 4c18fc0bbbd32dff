"""The share of ELUs near their first-order term: by the CDF, of given numbers, in a small net."""

import numpy as np
import pytest

from keras_acts.claims.studies.first_order_elu import NETS, answers, normal, one, root, shares
from tests.claims.part import digits


def made_up(alone=55.6, learned=55.6, exact=55.76):
    computed = {"exact": exact, "Phi(0.14), as claimed": 55.57, "exact, of those below 0": 11.5}
    nets = {
        name: [
            {"layers": [{"all": share + 0.01 * seed, "below 0": 11.0, "positive": 50.0}] * 4}
            for seed in range(5)
        ]
        for name, share in zip(NETS, (alone, learned))
    }
    return {"computed": computed, "nets": nets}


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, "supported"),
        ({"learned": 60.0}, "depends"),
        ({"alone": 50.0, "learned": 60.0}, "depends"),
        ({"alone": 50.0, "learned": 60.0, "exact": 11.5}, "refuted"),
    ],
)
def test_the_rule(change, verdict):
    assert answers(made_up(**change))[51].verdict == verdict


def test_the_figures_of_the_normal_distribution():
    np.testing.assert_allclose(root(), -0.144835, atol=1e-5)
    np.testing.assert_allclose(normal(0.14), 55.567, atol=1e-3)
    np.testing.assert_allclose(normal(-root()), 55.758, atol=1e-3)
    z = np.random.default_rng(0).normal(size=10**6)
    found = shares(z)
    np.testing.assert_allclose(found["all"], 55.758, atol=0.2)
    np.testing.assert_allclose(found["below 0"], 11.52, atol=0.2)


def test_a_net_has_shares_at_each_of_its_layers():
    found = one(digits(), learned=True, seed=0, steps=30, width=16)
    assert len(found["layers"]) == 4
    assert all(layer["positive"] <= layer["all"] < 100 for layer in found["layers"])
    assert found["accuracy"] > 0.5
