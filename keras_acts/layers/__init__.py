"""The activations: `ACTIVATIONS`, one row each in display order, and the layers by class name."""

from keras_acts.layers import (
    acon,
    crelu,
    elu,
    maxout,
    mpelu,
    noisy,
    noisy_relu,
    pelu,
    prelu,
    relu,
    rrelu,
    snake,
    squared_relu,
    srelu,
    star_relu,
    swish,
)
from keras_acts.layers.acon import ACONC
from keras_acts.layers.base import Activation
from keras_acts.layers.builtin import ROWS as BUILTIN
from keras_acts.layers.constraints import Positive
from keras_acts.layers.crelu import CReLU
from keras_acts.layers.elu import ELU
from keras_acts.layers.maxout import Maxout
from keras_acts.layers.mpelu import MPELU
from keras_acts.layers.noisy import NoisyHardSigmoid, NoisyHardTanh
from keras_acts.layers.noisy_relu import NoisyReLU
from keras_acts.layers.pelu import PELU
from keras_acts.layers.prelu import PReLU
from keras_acts.layers.relu import SubgradientReLU
from keras_acts.layers.rrelu import RReLU
from keras_acts.layers.snake import Snake
from keras_acts.layers.squared_relu import SquaredReLU
from keras_acts.layers.srelu import SReLU
from keras_acts.layers.star_relu import StarReLU
from keras_acts.layers.swish import Swish
from keras_acts.table import Table

ACTIVATIONS = Table(
    "activation",
    prelu.ROW,
    rrelu.ROW,
    elu.ROW,
    mpelu.ROW,
    crelu.ROW,
    maxout.ROW,
    pelu.ROW,
    srelu.ROW,
    swish.ROW,
    acon.ROW,
    squared_relu.ROW,
    star_relu.ROW,
    snake.ROW,
    relu.ROW,
    *noisy.ROWS,
    noisy_relu.ROW,
    *BUILTIN,
)
"""A row for each activation, by its name, in the order in which lists show them."""


def get(name: str, **options):
    """A new activation layer by its name; `keras.activations.get` knows no plugin's names.

    Put a layer with weights after the one it activates. As `activation=` it works, but has its
    weights from the first call or `load_weights` on: until then Keras's `summary` and
    `count_params` do not know them, nor does an optimizer that was built by hand.

    >>> get("leaky_relu", negative_slope=0.1).negative_slope
    0.1
    """
    return ACTIVATIONS.arm({"name": name, **options})()


__all__ = [
    "ACONC",
    "ACTIVATIONS",
    "ELU",
    "MPELU",
    "PELU",
    "Activation",
    "CReLU",
    "Maxout",
    "NoisyHardSigmoid",
    "NoisyHardTanh",
    "NoisyReLU",
    "PReLU",
    "Positive",
    "RReLU",
    "SReLU",
    "Snake",
    "SquaredReLU",
    "StarReLU",
    "SubgradientReLU",
    "Swish",
    "get",
]
