"""ReLU with a chosen derivative at 0.

f(x) = max(x, 0); f'(x) = 0 for x < 0, 1 for x > 0, and `at_zero` at x = 0.
Bertoin, Bolte, Gerchinovitz, Pauwels 2021, arXiv:2106.12915.
"""

import keras
from keras import ops

from keras_acts.layers.base import Activation, Elementwise, finite


@keras.saving.register_keras_serializable("keras_acts")
class SubgradientReLU(Elementwise):
    """f(x) = max(x, 0) with f'(0) = at_zero.

    Every framework picks 0 for ReLU; any number is a valid choice almost everywhere, and in
    finite precision exact zeros are common enough for it to matter. The forward pass is ReLU's.

    Args:
        at_zero: f'(0); 0, 0.5 and 1 are the usual choices.

    Shapes: any, to the same.
    Raises: ValueError if `at_zero` is no finite number.
    Differs: nothing.
    Source: Bertoin et al. 2021, arXiv:2106.12915.

    >>> SubgradientReLU(0.5)(keras.ops.array([-1.0, 0.0, 2.0])).numpy().tolist()
    [0.0, 0.0, 2.0]
    """

    constants = ("at_zero",)

    def __init__(self, at_zero: float = 0.0, **kwargs):
        super().__init__(**kwargs)
        self.at_zero = finite("SubgradientReLU", at_zero=at_zero)

    @staticmethod
    def value(x, at_zero):
        return ops.relu(x)

    @staticmethod
    def slopes(x, at_zero):
        step = ops.cast(x > 0, x.dtype)
        return (ops.where(x == 0, at_zero * ops.ones_like(x), step),)


ROW = Activation(
    name="subgradient_relu",
    layer=SubgradientReLU,
    source="Bertoin et al. 2021, arXiv:2106.12915",
    left_slope=lambda layer: 0.0,
    saturates="left hard",
)
