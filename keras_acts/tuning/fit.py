"""Training by `model.fit`, on every backend, in the order in which the loop trains."""

import math
import time
from collections.abc import Iterator, Sequence
from typing import Any

import keras

from keras_acts.batches import Batches
from keras_acts.split import Split
from keras_acts.tuning.order import batches, validated


class Stopwatch(keras.callbacks.Callback):
    """Counts the `seconds` of training steps, but for the first one, in which Keras traces."""

    def __init__(self):
        super().__init__()
        self.seconds = 0.0
        self._first = True

    def on_train_batch_begin(self, batch, logs=None):
        self._began = time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        if not self._first:
            self.seconds += time.perf_counter() - self._began
        self._first = False


def fit(
    model: keras.Model,
    parts: Split | Batches,
    epochs: int,
    batch_size: int,
    seed: int,
    callbacks: Sequence[keras.callbacks.Callback],
) -> tuple[dict[str, list[float]], float]:
    """The history and the seconds of the training steps."""
    watch = Stopwatch()
    if isinstance(parts, Batches):
        given = {"x": parts.train, "validation_data": parts.val}
    else:
        given = {
            "x": _fed(parts, epochs, batch_size, seed),
            "steps_per_epoch": math.ceil(parts.size / batch_size),
            "validation_data": (parts.x_val, parts.y_val),
            "validation_batch_size": validated(batch_size),
        }
    model.fit(
        **given,
        shuffle=False,
        epochs=epochs,
        callbacks=[*callbacks, watch],
        verbose=0,
    )
    return model.history.history, watch.seconds


def _fed(parts: Split, epochs: int, size: int, seed: int) -> Iterator[tuple[Any, Any]]:
    for epoch in range(epochs):
        for part in batches(parts.size, seed, epoch, size):
            yield parts.taken(part)
