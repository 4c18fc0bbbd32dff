"""SquaredReLU: the square of ReLU.

f(x) = max(x, 0)^2; f'(x) = 2 max(x, 0).
So et al. 2021, arXiv:2109.08668.
"""

from keras import ops
from keras.saving import register_keras_serializable

from keras_acts.layers.base import Activation, Elementwise


@register_keras_serializable("keras_acts")
class SquaredReLU(Elementwise):
    """f(x) = max(x, 0)^2, smooth at 0. Found by a search over Transformers.

    Shapes: any, to the same.
    Differs: nothing. In float16 the square exceeds the range from 256 on and is inf.
    Source: So et al. 2021, arXiv:2109.08668.

    >>> import keras
    >>> SquaredReLU()(keras.ops.array([-1.0, 3.0])).numpy().tolist()
    [0.0, 9.0]
    """

    @staticmethod
    def value(x):
        return ops.square(ops.relu(x))

    @staticmethod
    def slopes(x):
        return (2 * ops.relu(x),)


ROW = Activation(
    name="squared_relu",
    layer=SquaredReLU,
    source="So et al. 2021, arXiv:2109.08668",
    left_slope=lambda layer: 0.0,
    saturates="left hard",
)
