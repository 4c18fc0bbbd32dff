"""Taylor: MSRA's argument for an exponential on the left, taken to first order.

alpha (exp(beta x) - 1) = alpha beta x + ..., so Var(w) = 2 / ((1 + alpha^2 beta^2) n).
Li, Fan, Li, Ming 2016, arXiv:1606.00305.
"""

import keras

from keras_acts.initializers.base import Initializer, left_slope, why_no_rectifier
from keras_acts.layers.base import finite


@keras.saving.register_keras_serializable("keras_acts")
class Taylor(keras.initializers.VarianceScaling):
    """w ~ N(0, 2 / ((1 + alpha^2 beta^2) n)), not truncated: for ELU and MPELU.

    (0, any) is MSRA; (1, 1) is LeCun's 1 / n. For an ELU the variance shrinks slowly with depth,
    since the exponential lies above its tangent; that is part of why it is robust.

    Args:
        alpha, beta: the values the activation starts with.
        mode: "fan_in", "fan_out" or "fan_avg".
        seed: integer, SeedGenerator or None.

    Raises: ValueError for an unknown mode or a value that is no finite number.
    Differs: nothing.
    Source: Li et al. 2016, arXiv:1606.00305; its released filler.

    >>> Taylor(alpha=1.0, beta=1.0).scale
    1.0
    """

    def __init__(self, alpha: float = 1.0, beta: float = 1.0, mode: str = "fan_in", seed=None):
        self.alpha = finite("Taylor", alpha=alpha)
        self.beta = finite("Taylor", beta=beta)
        scale = 2 / (1 + (self.alpha * self.beta) ** 2)
        super().__init__(scale, mode, distribution="untruncated_normal", seed=seed)

    def get_config(self):
        seed = super().get_config()["seed"]
        return {"alpha": self.alpha, "beta": self.beta, "mode": self.mode, "seed": seed}


def _make(activation, seed, mode="fan_in"):
    """The left slope of a rectifier is the alpha beta of its expansion; of ReLU it is 0."""
    return Taylor(left_slope(activation), 1.0, mode, seed)


def _fits(activation, mode="fan_in"):
    return why_no_rectifier(activation)


ROW = Initializer(name="taylor", make=_make, fits=_fits, source="Li et al. 2016, arXiv:1606.00305")
