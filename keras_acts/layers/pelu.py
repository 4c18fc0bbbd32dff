"""PELU: an ELU whose scale and speed are learned, on both sides alike.

f(x) = (a / b) x for x > 0, else a (exp(x / b) - 1); f'(x) = a / b or (a / b) exp(x / b).
df/da = x / b or exp(x / b) - 1; df/db = -(a x / b^2) times 1 or exp(x / b).
Trottier, Giguère, Chaib-draa 2016, arXiv:1605.09332.
"""

import keras
from keras import ops

from keras_acts.layers.base import Activation, Learned
from keras_acts.layers.constraints import Positive
from keras_acts.layers.limits import expm1, maximum, minimum


@keras.saving.register_keras_serializable("keras_acts")
class PELU(Learned):
    """f(x) = (alpha / beta) x for x > 0, else alpha (exp(x / beta) - 1); f'(0) = alpha / beta.

    alpha = beta = 1 is ELU. Both sides have the same slope at 0, so f is smooth there.

    Args:
        alpha_initializer, beta_initializer: starting values, numbers or Keras initializers.
        alpha_regularizer, beta_regularizer: Keras regularizers; the paper has no decay on them.
        alpha_constraint, beta_constraint: both are kept positive.
        shared_axes: "spatial" (one pair per channel), "all", a list of axes, or None.

    Shapes: (batch, ..., channels) to the same; alpha and beta are (1, ..., channels).
    Raises: ValueError for axes the input does not have, or an unshared axis of unknown size.
    Differs: the paper keeps both above 0.1; pass `Positive(0.1)` for that.
    Source: Trottier et al. 2016, arXiv:1605.09332.

    >>> PELU()(keras.ops.array([[-50.0, 3.0]])).numpy().tolist()
    [[-1.0, 3.0]]
    """

    def __init__(
        self,
        alpha_initializer=1.0,
        alpha_regularizer=None,
        alpha_constraint=Positive(),  # noqa: B008 (it has no state)
        beta_initializer=1.0,
        beta_regularizer=None,
        beta_constraint=Positive(),  # noqa: B008 (it has no state)
        shared_axes="spatial",
        **kwargs,
    ):
        super().__init__(shared_axes=shared_axes, **kwargs)
        self.learns("alpha", alpha_initializer, alpha_regularizer, alpha_constraint)
        self.learns("beta", beta_initializer, beta_regularizer, beta_constraint)

    @staticmethod
    def value(x, alpha, beta):
        left = minimum(x, 0.0)
        return ops.where(x > 0, alpha / beta * x, alpha * expm1(left / beta))

    @staticmethod
    def slopes(x, alpha, beta):
        z, right = maximum(minimum(x, 0.0) / beta, -3e38), maximum(x, 0.0) / beta
        steep, fall = alpha / beta, ops.exp(z)
        return steep * fall, right + expm1(z), -steep * (right + z * fall)


ROW = Activation(
    name="pelu",
    layer=PELU,
    source="Trottier, Giguère, Chaib-draa 2016, arXiv:1605.09332",
    left_slope=lambda layer: layer.start("alpha") / layer.start("beta"),
    saturates="left soft",
)
