"""A training loop for many short trainings: what `model.fit` does, in few calls of the backend."""

import itertools
import math
from collections.abc import Sequence
from typing import Any

import keras
import numpy as np

from keras_acts.gradients import compiled
from keras_acts.split import Split
from keras_acts.tuning.order import order, validated
from keras_acts.tuning.traced import Done, Steps
from keras_acts.undifferentiated import thrown_away

BY_BATCH = [f"on_{what}batch_{end}" for what in ("", "train_", "test_") for end in ("begin", "end")]
OWN = ("fit", "evaluate", "make_train_function", "make_test_function", "reset_metrics")


def serves(model: keras.Model, callbacks: Sequence[keras.callbacks.Callback] = ()) -> bool:
    """Whether `Loop` trains a compiled model with these callbacks as `fit` would.

    On TensorFlow, where `fit` and `evaluate` are Keras's own and would trace one step at a time;
    `train_step`, `test_step`, `compute_loss` and `compute_metrics` may be the model's. A callback
    may not have a hook by batch, unless it has `batches_needed`, see `Loop.train`.
    """
    return (
        keras.backend.backend() == "tensorflow"
        and all(getattr(type(model), name) is getattr(keras.Model, name) for name in OWN)
        and not model.run_eagerly
        and model.steps_per_execution == 1
        and keras.distribution.distribution() is None
        and keras.config.max_epochs() is None
        and not any(map(_by_batch, callbacks))
    )


class Loop:
    """Trains a model on data laid on the device: Loop(model, parts, 32).train(2, 0, [])."""

    def __init__(self, model: keras.Model, parts: Split, batch_size: int):
        self.model = model
        self.batch_size = batch_size
        _build(model, (parts.x_train[:1], parts.y_train[:1]))
        jit = bool(model.jit_compile)
        train, val = (parts.x_train, parts.y_train), (parts.x_val, parts.y_val)
        self._train = Steps(model.train_step, train, batch_size, jit)
        self._test = Steps(model.test_step, val, validated(batch_size), jit, watched=False)
        self._reset = compiled(model.reset_metrics)
        self._sizes = len(parts.y_train), len(parts.y_val)
        self.seconds = 0.0

    def put(self, parts: Split) -> None:
        """Lays other data on the device, of the shapes and types of before."""
        self._sizes = len(parts.y_train), len(parts.y_val)
        self._train.put((parts.x_train, parts.y_train))
        self._test.put((parts.x_val, parts.y_val))

    def train(
        self, epochs: int, seed: int, callbacks: Sequence[keras.callbacks.Callback]
    ) -> dict[str, list[float]]:
        """Trains and gives the history, as `fit` does; `seconds` are those of training steps.

        A callback is called as for executions of several steps: at the beginning of the first
        of them and at the end of the last. batches_needed(steps, epoch, epochs) of a callback
        names the batches whose beginning it must see. The first step with a loss that is not
        finite ends an execution.
        """
        model, self.seconds = self.model, 0.0
        steps = math.ceil(self._sizes[0] / self.batch_size)
        calls = keras.callbacks.CallbackList(
            list(callbacks), add_history=True, model=model, epochs=epochs, steps=steps, verbose=0
        )
        model.stop_training = False
        calls.on_train_begin()
        logs: dict[str, Any] = {}
        for epoch in range(epochs):
            self._reset()
            calls.on_epoch_begin(epoch)
            needed = _needed(callbacks, steps, epoch, epochs)
            logs = self._epoch(order(self._sizes[0], seed, epoch), needed, calls)
            logs |= {f"val_{name}": value for name, value in self._validated(calls).items()}
            calls.on_epoch_end(epoch, logs)
            if model.stop_training:
                break
        if isinstance(model.optimizer, keras.Optimizer):
            model.optimizer.finalize_variable_values(model.trainable_weights)
        calls.on_train_end(logs)
        return model.history.history

    def _epoch(self, indices, needed, calls):
        """Trains for an epoch or until told to stop; its logs."""
        for start, stop in itertools.pairwise(needed):
            while start < stop and not self.model.stop_training:
                calls.on_train_batch_begin(start)
                done = self._train(indices, start, stop)
                self.seconds += done.seconds
                _tell(calls, start, done)
                start = done.stop
        return self._results(done.logs, "train_step")

    def _validated(self, calls):
        self._reset()
        calls.on_test_begin()
        indices = np.arange(self._sizes[1], dtype="int32")
        start, stop = 0, math.ceil(len(indices) / validated(self.batch_size))
        while start < stop:
            done = self._test(indices, start, stop)
            start = done.stop
        logs = self._results(done.logs, "test_step")
        calls.on_test_end(logs)
        return logs

    def _results(self, logs, step):
        """What the last step gave, or the metrics where they have the same names, as in `fit`."""
        kind = type(self.model)
        own = (step, "compute_metrics", "get_metrics_result")
        if any(getattr(kind, name) is not getattr(keras.Model, name) for name in own):
            results = self.model.get_metrics_result()
            logs = results if results.keys() == logs.keys() else logs
        return dict(logs)


def _tell(calls, start: int, done: Done) -> None:
    """Tells of the end of an execution; a step that ends it early is told to have begun, too."""
    last = done.stop - 1
    if not done.finite and last > start:
        calls.on_train_batch_begin(last)
    calls.on_train_batch_end(last, done.logs)


def _needed(callbacks, steps, epoch, epochs):
    """The batches that callbacks must see begin, from the first of the epoch to the last + 1."""
    needed = {0, steps}
    for callback in callbacks:
        if hasattr(callback, "batches_needed"):
            needed.update(callback.batches_needed(steps, epoch, epochs))
    return sorted(needed)


def _by_batch(callback):
    kind = type(callback)
    own = any(getattr(kind, n) is not getattr(keras.callbacks.Callback, n) for n in BY_BATCH)
    return own and not hasattr(callback, "batches_needed")


def _build(model, batch):
    """Makes the variables of metrics and optimizer before the trace, which else happens twice."""
    with thrown_away(model):
        model._symbolic_build(data_batch=batch)
