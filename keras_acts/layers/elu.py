"""ELU: an exponential that saturates to -alpha for negative inputs.

f(x) = x for x > 0, else alpha (exp(x) - 1); f'(x) = 1 or alpha exp(x) = f(x) + alpha.
Clevert, Unterthiner, Hochreiter 2015, arXiv:1511.07289.
"""

import keras
from keras import ops

from keras_acts.layers.base import Activation, Elementwise, finite
from keras_acts.layers.limits import expm1, minimum


@keras.saving.register_keras_serializable("keras_acts")
class ELU(Elementwise):
    """f(x) = x for x > 0, else alpha (exp(x) - 1); f'(0) = alpha, smooth at 0 for alpha = 1.

    Args:
        alpha: the level -alpha that f tends to on the left; 0 gives ReLU.

    Shapes: any, to the same.
    Raises: ValueError if `alpha` is no finite number.
    Differs: nothing; all the paper's experiments have alpha = 1.
    Source: Clevert et al. 2015, arXiv:1511.07289.

    >>> ELU(2.0)(keras.ops.array([-50.0, 3.0])).numpy().tolist()
    [-2.0, 3.0]
    """

    constants = ("alpha",)

    def __init__(self, alpha: float = 1.0, **kwargs):
        super().__init__(**kwargs)
        self.alpha = finite("ELU", alpha=alpha)

    @staticmethod
    def value(x, alpha):
        return ops.where(x > 0, x, alpha * expm1(minimum(x, 0.0)))

    @staticmethod
    def slopes(x, alpha):
        return (ops.where(x > 0, 1.0, alpha * ops.exp(minimum(x, 0.0))),)


ROW = Activation(
    name="elu",
    layer=ELU,
    source="Clevert et al. 2015, arXiv:1511.07289",
    left_slope=lambda layer: layer.alpha,
    saturates="left soft",
)
