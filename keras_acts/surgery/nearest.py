"""The fixed activation nearest to a learned one."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import keras
import numpy as np

from keras_acts.layers import ACTIVATIONS
from keras_acts.table import Arm

POINTS = 201


@dataclass(frozen=True)
class Nearest:
    """A fixed activation, and the root of the mean squared error it makes."""

    arm: Arm
    error: float


FIXED: dict[str, tuple[str, Callable[[Any], Any]] | None] = {
    "relu": None,
    "leaky_relu": ("negative_slope", lambda x: x),
    "elu": ("alpha", np.expm1),
    "selu": None,
    "gelu": None,
    "silu": None,
    "mish": None,
    "softplus": None,
    "squared_relu": None,
}
"""Simplest first: a row, and the option that scales its left side, with the curve it scales."""


def normal() -> np.ndarray:
    """The quantiles of N(0, 1) in the middles of equally likely intervals.

    >>> float(normal().std().round(2))
    1.0
    """
    return np.array([NormalDist().inv_cdf((n + 0.5) / POINTS) for n in range(POINTS)])


def nearest(x: np.ndarray, y: np.ndarray) -> Nearest:
    """The row of `FIXED` that comes closest to y(x) in least squares; the simpler of equals.

    For a leaky ReLU of N(0, 1) with several slopes that is their mean.

    >>> x = normal()
    >>> nearest(x, np.maximum(x, 0.3 * x)).arm.label
    'leaky_relu(negative_slope=0.3)'
    """
    fits = [_fit(name, part, x, y) for name, part in FIXED.items()]
    best = min(fit.error for fit in fits)
    return next(fit for fit in fits if fit.error <= best + 1e-6)


def _fit(name, part, x, y) -> Nearest:
    options = {}
    if part is not None:
        option, curve = part
        left = curve(np.minimum(x, 0))
        options = {option: round(float(np.sum(left * y) / max(np.sum(left**2), 1e-12)), 6)}
    if options.get("negative_slope", 0) < 0:
        return Nearest(Arm(ACTIVATIONS[name], options), np.inf)
    arm = Arm(ACTIVATIONS[name], options)
    made = keras.ops.convert_to_numpy(arm()(x.astype("float32")))
    return Nearest(arm, float(np.sqrt(np.mean((made - y) ** 2))))
