"""Gradients on whichever backend Keras runs."""

from collections.abc import Callable, Sequence
from typing import Any

import keras


def gradients(
    function: Callable[[list[Any]], tuple[Any, Any]], arrays: Sequence[Any]
) -> tuple[Any, Any, list[Any]]:
    """The number a function gives, what it gives beside it, and the gradient of each array.

    Args:
        function: takes the list of arrays, gives (number, anything); a number that does not
            depend on an array has the gradient 0 there.
        arrays: tensors of the backend, or what can become one.

    >>> square, _, (slope,) = gradients(lambda x: (x[0] ** 2, None), [3.0])
    >>> float(square), float(slope)
    (9.0, 6.0)
    """
    tensors = [keras.ops.convert_to_tensor(array) for array in arrays]
    return _BACKENDS[keras.backend.backend()](function, tensors)


def compiled(function: Callable) -> Callable:
    """The function, traced once for each shape where the backend can do that."""
    backend = keras.backend.backend()
    if backend == "tensorflow":
        import tensorflow as tf

        return tf.function(function, autograph=False)
    if backend == "jax":
        import jax

        return jax.jit(function)
    return function


def _tensorflow(function, tensors):
    import tensorflow as tf

    with tf.GradientTape() as tape:
        tape.watch(tensors)
        value, beside = function(tensors)
    zero = tf.UnconnectedGradients.ZERO
    return value, beside, tape.gradient(value, tensors, unconnected_gradients=zero)


def _jax(function, tensors):
    import jax

    (value, beside), slopes = jax.value_and_grad(function, has_aux=True)(tensors)
    return value, beside, slopes


def _torch(function, tensors):
    import torch

    with torch.enable_grad():
        tensors = [tensor.detach().requires_grad_() for tensor in tensors]
        value, beside = function(tensors)
    slopes = torch.autograd.grad(value, tensors, allow_unused=True, materialize_grads=True)
    return value, beside, list(slopes)


_BACKENDS = {"tensorflow": _tensorflow, "jax": _jax, "torch": _torch}
