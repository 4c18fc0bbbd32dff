"""PReLU: a learned slope for negative inputs.

f(x) = x for x > 0, else alpha x; f'(x) = 1 or alpha; df/dalpha = min(x, 0).
He, Zhang, Ren, Sun 2015, arXiv:1502.01852.
"""

import keras
from keras import ops

from keras_acts.layers.base import Activation, Learned
from keras_acts.layers.limits import minimum, product


@keras.saving.register_keras_serializable("keras_acts")
class PReLU(Learned):
    """f(x) = x for x > 0, else alpha x; f'(0) = alpha.

    Args:
        alpha_initializer: the starting slope, a number or a Keras initializer; 0.25 in the paper.
        alpha_regularizer: the paper has none: decay pulls alpha to 0, which is ReLU.
        alpha_constraint: the paper has none; alpha seldom exceeds 1 in magnitude.
        shared_axes: "spatial" (one alpha per channel), "all", a list of axes, or None.

    Shapes: (batch, ..., channels) to the same; alpha is (1, ..., channels).
    Raises: ValueError for axes the input does not have, or an unshared axis of unknown size.
    Differs: from `keras.layers.PReLU`, which starts at 0, has one alpha per element and
        f'(0) = 0; from `torch.nn.PReLU`, whose channels are axis 1. From the paper: nothing.
    Source: He et al. 2015, arXiv:1502.01852.

    >>> PReLU()(keras.ops.array([[-4.0, 2.0]])).numpy().tolist()
    [[-1.0, 2.0]]
    """

    def __init__(
        self,
        alpha_initializer=0.25,
        alpha_regularizer=None,
        alpha_constraint=None,
        shared_axes="spatial",
        **kwargs,
    ):
        super().__init__(shared_axes=shared_axes, **kwargs)
        self.learns("alpha", alpha_initializer, alpha_regularizer, alpha_constraint)

    @staticmethod
    def value(x, alpha):
        return ops.where(x > 0, x, product(alpha, x))

    @staticmethod
    def slopes(x, alpha):
        return ops.where(x > 0, 1.0, alpha * ops.ones_like(x)), minimum(x, 0.0)


ROW = Activation(
    name="prelu",
    layer=PReLU,
    source="He et al. 2015, arXiv:1502.01852",
    left_slope=lambda layer: layer.start("alpha"),
)
