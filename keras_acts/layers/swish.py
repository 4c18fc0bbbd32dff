"""Swish: a gate by its own sigmoid, whose speed is learned.

f(x) = x s with s = logistic(beta x); f'(x) = s (1 + beta x (1 - s)); df/dbeta = x^2 s (1 - s).
Ramachandran, Zoph, Le 2017, arXiv:1710.05941.
"""

import keras

from keras_acts.layers.base import Activation, Learned
from keras_acts.layers.limits import gate, gated, squarable


@keras.saving.register_keras_serializable("keras_acts")
class Swish(Learned):
    """f(x) = x logistic(beta x); f'(0) = 1/2.

    beta = 1 is SiLU, beta = 0 is x / 2, a large beta tends to ReLU, 1.702 is near GELU.

    Args:
        beta_initializer: the starting speed, a number or a Keras initializer.
        beta_regularizer: a Keras regularizer.
        beta_constraint: none in the paper; a negative beta mirrors the function.
        shared_axes: "spatial" (one beta per channel), "all", a list of axes, or None.

    Shapes: (batch, ..., channels) to the same; beta is (1, ..., channels).
    Raises: ValueError for axes the input does not have, or an unshared axis of unknown size.
    Differs: from `keras.activations.swish`, whose beta is 1 and not learned.
    Source: Ramachandran et al. 2017, arXiv:1710.05941.

    >>> Swish(0.0)(keras.ops.array([[-4.0, 2.0]])).numpy().tolist()
    [[-2.0, 1.0]]
    """

    def __init__(
        self,
        beta_initializer=1.0,
        beta_regularizer=None,
        beta_constraint=None,
        shared_axes="spatial",
        **kwargs,
    ):
        super().__init__(shared_axes=shared_axes, **kwargs)
        self.learns("beta", beta_initializer, beta_regularizer, beta_constraint)

    @staticmethod
    def value(x, beta):
        return gated(x, beta, 1.0, 0.0)

    @staticmethod
    def slopes(x, beta):
        s, rest, z = gate(beta * x)
        reach = squarable(x)
        return s + s * rest * z, s * rest * reach * reach


ROW = Activation(
    name="swish",
    layer=Swish,
    source="Ramachandran, Zoph, Le 2017, arXiv:1710.05941",
    left_slope=lambda layer: 0.5,
    saturates="left soft",
)
