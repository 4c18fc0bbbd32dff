"""A wave from two Maxout units, its weights written down: a difference of convex functions."""

import keras
import numpy as np
from keras import ops

from keras_acts.layers import Maxout

PIECES = (2, 4, 8, 16, 32, 64)
CURVE = 20.0
"""C: sin(2 pi x) + C x^2 is convex, for its second derivative is at least 2 C - (2 pi)^2 > 0."""


def two_maxouts(pieces: int) -> keras.Model:
    """maxout_1(x) - maxout_2(x), tangents of sin(2 pi x) + C x^2 and of C x^2, on [0, 1].

    The largest of a convex function's tangents lies under it by at most f'' h^2 / 8, where
    they touch it h apart.
    """
    at = (np.arange(pieces) + 0.5) / pieces
    wave, bend = 2 * np.pi * np.cos(2 * np.pi * at), 2 * CURVE * at
    slopes = np.stack([wave + bend, bend])
    heights = np.stack([np.sin(2 * np.pi * at) + CURVE * at**2, CURVE * at**2])
    dense, last = keras.layers.Dense(2 * pieces), keras.layers.Dense(1, use_bias=False)
    model = keras.Sequential([keras.Input((1,)), dense, Maxout(pieces), last])
    # Maxout takes its pieces from the channels i * units + j.
    dense.set_weights([slopes.T.reshape(1, -1), (heights - slopes * at).T.reshape(-1)])
    last.set_weights([np.array([[1.0], [-1.0]])])
    return model


def wave(pieces: int) -> tuple[np.ndarray, np.ndarray]:
    """x in [0, 1], and what `two_maxouts` gives."""
    x = np.linspace(0, 1, 2001)
    y = ops.convert_to_numpy(two_maxouts(pieces)(ops.array(x[:, None], "float32")))
    return x, y[:, 0]


def wave_error(pieces: int) -> float:
    """The largest error on [0, 1]."""
    x, y = wave(pieces)
    return float(np.abs(y - np.sin(2 * np.pi * x)).max())
