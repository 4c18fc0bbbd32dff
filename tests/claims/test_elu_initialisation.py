"""ELU at the start: the rule, theory's figures, and a wide net against them."""

import numpy as np
import pytest

from keras_acts.claims.studies.elu_initialisation import STARTS, answers, factors, flow, theory


def made_up(said=1.0, found=None):
    def run(factor):
        return {"forward": [1.0] * 29 + [factor], "backward": [factor] + [1.0] * 29}

    nets = [run((found or said) * (1 + 0.01 * seed)) for seed in range(5)]
    return {start: {"theory": run(said), "nets": nets} for start in STARTS}


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({"said": 1.2}, "supported"),
        ({"said": 0.01}, "depends"),
        ({"said": 1e-6}, "refuted"),
        ({"said": 0.01, "found": 0.02}, "cannot tell"),
    ],
)
def test_the_rule(change, verdict):
    assert answers(made_up(**change))[58].verdict == verdict


@pytest.mark.parametrize(
    ("depth", "forward", "backward"),
    [(10, 0.059, 0.070), (30, 0.0075, 0.0093), (52, 0.0025, 0.0031)],
)
def test_theory(depth, forward, backward):
    """Figures of a recursion made apart; it counts the steps between layers."""
    found = factors(theory("elu", "taylor", depth + 1), depth + 1)
    np.testing.assert_allclose(found, (forward, backward), rtol=0.02)


def test_a_wide_net_has_the_variance_of_theory():
    found, said = flow("elu", "taylor", 0, depth=12), theory("elu", "taylor", 12)
    np.testing.assert_allclose(factors(found, 12), factors(said, 12), rtol=0.15)
    msra = factors(flow("elu", "msra", 0, depth=12), 12)
    assert min(msra) > 2 > 1 > max(factors(found, 12))
