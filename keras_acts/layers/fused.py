"""The fastest honest form of an activation on each backend, and the only place that touches one.

An activation gives a value and a pullback in `keras.ops`; here they become one differentiable
function that keeps nothing but its input for the backward pass, computes half precision in
float32, and rounds once. TensorFlow runs an op at a time, so inside a training step (or a step of
a Keras trainer) both are compiled into one kernel each. Where a graph may be exported, the plain
value is used.
"""

import math
import sys
from functools import cache, partial
from types import FrameType

import keras
from keras import ops

from keras_acts.layers import sums

WORTH_COMPILING = 256
"""Elements a sample from which a kernel is compiled: in steps of an MLP it was no faster than
single ops at a width of 128, and faster at 256."""


def elementwise(value, slopes, x, parameters=(), **constants):
    """value(x, *parameters, **constants), with the gradient that `slopes` gives.

    `slopes` takes the same arguments and gives f'(x) and the derivatives by the learned
    parameters, which come first. Parameters broadcast to x. Both functions see no half precision,
    and `slopes` no infinite x: its limits are those at the largest finite numbers.
    """
    return call(value, _pullback_from(slopes), x, parameters, **constants)


def call(value, pullback, x, parameters=(), **constants):
    """value(x, *parameters, **constants), with the gradient that `pullback` gives.

    pullback(x, g, *parameters, **constants), with g the gradient of the output, gives those of x
    and of each parameter, None for one that has none.
    """
    frozen = tuple(sorted(constants.items()))
    function = _made(value, pullback, frozen)
    return function(ops.convert_to_tensor(x), *map(_array, parameters))


def of_same_dtype(name, x):
    """ops.NAME(x); JAX's own where Keras makes float32 of float64."""
    out = getattr(ops, name)(x)
    if out.dtype == x.dtype:
        return out
    import jax

    return getattr(jax.numpy, name)(x)


@cache
def _pullback_from(slopes):
    def pullback(x, g, *parameters, **constants):
        largest = ops.convert_to_tensor(_largest(x.dtype), x.dtype)
        slope, *learned = slopes(ops.clip(x, -largest, largest), *parameters, **constants)
        terms = [g * d for d in learned[: len(parameters)]]
        rest = [None] * (len(parameters) - len(terms))
        return (g * slope, *sums.to_parameters(terms, parameters), *rest)

    return pullback


def _largest(dtype):
    wide = keras.backend.standardize_dtype(dtype) == "float64"
    return sys.float_info.max if wide else (2 - 2**-23) * 2.0**127


@cache
def _made(value, pullback, constants):
    forward = partial(_wide_value, partial(value, **dict(constants)))
    backward = partial(_wide_pullback, partial(pullback, **dict(constants)))
    makers = {"tensorflow": _tensorflow, "jax": _jax, "torch": _torch}
    make = makers.get(keras.backend.backend())
    return make(forward, backward) if make else forward


def _wide(x):
    half = keras.backend.standardize_dtype(x.dtype) in ("float16", "bfloat16")
    return ops.cast(x, "float32") if half else x


def _wide_value(value, x, *parameters):
    return ops.cast(value(_wide(x), *map(_wide, parameters)), x.dtype)


def _wide_pullback(pullback, x, g, *parameters):
    gradients = pullback(_wide(x), _wide(g), *map(_wide, parameters))
    pairs = zip(gradients, (x, *parameters))
    return tuple(None if d is None else ops.cast(d, one.dtype) for d, one in pairs)


def _array(parameter):
    """A weight as what the backend differentiates, in its own dtype."""
    value = getattr(parameter, "value", parameter)
    return ops.convert_to_tensor(value)


def _tensorflow(forward, backward):
    import tensorflow as tf

    kernels = [tf.function(f, jit_compile=True, autograph=False) for f in (forward, backward)]

    def differentiable(run_forward, run_backward):
        @tf.custom_gradient
        def function(x, *parameters):
            return run_forward(x, *parameters), lambda g: run_backward(x, g, *parameters)

        return function

    plain, compiled = differentiable(forward, backward), differentiable(*kernels)

    def function(x, *parameters):
        sizes = x.shape[1:]
        big = None not in sizes and math.prod(sizes) >= WORTH_COMPILING
        run = compiled if big and _runs_here(tf) else plain
        return run(x, *map(tf.convert_to_tensor, parameters))

    return function


def _runs_here(tf):
    """Whether the graph being traced is a training step, or a step of a Keras trainer.

    Any other graph may be on its way into a file, to be served where XLA is not; so may one that
    a callback makes within `fit`.
    """
    from tensorflow.python.eager.record import could_possibly_record

    if tf.executing_eagerly():
        return False
    step = ("keras.src.backend.tensorflow.trainer", "one_step_on_data")
    return could_possibly_record() or _called_from(*step)


def _called_from(module, function):
    frame: FrameType | None = sys._getframe(1)
    while frame and (frame.f_globals.get("__name__"), frame.f_code.co_name) != (module, function):
        frame = frame.f_back
    return frame is not None


def _jax(forward, backward):
    import jax

    @jax.custom_vjp
    def function(x, *parameters):
        return forward(x, *parameters)

    def pullback(kept, g):
        x, *parameters = kept
        return backward(x, g, *parameters)

    function.defvjp(lambda *given: (forward(*given), given), pullback)
    return jax.jit(function)


def _torch(forward, backward):
    import torch

    class Function(torch.autograd.Function):
        @staticmethod
        def forward(context, x, *parameters):
            context.save_for_backward(x, *parameters)
            return forward(x, *parameters)

        @staticmethod
        def backward(context, g):
            x, *parameters = context.saved_tensors
            return backward(x, g, *parameters)

    def function(*given):
        recording = torch.is_grad_enabled() and any(one.requires_grad for one in given)
        return (Function.apply if recording else forward)(*given)

    return function
