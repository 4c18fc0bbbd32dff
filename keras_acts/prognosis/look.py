"""What the doctor sees of a model on a batch: one forward and one backward pass."""

from typing import Any, NamedTuple

import keras
import numpy as np

from keras_acts.diagnostics import PROBES, Observer, Probe, Site
from keras_acts.diagnostics.observe import Look


def _difference(site: Site) -> float:
    x = np.asarray(site.x, "float64")
    square = np.square(x).mean()
    return float(x.var(axis=0).mean() / square) if square else 0.0


DIFFERENCE = Probe(
    name="difference",
    unit="share",
    measures="variance between samples, mean over units, over the mean square: of x at a call",
    reads_as="Near 0 every sample looks alike to this layer, and none behind it can tell them "
    "apart; near 1 the mean is 0.",
    of="call",
    measure=_difference,
)
NAMES = (
    *("forward_variance", "backward_variance", "dead_units"),
    *("saturated_left", "saturated_right", "bias_shift", "gradient_norm"),
)
NEEDED = [*(PROBES[name] for name in NAMES), DIFFERENCE]
"""The probes of a look."""


class Layer(NamedTuple):
    """One activation, or the last affine map; None where there is no such reading."""

    name: str
    variance: float
    """Of its input x, over batch and units."""
    forward_gain: float | None
    """That over the one of the layer before."""
    gradient: float
    """Variance of dL/dx."""
    gradient_gain: float | None
    """That over the one of the layer after."""
    difference: float
    """Share of x^2 that differs between samples."""
    dead: float | None
    """Share of units that give 0 for every sample."""
    saturated: float | None
    """Share of inputs where |f'(x)| < 0.01, on either side."""
    shift: float | None
    """Mean over channels of the absolute mean output."""


class Seen(NamedTuple):
    """The layers, and the norm of dL/dW for each kernel, in the order of the model."""

    layers: tuple[Layer, ...]
    kernels: dict[str, float]


def look(model: keras.Model, x: Any, y: Any) -> Seen:
    """Looks at a compiled model as training sees it; nothing in it changes."""
    with np.errstate(all="ignore"):
        return sorted_out(Observer(model, NEEDED)(x, y))


def sorted_out(seen: Look) -> Seen:
    """What a look with the probes of `NEEDED` says."""
    variance, gradient = seen["forward_variance"], seen["backward_variance"]
    # An affine map whose activation stands by itself shows what that shows, but the last one.
    names = [n for n in variance if n in seen["dead_units"] or n == list(variance)[-1]]
    layers = [_layer(seen, name, before) for name, before in zip(names, [None, *names])]
    after = [*(gradient[name] for name in names[1:]), None]
    layers = [one._replace(gradient_gain=_over(one.gradient, g)) for one, g in zip(layers, after)]
    return Seen(tuple(layers), seen["gradient_norm"])


def _layer(seen, name, before):
    variance = seen["forward_variance"]
    sides = [seen[side].get(name) for side in ("saturated_left", "saturated_right")]
    return Layer(
        name,
        variance[name],
        _over(variance[name], variance.get(before)),
        seen["backward_variance"][name],
        None,
        seen["difference"][name],
        seen["dead_units"].get(name),
        None if None in sides else sum(sides),
        seen["bias_shift"].get(name),
    )


def _over(one, other):
    return one / other if other else None
