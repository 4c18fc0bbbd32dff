"""The random activations in training: their distributions, tested by moments."""

import keras
import numpy as np
import pytest
from keras import ops

from keras_acts.layers import NoisyHardSigmoid, NoisyHardTanh, NoisyReLU, RReLU
from keras_acts.layers.noisy import learned_input_scale, noise_at_output
from tests import reference
from tests.gradients import pullback

DRAWS = 40_000


def drawn(layer, x):
    """Many training outputs for one input."""
    return np.asarray(layer(np.full((DRAWS, 1), x), training=True), "float64")[:, 0]


@pytest.mark.parametrize(
    ("layer", "mean", "second", "test_slope"),
    [
        (RReLU(seed=1), 11 / 48, 0.056134, 11 / 48),
        (RReLU(3, 8, reciprocal=True, seed=1), np.log(8 / 3) / 5, 1 / 24, 2 / 11),
    ],
)
def test_rrelu_slopes(layer, mean, second, test_slope):
    slopes = drawn(layer, -1.0) * -1
    assert slopes.min() >= 1 / 8 - 1e-6
    assert slopes.max() <= 1 / 3 + 1e-6
    np.testing.assert_allclose(slopes.mean(), mean, atol=4 * 0.06 / DRAWS**0.5)
    np.testing.assert_allclose((slopes**2).mean(), second, rtol=0.01)
    np.testing.assert_allclose(layer(-np.ones((1, 1))), -test_slope, rtol=1e-6)


def test_rrelu_differentiates_its_own_draw():
    x = -np.ones((100, 3), "float32")
    y, dx, _ = pullback(RReLU(seed=2), x, training=True)
    np.testing.assert_allclose(dx, y / x, rtol=1e-6)


def test_rrelu_leaves_positive_inputs_alone():
    np.testing.assert_array_equal(drawn(RReLU(), 2.0), 2.0)


@pytest.mark.parametrize("x", [1.5, 2.0, 5.0])
def test_noisy_hard_tanh_numbers(x):
    """alpha 1.15, c 0.5, p 1: deterministic parts and sigma computed by hand."""
    by_hand = {1.5: (0.925, 0.0075), 2.0: (0.85, 0.0267), 5.0: (0.40, 0.116)}
    mean, sigma = by_hand[x]
    layer = NoisyHardTanh("NAN", p_initializer="ones", seed=3)
    y = drawn(layer, x)
    np.testing.assert_allclose(y.mean(), mean, atol=4 * sigma / DRAWS**0.5)
    np.testing.assert_allclose(y.std(), sigma, rtol=0.02)


@pytest.mark.parametrize("cls", [NoisyHardTanh, NoisyHardSigmoid])
@pytest.mark.parametrize("variant", ["NAH", "NAN"])
@pytest.mark.parametrize("x", [-4.0, 3.0])
def test_inference_is_the_mean_of_the_draws(cls, variant, x):
    layer = cls(variant, p_initializer="ones", c=1.0, seed=4)
    y = drawn(layer, x)
    still = float(layer(np.full((1, 1), x))[0, 0])
    np.testing.assert_allclose(y.mean(), still, atol=5 * y.std() / DRAWS**0.5)


@pytest.mark.parametrize("variant", ["NAH", "NAN", "NANIL", "NANIS"])
def test_no_noise_in_the_linear_regime(variant):
    np.testing.assert_array_equal(drawn(NoisyHardTanh(variant), 0.5), 0.5)


def test_alpha_one_is_silent_for_half_normal_noise_only():
    assert drawn(NoisyHardTanh("NAH", alpha=1.0), 4.0).std() == 0
    assert drawn(NoisyHardTanh("NAN", alpha=1.0), 4.0).std() > 0


def test_noise_at_output_against_the_reference():
    x, p = np.linspace(-4, 4, 41), 0.7
    h = np.clip(x, -1, 1)
    ours = noise_at_output(
        *(ops.array(v, "float64") for v in (x, h, x)), p, 1.15, 0.5, (2 / np.pi) ** 0.5, True
    )
    theirs, _ = reference.noisy_hard_tanh(x, p, 0.5)
    np.testing.assert_allclose(ours, theirs, rtol=1e-12)


def test_learned_input_scale_reaches_the_threshold():
    """For large arguments softplus(z) = z, so the noise s xi is c p |delta| whatever xi."""
    xi = np.array([0.01, -0.02])
    delta = ops.full((2,), 3.0, dtype="float64")
    scale = learned_input_scale(delta, 1.0, 0.25, ops.array(xi))
    np.testing.assert_allclose(scale * np.abs(xi), 0.75, rtol=1e-6)


@pytest.mark.parametrize("variant", ["NAH", "NAN", "NANI", "NANIL", "NANIS"])
def test_no_nan_at_the_ends_of_the_range(variant):
    y = NoisyHardTanh(variant)(np.array([[-3e38, 3e38]], "float32"))
    assert not np.isnan(y).any()


def test_variants_without_learned_parameters_take_any_width():
    layer = NoisyHardTanh("NANI")
    assert layer(keras.Input((None,))).shape == (None, None)
    assert layer(np.zeros((2, 3))).shape == (2, 3)


def test_nani_is_the_hard_function_of_a_noisy_input():
    y = drawn(NoisyHardTanh("NANI", c=0.1, seed=5), 0.0)
    np.testing.assert_allclose((y.mean(), y.std()), (0, 0.1), atol=0.002)


def test_noisy_relu_has_its_noise_at_the_input():
    y = drawn(NoisyReLU(c=0.5, seed=6), 0.0)
    np.testing.assert_allclose(y.mean(), 0.5 / (2 * np.pi) ** 0.5, atol=0.01)
    assert (y >= 0).all()


@pytest.mark.parametrize("layer", [NoisyReLU(), NoisyHardTanh("NANI"), NoisyHardTanh("NAN")])
def test_c_can_be_annealed_in_a_compiled_model(layer):
    model = keras.Sequential([keras.Input((1,)), layer, keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    quiet = keras.callbacks.LambdaCallback(on_epoch_begin=lambda epoch, logs: layer.c.assign(0.0))
    model.fit(np.ones((4, 1)), np.ones((4, 1)), callbacks=[quiet], verbose=0)
    assert drawn(layer, 3.0).std() < 1e-6
