"""A regression as Keras Tuner's users write it: `build(hp)` and the data, swept by keras-acts."""

import keras
import numpy as np
from sklearn.datasets import load_diabetes

from keras_acts.tuning import choose_activation, choose_initializer


def load():
    """442 patients: ten measurements, and how far the disease had gone a year later (25 to 346)."""
    x, y = load_diabetes(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(y))
    x, y = x[order].astype("float32"), y[order].astype("float32")
    return (x[90:], y[90:]), (x[:90], y[:90])


def build(hp):
    """A small net of one output, which starts at about the mean of the data."""
    activation = choose_activation(hp, ["relu", "mpelu", "tanh"])
    initializer = choose_initializer(hp, ["glorot", "moment"], activation)
    inputs = x = keras.Input((10,))
    x = keras.layers.Rescaling(20.0)(x)
    for _ in range(hp.Int("layers", 1, 2)):
        x = keras.layers.Dense(32, kernel_initializer=initializer())(x)
        x = activation()(x)
    outputs = keras.layers.Dense(1, bias_initializer=keras.initializers.Constant(150))(x)
    model = keras.Model(inputs, outputs)
    rate = hp.Float("learning_rate", 1e-3, 1e-1, sampling="log")
    model.compile(keras.optimizers.Adam(rate), "mse", metrics=["mae"])
    return model
