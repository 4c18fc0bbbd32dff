"""A dense net whose passes are written out in float64 NumPy, and what it is looked at with."""

import keras
import numpy as np

X = np.random.default_rng(2).normal(size=(16, 3)).astype("float32")
Y = np.random.default_rng(3).normal(size=(16, 2)).astype("float32")


def net(activation="tanh", last=None):
    """3 -> 4 -> 2, with the mean squared error."""
    keras.utils.set_random_seed(4)
    model = keras.Sequential(
        [
            keras.Input((3,)),
            keras.layers.Dense(4, activation, name="hidden", bias_initializer="uniform"),
            keras.layers.Dense(2, last, name="out"),
        ]
    )
    model.compile("sgd", "mse")
    return model


def weights(model):
    """W1, b1, W2, b2 in float64."""
    return [np.asarray(one, "float64") for one in model.get_weights()]


def by_hand(model, f=np.tanh, slope=lambda x: 1 - np.tanh(x) ** 2):
    """What goes into the hidden activation and what comes out, f' there, dL/dx there, dL/dW1 and
    dL/dW2."""
    first, b, second, c = weights(model)
    x = X @ first + b
    y = f(x)
    error = 2 * (y @ second + c - Y) / Y.size
    back = error @ second.T * slope(x)
    return x, y, slope(x), back, X.T @ back, y.T @ error
