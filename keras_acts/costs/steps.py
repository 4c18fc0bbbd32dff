"""A model at work, traced: training steps on one batch, and its answers outside of training."""

from collections.abc import Callable, Mapping
from typing import Any

import keras
import numpy as np

from keras_acts.gradients import compiled
from keras_acts.undifferentiated import undifferentiated


def steps(
    step: Callable[[Any], Mapping[str, Any]], batch: Any, jit: bool
) -> tuple[Callable[[int], Any], Any]:
    """What makes so many steps when it is called with a number, and the graph of one step.

    Args:
        step: the `train_step` of a compiled model that has its variables.
        batch: (x, y), each an array or made of arrays.
        jit: whether XLA compiles the step, as `jit_compile` of a model.
    """
    import tensorflow as tf

    batch = keras.tree.map_structure(tf.convert_to_tensor, batch)
    specs = keras.tree.map_structure(lambda one: tf.TensorSpec(one.shape, one.dtype), batch)
    once = tf.function(undifferentiated(step), jit_compile=jit, autograph=False)
    one = once.get_concrete_function(specs)

    def run(batch, times):
        def body(i):
            with tf.control_dependencies(keras.tree.flatten(one(batch))):
                return i + 1

        return tf.while_loop(lambda i: i < times, body, (0,), parallel_iterations=1)

    number = tf.TensorSpec((), "int32")
    every = tf.function(run, autograph=False).get_concrete_function(specs, number)
    return lambda times: np.asarray(every(batch, tf.constant(times))[0]), one.graph


def answers(model: keras.Model, x: Any) -> Callable[[Any], Any]:
    """What calls the model, traced once for any number of samples that are like those of x."""

    def call(x):
        return model(x, training=False)

    if keras.backend.backend() != "tensorflow":
        return compiled(call)
    import tensorflow as tf

    specs = keras.tree.map_structure(
        lambda one: tf.TensorSpec((None, *one.shape[1:]), one.dtype), x
    )
    return tf.function(call, autograph=False).get_concrete_function(specs)
