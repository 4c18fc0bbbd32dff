"""StarReLU: a squared ReLU of mean 0 and variance 1.

f(x) = s max(x, 0)^2 + b; f'(x) = 2 s max(x, 0); df/ds = max(x, 0)^2; df/db = 1.
Yu et al. 2022, arXiv:2210.13452.
"""

import keras
from keras import ops

from keras_acts.layers.base import Activation, Learned
from keras_acts.layers.limits import product


@keras.saving.register_keras_serializable("keras_acts")
class StarReLU(Learned):
    """f(x) = scale max(x, 0)^2 + bias, with mean 0 and variance 1 for x ~ N(0, 1) at its start.

    Args:
        scale_initializer, bias_initializer: starting values, numbers or Keras initializers.
        scale_regularizer, bias_regularizer: Keras regularizers.
        scale_constraint, bias_constraint: Keras constraints.
        shared_axes: "all" as in the paper (one pair per layer), "spatial", a list, or None.

    Shapes: (batch, ..., channels) to the same; the parameters are scalars with 1 at every axis.
    Raises: ValueError for axes the input does not have, or an unshared axis of unknown size.
    Differs: nothing.
    Source: Yu et al. 2022, arXiv:2210.13452.

    >>> StarReLU(bias_initializer=-2.0, scale_initializer=1.0)(keras.ops.array([[3.0]])).numpy()
    array([[7.]], dtype=float32)
    """

    def __init__(
        self,
        scale_initializer=2 / 5**0.5,
        scale_regularizer=None,
        scale_constraint=None,
        bias_initializer=-1 / 5**0.5,
        bias_regularizer=None,
        bias_constraint=None,
        shared_axes="all",
        **kwargs,
    ):
        super().__init__(shared_axes=shared_axes, **kwargs)
        self.learns("scale", scale_initializer, scale_regularizer, scale_constraint)
        self.learns("bias", bias_initializer, bias_regularizer, bias_constraint)

    @staticmethod
    def value(x, scale, bias):
        return product(scale, ops.square(ops.relu(x))) + bias

    @staticmethod
    def slopes(x, scale, bias):
        right = ops.relu(x)
        return 2 * scale * right, ops.square(right), ops.ones_like(x)


ROW = Activation(
    name="star_relu",
    layer=StarReLU,
    source="Yu et al. 2022, arXiv:2210.13452",
    left_slope=lambda layer: 0.0,
    saturates="left hard",
)
