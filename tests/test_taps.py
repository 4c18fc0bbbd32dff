"""Taps see the input of every activation of any model, can change it, and leave nothing behind."""

import keras
import numpy as np

from keras_acts import layers
from keras_acts.taps import tapped


def nested():
    """A model with every kind of place: fused, ours as a fused one, alone, an op, a shared one."""
    shared = layers.PReLU(name="shared")
    inner = keras.Sequential(
        [keras.Input((4,)), keras.layers.Dense(4, layers.MPELU(), name="fused"), shared],
        name="inner",
    )
    inputs = keras.Input((4,))
    x = keras.layers.Dense(4, name="linear")(inputs)
    x = shared(inner(x))
    x = keras.ops.relu(x)
    return keras.Model(inputs, keras.layers.Dense(2, "softmax", name="out")(x), name="outer")


def seen(model, x):
    """(name, affine, linear, input, output) of each call."""
    taken = []

    def at(tap, x):
        y = tap.activation(x)
        taken.append((tap.name, tap.affine, tap.linear, np.array(x), np.array(y)))
        return y

    with tapped(model, at):
        model(x)
    return taken


def test_every_place_is_seen_in_order():
    model = nested()
    names = [name.split("_")[0] for name, *_ in seen(model, np.ones((3, 4), "float32"))]
    assert names == ["linear", "inner/fused", "inner/shared", "inner/shared#2", "relu", "out"]


def test_inputs_and_outputs_are_those_of_the_model():
    model = nested()
    x = np.random.default_rng(0).normal(size=(3, 4)).astype("float32")
    first, *_, last = seen(model, x)
    kernel, bias = model.get_layer("linear").get_weights()
    np.testing.assert_allclose(first[3], x @ kernel + bias, rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(last[4], model(x))
    assert first[1:3] == (True, True)
    assert last[1:3] == (True, False)


def test_what_a_tap_gives_is_what_the_model_goes_on_with():
    model = nested()
    x = np.ones((3, 4), "float32")
    with tapped(model, lambda tap, x: tap.activation(0 * x)):
        changed = np.array(model(x))
    np.testing.assert_allclose(changed, 0.5)


def test_nothing_is_left_behind():
    model = nested()
    layer, act = model.get_layer("linear"), model.get_layer("inner").get_layer("shared")
    before = dict(vars(layer))
    with tapped(model, lambda tap, x: x):
        assert "call" in vars(act)
    assert vars(layer) == before
    assert "call" not in vars(act)


def test_a_subclassed_model_is_open():
    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.first = keras.layers.Dense(3, "relu", name="first")

        def call(self, x):
            return self.first(x)

    model, x = Net(), np.ones((1, 2), "float32")
    model(x)
    assert [name for name, *_ in seen(model, x)] == ["first"]


def test_recurrent_layers_stay_closed():
    model = keras.Sequential([keras.Input((5, 2)), keras.layers.LSTM(3)])
    assert seen(model, np.ones((1, 5, 2), "float32")) == []
