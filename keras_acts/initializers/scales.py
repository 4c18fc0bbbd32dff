"""The factors on kernels that give the pre-activations of a batch variance 1.

s_l = 1 / sqrt(Var(W_l x_l)), where x_l is what the layers before give with their factors on.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import keras
import numpy as np
from keras import ops

from keras_acts.taps import tapped

FEWEST = 32
"""Below this many numbers (samples x units) a variance says too little."""
FLATTEST = 1e-12
"""A variance below this is no signal to be scaled up."""


class Scaled(NamedTuple):
    """A layer, the variance of its pre-activation before, and the factor on its kernel."""

    layer: str
    variance: float
    scale: float


@dataclass(frozen=True)
class Scales:
    """What was scaled, in the order of the computation, and what was left and why; printable."""

    layers: tuple[Scaled, ...]
    left: Mapping[str, str]

    def __str__(self) -> str:
        width = max(map(len, [one.layer for one in self.layers] + [*self.left]), default=0)
        done = [f"{name:{width}}  {v:10.4g}  x {scale:.4g}" for name, v, scale in self.layers]
        left = [f"{name:{width}}  left: {reason}" for name, reason in self.left.items()]
        return "\n".join([f"{'layer':{width}}  {'variance':>10}  scale", *done, *left])


def unit_scales(
    model: keras.Model, batch: Any, names: Collection[str] | None = None, tolerance: float = 0.0
) -> Scales:
    """The factors on the kernels that give every pre-activation variance 1; changes nothing.

    One forward pass that goes on with what it has scaled. Biases are taken to be 0.

    Args:
        names: the layers to scale, as `Tap.name` has them; all affine layers if None.
        tolerance: a variance as near to 1 as this has the factor 1.
    """
    factors: dict[int, float] = {}
    done: list[Scaled] = []
    left: dict[str, str] = {}

    def at(tap, x):
        if not tap.affine or not (id(tap.layer) in factors or names is None or tap.name in names):
            return tap.activation(x)
        if id(tap.layer) not in factors:
            variance, reason = _variance(x)
            near = abs(variance - 1) <= tolerance
            factors[id(tap.layer)] = factor = 1.0 if reason or near else variance**-0.5
            if reason:
                left[tap.name] = reason
            else:
                done.append(Scaled(tap.name, variance, factor))
        # A factor in half precision would be off by as much for every unit.
        wide = ops.cast(x, keras.backend.result_type(x.dtype, "float32"))
        return tap.activation(ops.cast(wide * factors[id(tap.layer)], x.dtype))

    with tapped(model, at):
        model(batch, training=False)
    return Scales(tuple(done), left)


def affine_layers(model: keras.Model, batch: Any) -> dict[str, keras.Layer]:
    """{name: layer} of each affine layer at its first call, in the order of the computation."""
    sample = keras.tree.map_structure(lambda array: array[:1], batch)
    names: dict[str, keras.Layer] = {}

    def at(tap, x):
        if tap.affine and tap.layer not in names.values():
            names[tap.name] = tap.layer
        return tap.activation(x)

    with tapped(model, at):
        model(sample, training=False)
    return names


def _variance(x):
    """(variance over everything, why it cannot be scaled to 1)."""
    array = ops.convert_to_numpy(ops.cast(x, "float32"))
    variance = float(np.var(array, dtype="float64"))
    if array.size < FEWEST:
        return variance, f"{array.size} numbers in the batch are too few to scale by"
    if not math.isfinite(variance):
        return variance, "its pre-activations are not finite"
    if variance < FLATTEST:
        return variance, f"its variance on the batch is {variance:.1g}"
    return variance, ""
