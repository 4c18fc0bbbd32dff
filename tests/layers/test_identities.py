"""What the activations become at special values, and what they do at 0."""

import keras
import numpy as np
import pytest
from keras import ops

from keras_acts.layers import ELU, MPELU, CReLU, Maxout, NoisyHardTanh, PReLU, RReLU
from keras_acts.layers import SubgradientReLU as Subgradient
from tests.gradients import pullback

X = np.random.default_rng(1).normal(0, 3, (50, 4))


def out(layer, x=X):
    return np.asarray(layer(ops.array(x)))


def double(cls, *args, **kwargs):
    return cls(*args, dtype="float64", **kwargs)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (double(MPELU, 0.0, 1.0), keras.layers.ReLU(dtype="float64")),
        (double(MPELU, 1.0, 1.0), double(ELU)),
        (double(MPELU, 0.5, 1.0), double(ELU, 0.5)),
        (double(MPELU, 0.5, 2.0), lambda x: ops.celu(x, 0.5)),
        (double(ELU, 0.0), keras.layers.ReLU(dtype="float64")),
        (double(PReLU, 0.0), keras.layers.ReLU(dtype="float64")),
        (double(PReLU, 1.0), lambda x: x),
        (double(RReLU, 0.25, 0.25), keras.layers.LeakyReLU(0.25, dtype="float64")),
        (double(Subgradient, 1.0), keras.layers.ReLU(dtype="float64")),
        (double(NoisyHardTanh, "NAN", alpha=1.0, c=0.5), lambda x: ops.clip(x, -1, 1)),
        (double(NoisyHardTanh, "NAH", alpha=0.0, c=0.0), lambda x: x),
    ],
)
def test_degenerates_to(one, other):
    np.testing.assert_allclose(out(one), out(other), rtol=1e-6, atol=1e-12)


def test_mpelu_with_small_beta_is_prelu_within_its_bound():
    beta, slope = 0.01, 0.25
    near = out(double(MPELU, slope / beta, beta))
    bound = slope * beta * X**2 / 2
    assert (np.abs(near - np.where(X > 0, X, slope * X)) <= bound + 1e-6).all()


def test_crelu_keeps_the_sum_the_size_and_swaps_with_the_sign():
    positive, negative = np.split(out(double(CReLU)), 2, axis=-1)
    np.testing.assert_allclose(positive - negative, X)
    np.testing.assert_allclose(positive + negative, np.abs(X))
    np.testing.assert_array_equal(
        out(double(CReLU), -X), np.concatenate([negative, positive], axis=-1)
    )


def test_crelu_doubles_any_axis_with_any_activation():
    layer = CReLU(activation=MPELU(), axis=1)
    assert layer(ops.zeros((2, 3, 4, 5))).shape == (2, 6, 4, 5)
    assert {w.name for w in layer.trainable_weights} == {"alpha", "beta"}


def test_the_mask_doubles_with_its_axis():
    x = keras.layers.Masking()(ops.array(np.ones((1, 3, 2))))
    for axis, steps in ((1, 6), (2, 3)):
        assert keras.layers.LSTM(2)(CReLU(axis=axis)(x)).shape == (1, 2)
        assert CReLU(axis=axis).compute_mask(x, ops.ones((1, 3), "bool")).shape == (1, steps)


def test_maxout_of_a_map_and_zero_is_relu():
    np.testing.assert_array_equal(
        out(double(Maxout), np.concatenate([X, 0 * X], axis=-1)), np.maximum(X, 0)
    )


def test_maxout_shares_the_gradient_of_a_tie():
    _, dx, _ = pullback(double(Maxout), np.ones((1, 2)))
    np.testing.assert_allclose(dx, [[0.5, 0.5]])


@pytest.mark.parametrize(
    ("layer", "at_zero"),
    [
        (double(PReLU, 0.25), 0.25),
        (double(ELU, 0.5), 0.5),
        (double(MPELU, 0.5, 3.0), 1.5),
        (double(RReLU), 11 / 48),
        (double(CReLU), 0.0),
        (double(Subgradient, 0.0), 0.0),
        (double(Subgradient, 0.5), 0.5),
        (double(Subgradient, 1.0), 1.0),
    ],
)
def test_derivative_at_zero_is_the_documented_one(layer, at_zero):
    _, dx, _ = pullback(layer, np.array([[0.0], [-0.0]]))
    np.testing.assert_allclose(dx, at_zero)


def test_subgradient_relu_table():
    y, dx, _ = pullback(double(Subgradient, 0.5), np.array([[-1.0, -0.0, 0.0, 1.0, np.nan]]))
    np.testing.assert_array_equal(y, [[0, 0, 0, 1, np.nan]])
    np.testing.assert_array_equal(dx[:, :4], [[0, 0.5, 0.5, 1]])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ELU(float("nan")), "ELU: alpha must be a finite number; received alpha=nan"),
        (lambda: ELU("1"), "ELU: alpha must be a finite number"),
        (lambda: RReLU(0.5, 0.2), "RReLU: the bounds must satisfy 0 <= lower <= upper"),
        (lambda: RReLU(-1, 2), "RReLU: the bounds must satisfy"),
        (lambda: RReLU(0, 2, reciprocal=True), "RReLU: the bounds must satisfy"),
        (lambda: Maxout(1), "Maxout: pieces must be an integer of at least 2"),
        (lambda: Maxout()(ops.zeros((2, 3))), "the last axis must have a known size"),
        (lambda: CReLU(axis=0), "CReLU: axis must be an integer other than 0"),
        (lambda: CReLU(axis=2)(ops.zeros((2, 3))), "axis must be an axis of the input"),
        (lambda: Subgradient(float("inf")), "SubgradientReLU: at_zero must be a finite number"),
        (lambda: MPELU(beta_initializer=0), "MPELU: beta must start above 0"),
        (lambda: NoisyHardTanh("NAX"), "NoisyHardTanh: variant must be one of NAH, NAN"),
        (lambda: NoisyHardTanh(c=-1), "NoisyHardTanh: c must not be negative"),
    ],
)
def test_bad_arguments_are_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()
