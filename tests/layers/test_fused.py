"""The compiled kernels of a training step give what the plain functions give."""

import keras
import numpy as np
import pytest

from keras_acts.layers import fused, get
from tests.examples import OURS

SHAPE = (8, 8, 4)


def net():
    """Every layer of ours, each behind a convolution."""
    keras.utils.set_random_seed(5)
    x = inputs = keras.Input(SHAPE)
    for name in OURS:
        x = keras.layers.Conv2D(4, 1, kernel_initializer="orthogonal")(x)
        x = get(name)(x)
    return keras.Model(inputs, keras.layers.Dense(1)(x))


def trained(**options):
    """The weights after two steps."""
    model = net()
    model.compile(keras.optimizers.SGD(0.01), "mse", **options)
    x = np.random.default_rng(6).normal(0, 2, (32, *SHAPE)).astype("float32")
    model.fit(x, x[..., :1], batch_size=16, shuffle=False, verbose=0)
    return [weight.numpy() for weight in model.weights]


@pytest.fixture
def kernels(monkeypatch):
    """The compiled kernels that are made while a test runs."""
    import tensorflow as tf

    made, function = [], tf.function

    def spied(f=None, **options):
        one = function(f, **options)
        if f is not None and options.get("autograph") is False:
            made.append(one)
        return one

    fused._made.cache_clear()
    monkeypatch.setattr(tf, "function", spied)
    yield made
    fused._made.cache_clear()


def test_a_step_is_the_same_compiled_in_part_in_whole_and_not_at_all(kernels):
    in_part = trained()
    used = [kernel for kernel in kernels if kernel.experimental_get_tracing_count()]
    assert len(used) == 2 * len(OURS), "a forward and a backward kernel for each layer"
    for options in ({"jit_compile": True}, {"run_eagerly": True}):
        for ours, theirs in zip(trained(**options), in_part, strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-6)


def test_small_layers_are_not_worth_a_kernel(monkeypatch):
    monkeypatch.setattr(fused, "_runs_here", lambda tf: pytest.fail("asked for a small layer"))
    get("mpelu")(np.zeros((2, fused.WORTH_COMPILING - 1), "float32"))
