"""The variance of every pre-activation of a functional model, without taps."""

import keras
import numpy as np

AFFINE = ("Dense", "EinsumDense", "Conv", "DepthwiseConv", "SeparableConv")


def affine(model):
    """Its layers that are an affine map before their activation."""
    return [one for one in model._flatten_layers() if type(one).__name__.startswith(AFFINE)]


def variances(model, batch):
    """{layer: variance over batch and units of what its activation is applied to}."""
    layers = affine(model)
    inputs = keras.Model(model.inputs, [one._inbound_nodes[0].input_tensors[0] for one in layers])
    given = dict(zip(layers, inputs([batch], training=False)))
    return {layer.name: _variance(layer, x) for layer, x in given.items()}


def _variance(layer, x):
    linear = type(layer).from_config({**layer.get_config(), "activation": "linear"})
    linear(x)
    linear.set_weights(layer.get_weights())
    return np.var(keras.ops.convert_to_numpy(linear(x)), dtype="float64")
