"""What comes forward and back at each activation of a net, and what theory says of it."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from keras import ops

from keras_acts.gradients import gradients
from keras_acts.taps import Tap, tapped


def flow(
    model: keras.Model, x, seed: int, act: Callable[[Tap, Any], Any] | None = None
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """The input z of each activation, and dS/dz, where S is a random weighing of the logits.

    act(tap, z) is put in the place of the activations, if given.
    """
    taken: list[np.ndarray] = []

    def put(tap, z):
        return act(tap, z) if act else tap.activation(z)

    def look(tap, z):
        if not tap.linear:
            taken.append(ops.convert_to_numpy(z))
        return z if tap.linear else put(tap, z)

    with tapped(model, look):
        logits = model(x)
    weigh = np.random.default_rng(seed).normal(size=logits.shape).astype("float32")

    def weighed(shifts):
        at = iter(shifts)
        with tapped(model, lambda tap, z: z if tap.linear else put(tap, z + next(at))):
            return ops.sum(model(x) * weigh), None

    _, _, back = gradients(weighed, [np.zeros_like(z) for z in taken])
    return taken, [ops.convert_to_numpy(slope) for slope in back]


def moments(layer: keras.layers.Layer, variance: float) -> tuple[float, float]:
    """E[f(z)^2] and E[f'(z)^2] for z ~ N(0, variance), on a fine grid.

    >>> [round(moment, 3) for moment in moments(keras.layers.ReLU(), 2.0)]
    [1.0, 0.5]
    """
    u = np.linspace(-8, 8, 16_000)
    density = np.exp(-(u**2) / 2)
    z = (np.sqrt(variance) * u).astype("float32")[:, None]

    def total(arrays):
        f = layer(arrays[0])
        return ops.sum(f), f

    _, f, (slope,) = gradients(total, [z])

    def mean_square(values):
        square = ops.convert_to_numpy(values)[:, 0].astype(float) ** 2
        return float(np.average(square, weights=density))

    return mean_square(f), mean_square(slope)


def recursion(layer: keras.layers.Layer, gain: float, depth: int) -> tuple[list, list]:
    """The variance of z and of dS/dz at layers 1 .. depth, of an infinitely wide net.

    Weights have the variance gain / fan_in, inputs a mean square of 1: q_1 = gain and
    q_{l+1} = gain E[f^2], and what comes back to layer l is gain E[f'^2] of what comes to
    l + 1; it is 1 at the last layer. Poole et al. 2016, arXiv:1606.05340.
    """
    forward, factors = [gain], []
    for _ in range(depth - 1):
        square, slope = moments(layer, forward[-1])
        factors.append(gain * slope)
        forward.append(gain * square)
    return forward, [float(np.prod(factors[layer:])) for layer in range(depth)]
