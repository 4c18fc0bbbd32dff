"""Models to save, and what a file gives back."""

import keras
import numpy as np
from keras import ops


def shaken(model):
    """The model, its weights no longer where they started."""
    rng = np.random.default_rng(1)
    for weight in model.trainable_weights:
        weight.assign(rng.uniform(0.3, 1.7, weight.shape))
    return model


def data(shape=(8, 4)):
    """Normal values."""
    return np.random.default_rng(2).normal(0, 3, shape).astype("float32")


def assert_same_outputs(one, other, x=None):
    """The two models, or layers, give the same, bit for bit."""
    x = data() if x is None else x
    np.testing.assert_array_equal(*(ops.convert_to_numpy(layer(x)) for layer in (one, other)))


def dense(layer):
    """Input, Dense, the layer, Dense."""
    return keras.Sequential(
        [keras.Input((4,)), keras.layers.Dense(4), layer, keras.layers.Dense(2)]
    )
