"""The value and the gradients of a layer, on whichever backend Keras runs: all that knows one.

Modes: `eager`; `graph`, a TensorFlow function that knows neither the batch nor the lengths;
`jit`, compiled by XLA.
"""

from contextlib import nullcontext
from dataclasses import dataclass

import keras
from keras import ops

BACKEND = keras.backend.backend()
MODES = {"tensorflow": ("eager", "graph", "jit"), "jax": ("eager", "jit")}.get(BACKEND, ("eager",))


@dataclass(frozen=True)
class Setting:
    """Where a check runs: the dtype policy of the layer, and how the backend runs it."""

    policy: str = "float64"
    mode: str = "eager"

    @property
    def compute(self) -> str:
        return keras.DTypePolicy(self.policy).compute_dtype

    @property
    def variable(self) -> str:
        return keras.DTypePolicy(self.policy).variable_dtype


def numbers(tensor):
    """A tensor of any backend and dtype as float64."""
    return ops.convert_to_numpy(ops.stop_gradient(tensor)).astype("float64")


def precision(policy):
    """A context in which float64 is float64; JAX alone must be asked."""
    if BACKEND != "jax":
        return nullcontext()
    import jax

    return jax.enable_x64(policy == "float64")


def output(layer, x, training=False, mode="eager"):
    """The output of `layer` at x."""
    x = ops.convert_to_tensor(x, layer.compute_dtype)
    _build(layer, x)
    return numbers(_call(layer, training, mode)(x))


def pullback(layer, x, g=None, training=False, mode="eager"):
    """The output of `layer` at x, and the gradients of x and of each trainable weight by name.

    g is the gradient of the output, 1 if not given.
    """
    x = ops.convert_to_tensor(x, layer.compute_dtype)
    _build(layer, x)
    g = None if g is None else ops.convert_to_tensor(g, layer.compute_dtype)
    y, dx, dw = _PULL[BACKEND](layer, x, g, training, mode)
    names = [weight.name for weight in layer.trainable_weights]
    return numbers(y), numbers(dx), {name: numbers(d) for name, d in zip(names, dw)}


def _build(layer, x):
    if not layer.built:
        layer.build(x.shape)


def _call(layer, training, mode):
    if mode == "eager":
        return lambda x: layer(x, training=training)
    if BACKEND == "tensorflow":
        return _function(lambda x: layer(x, training=training), mode)
    import jax

    return lambda x: jax.jit(lambda *given: _stateless(layer, training, *given)[0])(
        [v.value for v in layer.trainable_variables],
        [v.value for v in layer.non_trainable_variables],
        x,
    )


def _stateless(layer, training, weights, rest, x):
    """The output, and the new values of the variables that are not trained."""
    variables = layer.trainable_variables + layer.non_trainable_variables
    with keras.StatelessScope(list(zip(variables, [*weights, *rest]))) as scope:
        y = layer(x, training=training)
    return y, [scope.get_current_value(v) for v in layer.non_trainable_variables]


def _function(call, mode):
    """A TensorFlow function: for any batch and lengths, or compiled for the shapes it meets."""
    import tensorflow as tf

    if mode == "jit":
        return tf.function(call, jit_compile=True)

    def traced(*tensors):
        shapes = [[*[None] * (len(t.shape) - 1), t.shape[-1]] for t in tensors]
        specs = [tf.TensorSpec(shape, t.dtype) for shape, t in zip(shapes, tensors)]
        return tf.function(call, input_signature=specs)(*tensors)

    return traced


def _tensorflow(layer, x, g, training, mode):
    import tensorflow as tf

    def pull(x, *g):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = layer(x, training=training)
        weights = [weight.value for weight in layer.trainable_weights]
        return y, *tape.gradient(y, [x, *weights], output_gradients=g[0] if g else None)

    pull = pull if mode == "eager" else _function(pull, mode)
    y, dx, *dw = pull(x) if g is None else pull(x, g)
    return y, dx, dw


def _jax(layer, x, g, training, mode):
    import jax

    trained, others = layer.trainable_variables, layer.non_trainable_variables

    def pull(weights, rest, x, g):
        def call(weights, x):
            return _stateless(layer, training, weights, rest, x)

        y, back, rest = jax.vjp(call, weights, x, has_aux=True)
        return y, *back(jax.numpy.ones_like(y) if g is None else g.astype(y.dtype)), rest

    pull = jax.jit(pull) if mode == "jit" else pull
    y, dw, dx, rest = pull([v.value for v in trained], [v.value for v in others], x, g)
    for variable, value in zip(others, rest):
        variable.assign(value)
    return y, dx, dw


def _torch(layer, x, g, training, mode):
    import torch

    x = x.detach().requires_grad_()
    y = layer(x, training=training)
    weights = [weight.value for weight in layer.trainable_weights]
    dx, *dw = torch.autograd.grad(y, [x, *weights], torch.ones_like(y) if g is None else g)
    return y, dx, dw


_PULL = {"tensorflow": _tensorflow, "jax": _jax, "torch": _torch}
