"""Recurrent nets that read pictures row by row, and what comes back to each of their steps."""

import keras
import numpy as np
from keras import ops

from keras_acts.claims.measuring.nets import LOSS
from keras_acts.gradients import gradients
from keras_acts.seeds import derive
from keras_acts.split import Split

CELLS = {
    "SimpleRNN, sigmoid": (keras.layers.SimpleRNN, {"activation": "sigmoid"}),
    "SimpleRNN, tanh": (keras.layers.SimpleRNN, {}),
    "LSTM": (keras.layers.LSTM, {}),
}


def recurrent(name: str, seed: int, units=64, shape=(28, 28), classes=10) -> keras.Model:
    """A recurrent layer over the rows and logits, with the initializers Keras has."""
    cell, options = CELLS[name]
    seeds = [derive(seed, "layer", number) for number in range(3)]
    layer = cell(
        units,
        kernel_initializer=keras.initializers.GlorotUniform(seeds[0]),
        recurrent_initializer=keras.initializers.Orthogonal(seed=seeds[1]),
        **options,
    )
    logits = keras.layers.Dense(
        classes, kernel_initializer=keras.initializers.LecunNormal(seeds[2])
    )
    return keras.Sequential([keras.Input(shape), layer, logits])


def rows_of(part: Split) -> Split:
    """The pictures as sequences of their rows, divided by the largest pixel."""
    x = [x[..., 0] / part.x_train.max() for x in (part.x_train, part.x_val)]
    return Split(x[0], part.y_train, x[1], part.y_val)


def over_time(model: keras.Model, x, y) -> list[float]:
    """The norm of dL/dx_t of each step t, the mean over samples."""
    _, _, (slope,) = gradients(lambda arrays: (LOSS(y, model(arrays[0])), None), [x])
    # Squares of float32 would be 0 from 1e-19 on.
    norms = np.linalg.norm(ops.convert_to_numpy(slope).astype("float64"), axis=2)
    return norms.mean(axis=0).tolist()
