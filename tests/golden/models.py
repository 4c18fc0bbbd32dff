"""The models whose files are kept, and what is written down of them."""

import keras
import numpy as np
from keras import ops

import keras_acts
from keras_acts.initializers import INITIALIZERS
from keras_acts.layers import ACTIVATIONS
from tests.examples import OURS, off_default
from tests.saved import shaken

SHAPE = (2, 6)


def inputs():
    """Normal values, zeros, tiny and large ones: (batch, 2, 6)."""
    x = np.random.default_rng(3).normal(0, 2, (4, *SHAPE))
    x[0] = np.resize([0.0, 1e-8, -1e-8, 100.0, -100.0, -1e-3, 1e-3], SHAPE)
    return x.astype("float32")


def activation(name):
    """The layer as it comes, and beside it one with every argument off its default."""
    given = {option: off_default(option) for option in ACTIVATIONS[name].options}
    x = keras.Input(SHAPE)
    layers = {"usual": ACTIVATIONS[name](name="usual"), "other": ACTIVATIONS[name](**given)}
    return shaken(keras.Model(x, {key: layer(x) for key, layer in layers.items()}))


def initializers():
    """A Dense layer for each initializer of ours."""
    x = keras.Input(SHAPE)
    made = {name: row(ACTIVATIONS.arm("elu"), seed=1) for name, row in INITIALIZERS.items()}
    ours = {name: one for name, one in made.items() if one.__module__.startswith("keras_acts")}
    dense = keras.layers.Dense
    return keras.Model(x, {name: dense(3, kernel_initializer=ours[name])(x) for name in ours})


def every(names):
    """The layers called `names` side by side, as code of a user would build them."""
    x = keras.Input(SHAPE)
    return keras.Model(x, {name: keras_acts.get(name)(x) for name in names})


def record(model):
    """What a file of the model must give again: strict JSON, float32 values in full."""
    x = inputs()
    outputs = {key: ops.convert_to_numpy(one).tolist() for key, one in model(x).items()}
    weights = [weight.tolist() for weight in model.get_weights()]
    return {"inputs": x.tolist(), "outputs": outputs, "weights": weights}


def files():
    """Every model by the name of its file."""
    models = {f"{name}.keras": activation(name) for name in OURS}
    together = {"every.weights.h5": shaken(every(OURS)), "initializers.keras": initializers()}
    return {**models, **together}
