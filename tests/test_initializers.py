"""Initializers: the variance they promise, and when they fit."""

import keras
import numpy as np
import pytest

from keras_acts.initializers import INITIALIZERS, MSRA, Moment, Taylor, second_moment
from keras_acts.layers import ACTIVATIONS

# E[f(z)^2] for z ~ N(0, 1), from numerical quadrature apart from this project.
SECOND_MOMENTS = {
    "relu": 0.5,
    "prelu": 0.53125,
    "rrelu": 0.5263,
    "elu": 0.6449,
    "mpelu": 0.6449,
    "selu": 1.0,
    "sigmoid": 0.2934,
    "tanh": 0.3943,
    "hard_tanh": 0.5161,
    "softplus": 0.9212,
    "gelu": 0.4252,
    "silu": 0.3558,
    "mish": 0.4523,
    "crelu": 0.5,
    "maxout": 1.0,
}


@pytest.mark.parametrize(("name", "expected"), SECOND_MOMENTS.items())
def test_second_moment(name, expected):
    moment = INITIALIZERS["moment"](ACTIVATIONS.arm(name)).second_moment
    np.testing.assert_allclose(moment, expected, atol=4e-4)


def test_second_moment_of_five_pieces():
    arm = ACTIVATIONS.arm({"name": "maxout", "pieces": 5})
    np.testing.assert_allclose(INITIALIZERS["moment"](arm).second_moment, 1.8002, atol=4e-3)


def test_moment_of_a_rectifier_is_msra():
    np.testing.assert_allclose(Moment(second_moment(keras.layers.LeakyReLU(0.25))).scale,
                               MSRA(0.25).scale, rtol=1e-3)  # fmt: skip


@pytest.mark.parametrize(
    ("initializer", "variance"),
    [
        (MSRA(seed=1), 2 / 400),
        (MSRA(0.25, seed=1), 2 / (1.0625 * 400)),
        (MSRA(mode="fan_out", seed=1), 2 / 300),
        (MSRA(mode="fan_avg", seed=1), 2 / 350),
        (Taylor(seed=1), 1 / 400),
        (Taylor(0.25, 2.0, seed=1), 2 / (1.25 * 400)),
        (Moment(0.5, seed=1), 2 / 400),
    ],
)
def test_variance(initializer, variance):
    w = np.asarray(initializer((400, 300)))
    np.testing.assert_allclose(w.var(), variance, rtol=0.02)
    assert np.abs(w).max() > 3.5 * variance**0.5, "normal, not truncated"


def test_taylor_becomes_msra_and_lecun():
    assert Taylor(0.0, 5.0).scale == MSRA().scale == 2.0
    assert Taylor(1.0, 1.0).scale == 1.0
    assert Taylor(0.5, 0.5).scale == MSRA(0.25).scale


@pytest.mark.parametrize(
    ("activation", "initializer", "scale"),
    [
        ("relu", "msra", 2.0),
        ("prelu", "msra", 2 / 1.0625),
        ({"name": "leaky_relu", "negative_slope": 0.5}, "msra", 1.6),
        ("elu", "msra", 2.0),
        ("elu", "taylor", 1.0),
        ({"name": "mpelu", "alpha_initializer": 0.25}, "taylor", 2 / 1.0625),
        ("crelu", "msra", 2.0),
        ("relu", "taylor", 2.0),
        ("sigmoid", {"name": "msra", "negative_slope": 0.0}, 2.0),
    ],
)
def test_the_activation_decides(activation, initializer, scale):
    activation, initializer = ACTIVATIONS.arm(activation), INITIALIZERS.arm(initializer)
    assert initializer.row.fits(activation, **initializer.options) is None
    np.testing.assert_allclose(initializer(activation).scale, scale)


@pytest.mark.parametrize(
    ("activation", "initializer", "reason"),
    [
        ("sigmoid", "msra", "sigmoid is not such a rectifier"),
        ("gelu", "taylor", "gelu is not such a rectifier"),
        ("maxout", "msra", "maxout has no slope at 0"),
        ("selu", "msra", "selu is not such a rectifier"),
    ],
)
def test_what_does_not_fit_says_why(activation, initializer, reason):
    assert reason in INITIALIZERS[initializer].fits(ACTIVATIONS.arm(activation))


@pytest.mark.parametrize(
    "name", ["moment", "lsuv", "glorot", "lecun", "he", "orthogonal", "normal"]
)
def test_the_others_fit_everything(name):
    fits = INITIALIZERS[name].fits
    assert not [a for a in ACTIVATIONS if fits(ACTIVATIONS.arm(a)) is not None]


@pytest.mark.parametrize("name", INITIALIZERS)
def test_seed_and_config(name):
    arm = ACTIVATIONS.arm("relu")
    first, second, other = (INITIALIZERS[name](arm, seed=s) for s in (1, 1, 2))
    again = type(first).from_config(first.get_config())
    np.testing.assert_array_equal(first((9, 8)), second((9, 8)))
    np.testing.assert_array_equal(again((9, 8)), second((9, 8)))
    assert (np.asarray(other((9, 8))) != np.asarray(second((9, 8)))).any()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: MSRA(float("nan")), "MSRA: negative_slope must be a finite number"),
        (lambda: MSRA(mode="fan"), "Invalid `mode` argument"),
        (lambda: Taylor(alpha="1"), "Taylor: alpha must be a finite number"),
        (lambda: Moment(0.0), "Moment: second_moment must be above 0"),
        (
            lambda: INITIALIZERS.arm({"name": "he", "distribution": "cauchy"})(None),
            "he: distribution must be one of uniform, normal; received distribution='cauchy'",
        ),
    ],
)
def test_bad_arguments_are_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_variance_is_kept_through_a_deep_net():
    """The point of it all: 30 layers of MPELU at unit variance, with the moment of MPELU."""
    arm = ACTIVATIONS.arm("mpelu")
    x = keras.random.normal((256, 512), seed=0)
    for depth in range(30):
        kernel = INITIALIZERS["moment"](arm, seed=depth + 1)((512, 512))
        z = x if depth == 0 else keras.ops.matmul(x, kernel)
        x = arm()(z)
    np.testing.assert_allclose(np.asarray(z).var(), 1.0, rtol=0.25)
