"""Moment: the variance that keeps unit-variance inputs at unit variance, for any activation.

Var(w) = 1 / (n E[f(z)^2]) with z ~ N(0, 1): MSRA's condition without assuming a rectifier.
"""

import keras
import numpy as np
from keras import ops

from keras_acts.initializers.base import Initializer
from keras_acts.layers.base import finite

POINTS = 2**16


def second_moment(layer: keras.layers.Layer, pieces: int = 1) -> float:
    """E[f(z)^2] per output channel for z ~ N(0, 1), by quadrature, of an unbuilt layer.

    Points of equal probability; over `pieces` input channels, for a layer that combines them,
    the additive lattice whose steps are powers of the plastic number's kin. Good to about 1e-4
    for one input channel, to some 1e-3 for five.

    >>> round(second_moment(keras.layers.ReLU()), 3)
    0.5
    """
    f = ops.convert_to_numpy(layer(ops.array(lattice(pieces), "float32"), training=False))
    return float(np.mean(np.square(f, dtype="float64")))


def lattice(pieces: int) -> np.ndarray:
    """(65536, pieces): points of equal probability under N(0, 1), independent in each column."""
    root = 2.0
    for _ in range(64):
        root = (1 + root) ** (1 / (pieces + 1))
    steps = np.array([1.0 / POINTS, *(root ** -np.arange(1, pieces))])
    u = (np.arange(POINTS)[:, None] * steps + 0.5 / POINTS) % 1.0
    return np.sqrt(2) * ops.convert_to_numpy(ops.erfinv(ops.array(2 * u - 1, "float64")))


@keras.saving.register_keras_serializable("keras_acts")
class Moment(keras.initializers.VarianceScaling):
    """w ~ N(0, 1 / (n E[f(z)^2])), not truncated.

    Args:
        second_moment: E[f(z)^2], from `second_moment(layer)` or known: 0.5 for ReLU.
        mode: "fan_in", "fan_out" or "fan_avg".
        seed: integer, SeedGenerator or None.

    Raises: ValueError for an unknown mode or a moment that is not above 0.
    Differs: from MSRA for everything that is not piecewise linear: ELU 1.55 instead of 1.
    Source: the mean-field condition of Poole et al. 2016, arXiv:1606.05340, with zero biases.

    >>> Moment(0.5).scale
    2.0
    """

    def __init__(self, second_moment: float = 1.0, mode: str = "fan_in", seed=None):
        self.second_moment = finite("Moment", second_moment=second_moment)
        if self.second_moment <= 0:
            raise ValueError(
                f"Moment: second_moment must be above 0; received second_moment={second_moment}."
            )
        scale = 1 / self.second_moment
        super().__init__(scale, mode, distribution="untruncated_normal", seed=seed)

    def get_config(self):
        seed = super().get_config()["seed"]
        return {"second_moment": self.second_moment, "mode": self.mode, "seed": seed}


def _make(activation, seed, mode="fan_in"):
    layer = activation()
    pieces = activation.row.widens(layer).denominator
    return Moment(second_moment(layer, pieces), mode, seed)


ROW = Initializer(name="moment", make=_make, source="1 / E[f(z)^2], z ~ N(0, 1), by quadrature")
