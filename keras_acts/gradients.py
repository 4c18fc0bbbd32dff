"""Gradients on whichever backend Keras runs."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import keras

from keras_acts.undifferentiated import undifferentiated


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
    value, beside, slopes, _ = gradients_inside(lambda x, mark: function(x), arrays)
    return value, beside, slopes


def gradients_inside(
    function: Callable[[list[Any], Callable[[str, Any], Any]], tuple[Any, Any]],
    arrays: Sequence[Any],
) -> tuple[Any, Any, list[Any], dict[str, Any]]:
    """As `gradients`, and by name the gradients of tensors that the function computes on its way.

    function(arrays, mark) goes on with mark(name, x) in the place of x.

    >>> def function(x, mark):
    ...     return mark("square", x[0] ** 2) * 5, None
    >>> *_, inside = gradients_inside(function, [3.0])
    >>> float(inside["square"])
    5.0
    """
    tensors = [keras.ops.convert_to_tensor(array) for array in arrays]
    return _BACKENDS[keras.backend.backend()](function, tensors)


def pulled_back(
    function: Callable[[list[Any]], list[Any]],
    arrays: Sequence[Any],
    weights: Callable[[Any], Any],
) -> list[Any]:
    """The gradient of each array of the sum of y * weights(y) over all tensors y of a function.

    >>> (slope,) = pulled_back(lambda x: [x[0] ** 2], [3.0], keras.ops.ones_like)
    >>> float(slope)
    6.0
    """
    tensors = [keras.ops.convert_to_tensor(array) for array in arrays]
    return _PULLS[keras.backend.backend()](function, tensors, weights)


def compiled(function: Callable) -> Callable:
    """The function, traced once for each shape where the backend can do that.

    It may take gradients, and what it gives is not to be differentiated.
    """
    backend = keras.backend.backend()
    if backend == "tensorflow":
        import tensorflow as tf

        return tf.function(undifferentiated(function), autograph=False)
    if backend == "jax":
        import jax

        return jax.jit(function)
    return function


def undrawn() -> AbstractContextManager:
    """What is drawn inside of it from torch's global generator is drawn again after it.

    Keras draws there for dropout without a seed; on the other backends every draw is a state of
    the model or of Keras.
    """
    if keras.backend.backend() != "torch":
        return nullcontext()
    import torch

    return torch.random.fork_rng()


def _tensorflow(function, tensors):
    import tensorflow as tf

    marked = {}

    def mark(name, x):
        marked[name] = tf.identity(x)
        tape.watch(marked[name])
        # Gives each mark a gradient of its own: a tensor that is the gradient of two is counted
        # once too often by the tape and never freed, nor is its graph.
        return tf.reshape(marked[name], tf.shape(marked[name]))

    with tf.GradientTape() as tape:
        tape.watch(tensors)
        value, beside = function(tensors, mark)
    zero = tf.UnconnectedGradients.ZERO
    slopes, inside = tape.gradient(value, [tensors, marked], unconnected_gradients=zero)
    return value, beside, slopes, inside


def _tensorflow_pull(function, tensors, weights):
    import tensorflow as tf

    with tf.GradientTape() as tape:
        tape.watch(tensors)
        found = function(tensors)
    back = [weights(y) for y in found]
    return tape.gradient(found, tensors, back, tf.UnconnectedGradients.ZERO)


def _jax_pull(function, tensors, weights):
    import jax

    found, pull = jax.vjp(function, tensors)
    return pull([weights(y) for y in found])[0]


def _torch_pull(function, tensors, weights):
    import torch

    with torch.enable_grad():
        tensors = [tensor.detach().requires_grad_() for tensor in tensors]
        found = function(tensors)
    back = [weights(y) for y in found]
    reached = torch.autograd.grad(found, tensors, back, allow_unused=True, materialize_grads=True)
    return list(reached)


def _jax(function, tensors):
    import jax

    def shaped(tensors):
        kinds: dict[str, Any] = {}
        function(tensors, lambda name, x: kinds.setdefault(name, x))
        return kinds

    def shifted(tensors, shifts):
        return function(tensors, lambda name, x: x + shifts[name])

    kinds = jax.eval_shape(shaped, tensors)
    zeros = {name: jax.numpy.zeros(kind.shape, kind.dtype) for name, kind in kinds.items()}
    slopes_of = jax.value_and_grad(shifted, (0, 1), has_aux=True)
    (value, beside), (slopes, inside) = slopes_of(tensors, zeros)
    return value, beside, slopes, inside


def _torch(function, tensors):
    import torch

    marked = {}

    def mark(name, x):
        marked[name] = x.view_as(x) if x.requires_grad else x.detach().requires_grad_()
        return marked[name]

    with torch.enable_grad():
        tensors = [tensor.detach().requires_grad_() for tensor in tensors]
        value, beside = function(tensors, mark)
    wanted = [*tensors, *marked.values()]
    found = torch.autograd.grad(value, wanted, allow_unused=True, materialize_grads=True)
    return value, beside, list(found[: len(tensors)]), dict(zip(marked, found[len(tensors) :]))


_BACKENDS = {"tensorflow": _tensorflow, "jax": _jax, "torch": _torch}
_PULLS = {"tensorflow": _tensorflow_pull, "jax": _jax_pull, "torch": _torch_pull}
