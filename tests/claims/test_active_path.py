"""Masks of ReLU': the gradient with all units active is the product of the kernels."""

import numpy as np
import pytest

from keras_acts.claims.measuring.flow import flow, recursion
from keras_acts.claims.measuring.nets import kernels, net
from keras_acts.claims.studies.active_path import GAINS, MASKS, answers, one, open_slope
from keras_acts.initializers import Moment
from keras_acts.layers import ELU
from tests.claims.part import digits


def made_up(lecun, msra, free=1.0):
    def run(factor):
        sizes = {MASKS[0]: factor, MASKS[1]: free}
        return {**{m: [f**9, *[1.0] * 9] for m, f in sizes.items()}, "active": [0.5] * 10}

    return {gain: [run(factor)] * 5 for gain, factor in zip(GAINS, (lecun, msra))}


@pytest.mark.parametrize(
    ("lecun", "msra", "free", "verdict"),
    [
        (1.0, 1.0, 1.0, "supported"),
        (0.7, 1.0, 0.5, "depends"),
        (0.7, 0.7, 1.0, "depends"),
        (0.7, 0.7, 0.5, "refuted"),
    ],
)
def test_the_rule(lecun, msra, free, verdict):
    assert answers(made_up(lecun, msra, free))[64].verdict == verdict


def test_with_all_units_active_only_the_kernels_are_left():
    part = digits()
    model = net(part, 0, activation="relu", initializer="msra", depth=3, width=16)
    _, back = flow(model, part.x_train[:8], 0, open_slope)
    weigh = np.random.default_rng(0).normal(size=(8, 10))
    for kernel, found in zip(kernels(model)[:0:-1], back[::-1]):
        weigh = weigh @ kernel.T
        np.testing.assert_allclose(found, weigh, rtol=1e-4, atol=1e-5)


def test_the_real_mask_takes_away_gradient():
    found = one(digits(), "lecun", 0, depth=6, width=64)
    assert found[MASKS[0]][0] < 0.5 * found[MASKS[1]][0]
    assert all(0.2 < share < 0.8 for share in found["active"])


def test_the_recursion_is_that_of_closed_forms():
    forward, back = recursion(ELU(0.0), 2.0, 4)
    np.testing.assert_allclose([forward, back], [[2.0] * 4, [1.0] * 4], rtol=1e-3)
    forward, _ = recursion(ELU(), Moment(0.6449).scale, 60)
    np.testing.assert_allclose(forward[-1], 1.0, atol=0.01)


def test_the_recursion_is_the_known_one_of_elu_with_gain_1():
    forward, _ = recursion(ELU(), 1.0, 53)
    np.testing.assert_allclose(
        [forward[n] for n in (10, 30, 52)], [0.059, 0.0075, 0.0025], rtol=0.03
    )
