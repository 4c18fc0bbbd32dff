"""ACON-C: a smooth maximum of two lines through 0, learned.

f(x) = d x s + p2 x with d = p1 - p2 and s = logistic(beta d x); with q = s (1 + beta d x (1 - s)):
f'(x) = d q + p2; df/dp1 = x q; df/dp2 = x (1 - q); df/dbeta = d^2 x^2 s (1 - s).
Ma, Zhang, Liu, Sun 2021, arXiv:2009.04759.
"""

import keras

from keras_acts.layers.base import Activation, Learned
from keras_acts.layers.limits import gate, gated, squarable


@keras.saving.register_keras_serializable("keras_acts")
class ACONC(Learned):
    """f(x) = (p1 - p2) x logistic(beta (p1 - p2) x) + p2 x; f'(0) = (p1 + p2) / 2.

    p1 = 1 and p2 = 0 is Swish; a large beta tends to max(p1 x, p2 x), beta = 0 to their mean: a
    channel learns whether to activate or not.

    Args:
        p1_initializer, p2_initializer, beta_initializer: starting values or Keras initializers.
        p1_regularizer, p2_regularizer, beta_regularizer: Keras regularizers.
        p1_constraint, p2_constraint, beta_constraint: Keras constraints.
        shared_axes: "spatial" (one triple per channel), "all", a list of axes, or None.

    Shapes: (batch, ..., channels) to the same; the parameters are (1, ..., channels).
    Raises: ValueError for axes the input does not have, or an unshared axis of unknown size.
    Differs: it starts as SiLU; the authors' code draws p1 and p2 from N(0, 1), for which pass
        `keras.initializers.RandomNormal(stddev=1.0)`.
    Source: Ma et al. 2021, arXiv:2009.04759.

    >>> ACONC(p1_initializer=3.0, p2_initializer=3.0)(keras.ops.array([[-4.0]])).numpy().tolist()
    [[-12.0]]
    """

    def __init__(
        self,
        p1_initializer=1.0,
        p1_regularizer=None,
        p1_constraint=None,
        p2_initializer=0.0,
        p2_regularizer=None,
        p2_constraint=None,
        beta_initializer=1.0,
        beta_regularizer=None,
        beta_constraint=None,
        shared_axes="spatial",
        **kwargs,
    ):
        super().__init__(shared_axes=shared_axes, **kwargs)
        self.learns("p1", p1_initializer, p1_regularizer, p1_constraint)
        self.learns("p2", p2_initializer, p2_regularizer, p2_constraint)
        self.learns("beta", beta_initializer, beta_regularizer, beta_constraint)

    @staticmethod
    def value(x, p1, p2, beta):
        return gated(x, beta, p1, p2)

    @staticmethod
    def slopes(x, p1, p2, beta):
        d = p1 - p2
        s, rest, z = gate(beta * d * x)
        q, remainder = s * (1 + z * rest), rest * (1 - z * s)  # which add up to 1
        reach = squarable(d * x)
        slope = p1 * q + p2 * remainder
        return slope, x * q, x * remainder, s * rest * reach * reach


ROW = Activation(
    name="acon_c",
    layer=ACONC,
    source="Ma, Zhang, Liu, Sun 2021, arXiv:2009.04759",
    left_slope=lambda layer: (layer.start("p1") + layer.start("p2")) / 2,
)
