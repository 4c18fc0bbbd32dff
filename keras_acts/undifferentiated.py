"""Functions whose graph nothing differentiates, so that TensorFlow need not be able to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import keras


def undifferentiated(function: Callable) -> Callable:
    """`function`, for tracing, where nothing asks for the gradient of what it gives.

    It may take gradients itself, as a training step does.

    At each trace of a `tf.custom_gradient`, of which an optimizer of Keras makes one for its step,
    TensorFlow registers how to differentiate it, by a name that is an attribute of the op, and
    holds on to that and so to the whole graph for as long as the process lives. What a function
    has registered for ops of its own graph is dropped when it is traced.

    >>> import tensorflow as tf
    >>> float(tf.function(undifferentiated(tf.nn.silu), autograph=False)(tf.constant(0.0)))
    0.0
    """

    @wraps(function)
    def traced(*arguments: Any, **options: Any) -> Any:
        given = function(*arguments, **options)
        _forget()
        return given

    return traced


@contextmanager
def thrown_away(model: keras.Model) -> Iterator[None]:
    """Inside of it nothing differentiates the graphs that `model` is called in, as where Keras
    asks for the shapes of what it gives."""
    own = vars(model).get("call")
    object.__setattr__(model, "call", undifferentiated(model.call))
    try:
        yield
    finally:
        if own is None:
            object.__delattr__(model, "call")
        else:
            object.__setattr__(model, "call", own)


def _forget() -> None:
    """Drops the custom gradients of the graph that is being traced."""
    import tensorflow as tf

    # There is no public way to take back what `tf.RegisterGradient` did.
    from tensorflow.python.framework.ops import gradient_registry

    if tf.executing_eagerly():
        return
    for op in tf.compat.v1.get_default_graph().get_operations():
        if op.type == "IdentityN":
            gradient_registry._registry.pop(_gradient(op), None)


def _gradient(op):
    """The name of the custom gradient of an op, if it has one."""
    try:
        return op.get_attr("_gradient_op_type").decode()
    except ValueError:
        return None
