"""Training a compiled model: by the loop where it serves, else by `model.fit`."""

from collections.abc import Sequence
from typing import NamedTuple

import keras

from keras_acts.split import Split
from keras_acts.tuning.fit import fit
from keras_acts.tuning.loop import Loop, serves


class Training(NamedTuple):
    """How a training went."""

    history: dict[str, list[float]]
    """A number for each epoch, by metric, as `fit` has it."""
    by: str
    """`loop` or `fit`."""
    seconds: float
    """Spent in training steps, without tracing and validation."""


def train(
    model: keras.Model,
    parts: Split,
    epochs: int,
    batch_size: int,
    seed: int,
    callbacks: Sequence[keras.callbacks.Callback] = (),
    loop: Loop | None = None,
) -> Training:
    """Trains a compiled model on one part and validates on the other after each epoch.

    The order of the samples follows from `seed` and the epoch alone. Both ways see the same
    batches and give the same numbers, as far as the order of additions lets them. `loop` is one
    of this model and these parts, if there is one.
    """
    if parts.plain and serves(model, callbacks):
        loop = loop or Loop(model, parts, batch_size)
        return Training(loop.train(epochs, seed, callbacks), "loop", loop.seconds)
    history, seconds = fit(model, parts, epochs, batch_size, seed, callbacks)
    return Training(history, "fit", seconds)
