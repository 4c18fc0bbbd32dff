"""Layers and inputs to check activations with."""

import keras
import numpy as np

from keras_acts.layers import ACTIVATIONS

CHANNELS = 6
OFF_DEFAULT = {
    "activation": "tanh",
    "alpha": 0.7,
    "at_zero": 0.5,
    "axis": 1,
    "c": 0.3,
    "lower": 0.2,
    "negative_slope": 0.1,
    "pieces": 3,
    "reciprocal": True,
    "seed": 7,
    "shared_axes": [1],
    "upper": 0.3,
    "variant": "NANIL",
}
"""A value for every constructor argument that is not its default."""


def ours(row) -> bool:
    """Whether the layer is of this package, not Keras's own."""
    return type(row.layer()).__module__.startswith(("keras_acts", "tests"))


OURS = [name for name, row in ACTIVATIONS.items() if ours(row)]
"""The activations of this package; Keras's own are measured, not judged."""


def inputs(scale=3.0, shape=(64, CHANNELS)):
    return np.random.default_rng(5).normal(0, scale, shape)


def built(row, dtype="float64", channels=CHANNELS, **options):
    """A layer whose learned parameters differ from their start and from channel to channel."""
    layer = row.layer(dtype=dtype, **options)
    layer.build((2, channels))
    rng = np.random.default_rng(6)
    for weight in layer.trainable_weights:
        weight.assign(rng.uniform(0.3, 1.7, weight.shape))
    return layer


def per_channel(row):
    """The option that gives every channel its own parameters, if there are any."""
    return {"shared_axes": "spatial"} if "shared_axes" in row.options else {}


def parameters_of(layer):
    """The weights a reference is given, trained or not."""
    weights = [w for w in layer.weights if w.name != "seed_generator_state"]
    return {w.name: keras.ops.convert_to_numpy(w).reshape(-1) for w in weights}


def tolerance(row):
    """Keras's own layers have constants in float32; ours must be exact in float64."""
    return {"rtol": 1e-9, "atol": 1e-12} if ours(row) else {"rtol": 2e-6, "atol": 1e-7}


def off_default(name):
    """A value for the constructor argument `name` that is not its default."""
    if name.endswith("_initializer"):
        return keras.initializers.Constant(0.3)
    if name.endswith("_regularizer"):
        return keras.regularizers.L2(0.01)
    return keras.constraints.NonNeg() if name.endswith("_constraint") else OFF_DEFAULT[name]
