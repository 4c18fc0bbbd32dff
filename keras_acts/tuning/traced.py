"""Many steps of a model in one call, on data that lies on the device. TensorFlow only."""

import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import keras
import numpy as np

from keras_acts.diagnostics.observe import prepared
from keras_acts.undifferentiated import undifferentiated

LONG = 1.0
"""Seconds that a call should not exceed, so that what happens between calls is not kept waiting."""


class Done(NamedTuple):
    """What a call of `Steps` did."""

    stop: int
    """The step after the last one."""
    finite: bool
    """Whether the loss was finite after each step."""
    logs: dict[str, Any]
    """What the last step gave."""
    seconds: float


class Steps:
    """Runs a `train_step` or a `test_step`: Steps(model.train_step, data, size)(order, 0, 10).

    Args:
        step: takes a batch of `data` and gives a dict of numbers.
        data: (x, y), each an array or made of arrays, with a line for each sample.
        size: the samples of a batch.
        jit: whether each step is compiled by XLA, as `jit_compile` of a model.
        watched: whether a call ends at a step whose loss is not finite.

    Everything is traced once: data of another length and a last batch that is smaller need no
    new trace. `put` exchanges the data.
    """

    def __init__(
        self,
        step: Callable[[Any], Mapping[str, Any]],
        data: Any,
        size: int,
        jit: bool = False,
        watched: bool = True,
    ):
        self.put(data)
        self._run = _traced(step, self._data, size, jit, watched)
        self._most = 32

    def put(self, data: Any) -> None:
        """Lays data on the device, of the shapes and types of before."""
        self._data = prepared(*data)

    def __call__(self, order: np.ndarray, start: int, stop: int) -> Done:
        """Runs steps from `start` until `stop`, until a loss is not finite, or for about a second.

        Step i takes the samples order[i * size : (i + 1) * size].
        """
        stop = min(stop, start + self._most)
        began = time.perf_counter()
        asked = map(keras.ops.convert_to_tensor, (order, start, stop))
        done, finite, logs = self._run(self._data, *asked)
        logs = keras.tree.map_structure(np.asarray, logs)
        seconds = time.perf_counter() - began
        self._most = _next(self._most, seconds)
        return Done(int(done), bool(finite), logs, seconds)


def _next(most, seconds):
    """How many steps the next call may make at most."""
    return 4 * most if seconds < LONG / 8 else max(1, most // 2) if seconds > LONG else most


def _traced(step, data, size, jit, watched):
    import tensorflow as tf

    def samples(array):
        return tf.TensorSpec((None, *array.shape[1:]), array.dtype)

    specs = keras.tree.map_structure(samples, data)
    once = tf.function(undifferentiated(step), jit_compile=jit, autograph=False)
    step = once.get_concrete_function(specs)
    kinds = step.structured_outputs

    def run(data, order, start, stop):
        def body(i, finite, logs):
            part = order[i * size : (i + 1) * size]
            logs = step(keras.tree.map_structure(lambda array: tf.gather(array, part), data))
            loss = logs.get("loss", 0.0) if watched else 0.0
            return i + 1, tf.reduce_all(tf.math.is_finite(loss)), logs

        none = keras.tree.map_structure(lambda kind: tf.zeros(kind.shape, kind.dtype), kinds)
        return tf.while_loop(
            lambda i, finite, logs: tf.logical_and(i < stop, finite), body, (start, True, none)
        )

    number = tf.TensorSpec((), "int32")
    order = tf.TensorSpec((None,), "int32")
    every = tf.function(run, autograph=False)
    return every.get_concrete_function(specs, order, number, number)
