"""What is measured: every activation of the table, and Keras's own layers beside them."""

import keras

from keras_acts.layers import ACTIVATIONS
from keras_acts.layers.base import Activation
from keras_acts.table import Arm


def _keras(name, layer):
    return Activation(name=name, layer=layer, source="Keras", left_slope=lambda layer: 0.0)


def _linear(**options):
    return keras.layers.Activation("linear", **options)


def _prelu(**options):
    return keras.layers.PReLU(shared_axes=[1, 2], **options)


def _prelu_of_dense(**options):
    return keras.layers.PReLU(**options)


KERAS = {
    "none": _keras("none", _linear),
    "keras ELU": _keras("keras ELU", keras.layers.ELU),
    "keras PReLU": _keras("keras PReLU", _prelu),
}
"""Beside the rows of ACTIVATIONS that are Keras's; its PReLU with one alpha a channel."""

OURS = [name for name, row in ACTIVATIONS.items() if row.layer.__module__.startswith("keras_acts")]


def arm(name: str, dense: bool = False) -> Arm:
    """The arm of a candidate; `dense` for nets whose activations see (batch, channels)."""
    if dense and name == "keras PReLU":
        return Arm(_keras(name, _prelu_of_dense))
    return Arm(KERAS[name]) if name in KERAS else ACTIVATIONS.arm(name)
