"""MPELU: an ELU whose level and speed are learned; it contains ReLU, PReLU and ELU.

f(x) = x for x > 0, else alpha (exp(beta x) - 1); f'(x) = 1 or alpha beta exp(beta x).
df/dalpha = exp(beta x) - 1 and df/dbeta = alpha x exp(beta x) for x <= 0, else 0.
Li, Fan, Li, Ming 2016, arXiv:1606.00305; Neurocomputing 301 (2018).
"""

from numbers import Real

import keras
from keras import ops

from keras_acts.layers.base import Activation, Learned
from keras_acts.layers.constraints import Positive
from keras_acts.layers.limits import expm1, left


@keras.saving.register_keras_serializable("keras_acts")
class MPELU(Learned):
    """f(x) = x for x > 0, else alpha (exp(beta x) - 1); f'(0) = alpha beta.

    alpha = 0 is ReLU; alpha = beta = 1 is ELU; a small beta with alpha beta = a is PReLU(a) to
    within a beta x^2 / 2. Saturates to -alpha. The paper trains alpha and beta with their own
    learning rate (2 to 5 times) and finds that weight decay on both helps.

    Args:
        alpha_initializer, beta_initializer: starting values, numbers or Keras initializers;
            the paper starts at (1, 1) and (0.25, 1).
        alpha_regularizer, beta_regularizer: Keras regularizers.
        alpha_constraint, beta_constraint: Keras constraints; beta is kept positive.
        shared_axes: "spatial" (one pair per channel), "all", a list of axes, or None.

    Shapes: (batch, ..., channels) to the same; alpha and beta are (1, ..., channels).
    Raises: ValueError for axes the input does not have, or an unshared axis of unknown size.
    Differs: the paper asks for beta > 0, and no released version enforces it; this one does.
    Source: Li et al. 2016, arXiv:1606.00305.

    >>> MPELU()(keras.ops.array([[-50.0, 3.0]])).numpy().tolist()
    [[-1.0, 3.0]]
    """

    def __init__(
        self,
        alpha_initializer=1.0,
        beta_initializer=1.0,
        alpha_regularizer=None,
        beta_regularizer=None,
        alpha_constraint=None,
        beta_constraint=Positive(),  # noqa: B008 (it has no state)
        shared_axes="spatial",
        **kwargs,
    ):
        super().__init__(shared_axes=shared_axes, **kwargs)
        if isinstance(beta_initializer, Real) and not float(beta_initializer) > 0:
            raise ValueError(
                f"MPELU: beta must start above 0; received beta_initializer={beta_initializer}."
            )
        self.learns("alpha", alpha_initializer, alpha_regularizer, alpha_constraint)
        self.learns("beta", beta_initializer, beta_regularizer, beta_constraint)

    @staticmethod
    def value(x, alpha, beta):
        return ops.where(x > 0, x, alpha * expm1(beta * left(x)))

    @staticmethod
    def slopes(x, alpha, beta):
        z = beta * left(x)
        steep = alpha * ops.exp(z)
        return ops.where(x > 0, 1.0, beta * steep), expm1(z), left(x) * steep


ROW = Activation(
    name="mpelu",
    layer=MPELU,
    source="Li et al. 2016, arXiv:1606.00305",
    left_slope=lambda layer: layer.start("alpha") * layer.start("beta"),
    saturates="left soft",
)
