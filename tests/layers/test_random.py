"""The random activations in training: their distributions, tested by moments."""

import keras
import numpy as np
import pytest
from scipy import stats

from keras_acts.layers import NoisyHardSigmoid, NoisyHardTanh, NoisyReLU, RReLU, draws
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


@pytest.mark.parametrize("seed", [0, 1])
def test_normal_noise_is_normal(seed):
    key = draws.key(keras.random.SeedGenerator(seed))
    xi = np.asarray(draws.normal(key, np.zeros((200, 500), "float32")), "float64")
    assert stats.kstest(xi.reshape(-1), "norm").pvalue > 1e-4
    np.testing.assert_allclose((xi**4).mean(), 3, atol=0.15)


def test_draws_are_even_and_do_not_know_each_other():
    like = np.zeros((64, 1024), "float32")
    generator = keras.random.SeedGenerator(3)
    first, second = (np.asarray(draws.uniform(draws.key(generator), like)) for _ in range(2))
    counts = np.histogram(first, 256, (0, 1))[0]
    assert stats.chisquare(counts).pvalue > 1e-4
    flat, limit = first.reshape(-1) - 0.5, 5 / np.sqrt(first.size)
    for lag in (1, 2, 3, 64, 1024, 4096):
        assert abs(np.mean(flat[lag:] * flat[:-lag]) * 12) < limit
    assert abs(np.corrcoef(flat, second.reshape(-1))[0, 1]) < limit


def test_neighbouring_seeds_draw_independently():
    like = np.zeros((20_000,), "float32")
    keys = [draws.key(keras.random.SeedGenerator(seed)) for seed in range(12)]
    table = np.corrcoef([np.asarray(draws.uniform(key, like)) for key in keys])
    assert np.abs(table[~np.eye(12, dtype=bool)]).max() < 5 / np.sqrt(like.size)


@pytest.mark.parametrize("variant", ["NAN", "NANIL"])
def test_noise_is_differentiated_with_its_own_draw(variant):
    """Central differences in float64, each call with a generator at the same state."""
    x = np.random.default_rng(0).normal(0, 3, (50, 2))
    x = x[np.abs(np.abs(x) - 1).min(1) > 0.05]

    def layer():
        return NoisyHardTanh(variant, p_initializer="ones", c=0.5, seed=4, dtype="float64")

    _, dx, dp = pullback(layer(), x, training=True)
    up, down = (np.asarray(layer()(x + step, training=True)) for step in (1e-6, -1e-6))
    np.testing.assert_allclose(dx, (up - down) / 2e-6, atol=1e-6)
    assert np.abs(dp["p"]).min() > 0


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
