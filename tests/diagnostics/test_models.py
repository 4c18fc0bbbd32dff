"""Any kind of model can be looked at, and is as it was afterwards."""

import keras
import numpy as np
import pytest

from keras_acts import layers
from keras_acts.diagnostics import observe
from keras_acts.results import PROBED
from tests.diagnostics.nets import X, Y, by_hand, net
from tests.gradients import precision


class Subclassed(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = keras.layers.Dense(4, "relu", name="first")
        self.act = layers.RReLU(seed=1, name="act")
        self.block = keras.Sequential([keras.layers.Dense(2, name="last")], name="block")

    def call(self, x):
        return self.block(self.act(self.first(x)))


def functional():
    shared = keras.layers.Dense(3, "tanh", name="shared")
    inner_in = keras.Input((3,))
    inner = keras.Model(inner_in, layers.RReLU(seed=2, name="act")(shared(inner_in)), name="inner")
    inputs = keras.Input((3,))
    x = keras.layers.BatchNormalization(name="norm")(shared(inner(inputs)))
    x = keras.layers.Dropout(0.5, seed=3)(x)
    return keras.Model(inputs, keras.layers.Dense(2, name="out")(x))


def compiled(model):
    model.compile("adam", "mse", metrics=["mae"])
    model.train_on_batch(X, Y)
    return model


def test_a_subclassed_model():
    look = observe(compiled(Subclassed()), X, Y)
    assert list(look["gradient"]) == ["first", "block/last"]
    assert list(look["sparsity"]) == ["first", "act"]
    assert list(look["forward_variance"]) == ["first", "act", "block/last"]
    assert min(look["gradient"].values()) > 0


def test_a_shared_layer_has_one_kernel_and_as_many_calls_as_it_has():
    look = observe(compiled(functional()), X, Y)
    assert list(look["gradient"]) == ["inner/shared", "out"]
    assert list(look["sparsity"]) == ["inner/shared", "inner/act", "inner/shared#2"]


@pytest.mark.parametrize("make", [Subclassed, functional])
def test_nothing_in_the_model_changes(make):
    model = compiled(make())
    every = [*model.variables, *model.metrics_variables, *model.optimizer.variables]
    before = [np.array(keras.ops.convert_to_numpy(one)) for one in every]
    observe(model, X, Y)
    for variable, value in zip(every, before):
        np.testing.assert_array_equal(keras.ops.convert_to_numpy(variable), value)


def test_the_slope_is_that_of_the_numbers_drawn():
    """A random activation is flat where it drew a slope below the threshold, and only there."""
    model = net(layers.RReLU(0.0, 0.1, seed=5))
    inputs = model.layers[0].activation
    state = inputs.seed_generator.state
    keep = keras.ops.convert_to_numpy(state).copy()
    x, *_ = by_hand(model)
    y = np.asarray(inputs(x.astype("float32"), training=True), "float64")
    state.assign(keep)
    flat = ((x < 0) & (y / x < 0.01)).mean()
    found = observe(model, X, Y, ["saturated_left"])["saturated_left"]["hidden"]
    np.testing.assert_allclose(found, flat, atol=1e-6)


def test_half_precision_with_a_loss_scale():
    with precision("mixed_float16"):
        half = net()
    scaled = keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(), initial_scale=2.0**10)
    half.compile(scaled, "mse")
    *_, back, first, _ = by_hand(half)
    look = observe(half, X, Y, ["gradient", "backward_variance"])
    np.testing.assert_allclose(look["gradient"]["hidden"], abs(first).mean(), rtol=0.01)
    np.testing.assert_allclose(look["backward_variance"]["hidden"], back.var(), rtol=0.01)


def test_an_embedding_has_a_gradient():
    inputs = keras.Input((2,), dtype="int32")
    x = keras.layers.Flatten()(keras.layers.Embedding(5, 3, name="words")(inputs))
    model = keras.Model(inputs, keras.layers.Dense(1)(x))
    model.compile("sgd", "mse")
    words = np.array([[0, 1], [1, 2]])
    look = observe(model, words, np.ones((2, 1)), ["gradient", "gradient_ratio"])
    assert look["gradient"]["words"] > 0


def test_the_probes_of_rows_are_of_what_the_table_says():
    from keras_acts.diagnostics import PROBES

    kinds = {"activations": "activation", "calls": "call", "kernels": "kernel"}
    assert {name: PROBES[name].of for name in PROBED} == {n: kinds[k] for n, k in PROBED.items()}
