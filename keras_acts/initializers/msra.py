"""MSRA: the variance that keeps a rectifier's signal, or its gradient, the same size.

Var(w) = 2 / ((1 + a^2) n) for a rectifier with slope a on the left and n the fan.
He, Zhang, Ren, Sun 2015, arXiv:1502.01852.
"""

import keras

from keras_acts.initializers.base import Initializer, left_slope, why_no_rectifier
from keras_acts.layers.base import finite


@keras.saving.register_keras_serializable("keras_acts")
class MSRA(keras.initializers.VarianceScaling):
    """w ~ N(0, 2 / ((1 + a^2) n)), not truncated, with a = negative_slope.

    Args:
        negative_slope: a: 0 for ReLU, alpha for PReLU and LeakyReLU.
        mode: what n is: "fan_in" keeps the signal, "fan_out" the gradient, "fan_avg" averages.
        seed: integer, SeedGenerator or None.

    Raises: ValueError for an unknown mode or a slope that is no finite number.
    Differs: from `keras.initializers.HeNormal`, which is truncated and knows no slope.
    Source: He et al. 2015, arXiv:1502.01852.

    >>> round(MSRA(negative_slope=1.0).scale, 6)
    1.0
    """

    def __init__(self, negative_slope: float = 0.0, mode: str = "fan_in", seed=None):
        self.negative_slope = finite("MSRA", negative_slope=negative_slope)
        scale = 2 / (1 + self.negative_slope**2)
        super().__init__(scale, mode, distribution="untruncated_normal", seed=seed)

    def get_config(self):
        seed = super().get_config()["seed"]
        return {"negative_slope": self.negative_slope, "mode": self.mode, "seed": seed}


def _make(activation, seed, negative_slope=None, mode="fan_in"):
    """The slope is the activation's own where its left side is straight.

    A curved left side (ELU, MPELU) has no one slope: 0 then, as the literature uses MSRA there.
    """
    if negative_slope is None:
        curved = activation.row.saturates == "left soft"
        negative_slope = 0.0 if curved else left_slope(activation)
    return MSRA(negative_slope, mode, seed)


def _fits(activation, negative_slope=None, mode="fan_in"):
    return why_no_rectifier(activation) if negative_slope is None else None


ROW = Initializer(
    name="msra", make=_make, fits=_fits, source="He et al. 2015, arXiv:1502.01852; slope-aware"
)
