"""A layer forward, and forward with backward, as each backend runs it in training."""

from collections.abc import Callable
from typing import NamedTuple

import keras


class Steps(NamedTuple):
    """Two calls that return when the work is done."""

    forward: Callable[[], object]
    both: Callable[[], object]


def steps(layer, x) -> Steps:
    """The steps of `layer` on the array x, compiled where the backend compiles training steps."""
    layer(x[:1])
    return {"tensorflow": _tensorflow, "jax": _jax, "torch": _torch}[keras.backend.backend()](
        layer, x
    )


def _tensorflow(layer, x):
    import tensorflow as tf

    x = tf.constant(x)
    weights = [weight.value for weight in layer.trainable_weights]

    @tf.function
    def forward():
        with tf.GradientTape() as tape:
            y = layer(x, training=True)
        del tape
        return tf.reduce_max(y[..., :1])

    @tf.function
    def both():
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = layer(x, training=True)
        return [tf.reduce_max(g) for g in tape.gradient(y, [x, *weights], output_gradients=y)]

    return Steps(lambda: forward().numpy(), lambda: [g.numpy() for g in both()])


def _jax(layer, x):
    import jax

    x = jax.numpy.asarray(x)
    layer = keras.Sequential([keras.Input(x.shape[1:]), layer])
    trained, others = (
        [w.value for w in part]
        for part in (layer.trainable_variables, layer.non_trainable_variables)
    )

    def function(trained, x):
        return layer.stateless_call(trained, others, x, training=True)[0]

    @jax.jit
    def both(trained, x):
        y, pullback = jax.vjp(function, trained, x)
        return pullback(y)

    forward = jax.jit(function)
    return Steps(
        lambda: forward(trained, x).block_until_ready(),
        lambda: jax.block_until_ready(both(trained, x)),
    )


def _torch(layer, x):
    import torch

    x = torch.tensor(x, requires_grad=True)

    def forward():
        with torch.no_grad():
            layer(x, training=True)

    def both():
        x.grad = None
        y = layer(x, training=True)
        y.backward(y.detach())

    return Steps(forward, both)


def of_torch() -> dict:
    """The counterparts in torch.nn, as layers, where torch is the backend."""
    if keras.backend.backend() != "torch":
        return {}
    from torch import nn

    made = {
        "torch.nn.PReLU": nn.PReLU(),
        "torch.nn.RReLU": nn.RReLU(),
        "torch.nn.ELU": nn.ELU(),
    }
    return {name: keras.layers.TorchModuleWrapper(module) for name, module in made.items()}
