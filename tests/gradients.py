"""Gradients of a layer with TensorFlow."""

import numpy as np
import tensorflow as tf


def pullback(layer, x, g=None, training=False):
    """The output of `layer` at x, and the gradients of x and of each trainable weight by name."""
    x = tf.convert_to_tensor(x, layer.compute_dtype)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = layer(x, training=training)
    weights = [weight.value for weight in layer.trainable_weights]
    g = tf.ones_like(y) if g is None else tf.convert_to_tensor(g, y.dtype)
    dx, *dw = tape.gradient(y, [x, *weights], output_gradients=g)
    names = [weight.name for weight in layer.trainable_weights]
    gradients = {name: np.asarray(tf.cast(d, "float64")) for name, d in zip(names, dw)}
    return np.asarray(y), np.asarray(tf.cast(dx, "float64")), gradients
