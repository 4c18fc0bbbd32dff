"""The share of pre-activations that are exactly 0, and what f'(0) changes of a gradient."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import keras
import numpy as np
from keras import ops

from keras_acts.claims.measuring.nets import batches, net, pull, trained
from keras_acts.seeds import derive
from keras_acts.taps import tapped


@contextmanager
def computing_in(policy: str) -> Iterator[None]:
    """Layers made inside of it have this dtype policy."""
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(policy)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)


def build(part, seed: int, policy: str, at_zero: float, **choices) -> keras.Model:
    """A net with the ReLU whose derivative at 0 is chosen."""
    relu = {"name": "subgradient_relu", "at_zero": at_zero}
    with computing_in(policy):
        return net(part, seed, activation=relu, initializer="he", **choices)


def zeros(model: keras.Model, x) -> list[float]:
    """The share of exact zeros that each activation takes."""
    shares = []

    def at(tap, z):
        if not tap.linear:
            shares.append(float(ops.convert_to_numpy(ops.mean(ops.cast(z == 0, "float32")))))
        return tap.activation(z)

    with tapped(model, at):
        model(x)
    return shares


def change(part, seed: int, policy: str, batch=64, **choices) -> float:
    """|g_1 - g_0| / |g_0| of the gradients at the start, f'(0) being 1 and 0."""
    flat = []
    for at_zero in (1.0, 0.0):
        model = build(part, seed, policy, at_zero, **choices)
        _, slopes = pull(model, part.x_train[:batch], part.y_train[:batch])
        arrays = [ops.convert_to_numpy(slope).astype("float64").ravel() for slope in slopes]
        flat.append(np.concatenate(arrays))
    return float(np.linalg.norm(flat[0] - flat[1]) / np.linalg.norm(flat[1]))


def counts(
    part, seed: int, policy: str, steps: Sequence[int], rate=0.05, **choices
) -> list[list[float]]:
    """The share of exact zeros over all activations at each of `steps` of training."""
    model, found, done = build(part, seed, policy, 0.0, **choices), [], 0
    for step in steps:
        trained(model, rate, batches(part, 64, derive(seed, "batches", done), step - done))
        done = step
        found.append(zeros(model, part.x_val[:2000]))
    return found
