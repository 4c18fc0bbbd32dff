"""Which activations and initializers would train in a model, and with what gain.

gain = (prod_l s_l)^(1/L), the one factor on all kernels that stands for LSUV's factors s_l.
"""

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import keras
from keras import ops

from keras_acts.initializers import INITIALIZERS
from keras_acts.initializers.orthonormal import kernels
from keras_acts.initializers.scales import affine_layers, unit_scales
from keras_acts.layers import ACTIVATIONS
from keras_acts.prognosis.batch import batch
from keras_acts.prognosis.doctor import doctor
from keras_acts.seeds import derive
from keras_acts.surgery import Site, swap
from keras_acts.table import Arm


class Pair(NamedTuple):
    """What the doctor says of a model with one activation and fresh kernels."""

    activation: str
    initializer: str
    trains: bool
    why: str
    gain: float | None
    """The factor on the kernels with which it would train; None if it does so without, or if
    this factor does not help either."""

    def __str__(self) -> str:
        pair = f"{self.activation} + {self.initializer}"
        if self.trains:
            return f"{pair}: trains"
        cure = (
            "no gain mends it" if self.gain is None else f"with kernels x {self.gain:.3g} it does"
        )
        return f"{pair}: does not train; {cure}. {self.why}"


def chosen(tried: str) -> dict[str, list[str]]:
    """Initializers by activation for `all`, or a list of `mpelu+msra` and of `relu` with each.

    Left out are pairs that do not fit, unless they are named. Raises ValueError for a name that
    is not there, or a named pair that does not fit.

    >>> chosen("relu,mpelu+msra")["mpelu"]
    ['msra']
    """
    pairs: dict[str, list[str]] = {}
    for part in _keeping_channels() if tried == "all" else tried.split(","):
        name, _, initializer = part.strip().partition("+")
        activation = ACTIVATIONS.arm(name)
        fitting = [n for n, row in INITIALIZERS.items() if row.fits(activation) is None]
        if initializer and initializer not in fitting:
            raise ValueError(
                f"--try must name pairs that fit; received {part.strip()}: "
                f"{INITIALIZERS[initializer].fits(activation)}. Name another initializer."
            )
        pairs.setdefault(name, []).extend([initializer] if initializer else fitting)
    return pairs


def pairs(model: keras.Model, x: Any, y: Any, tried: str = "all", seed: int = 0) -> Iterator[Pair]:
    """What the doctor says of each pair: the hidden activations swapped, the kernels drawn anew.

    Learned parameters of activations start as a new layer has them; biases are 0, BatchNorm is
    as new. `model` is not changed.

    Raises: ValueError as `doctor` and `swap` do.
    """
    x, y = batch(model, x, y)
    for name, initializers in chosen(tried).items():
        activation = ACTIVATIONS.arm(name)
        new, _ = swap(model, activation, where=_hidden, preserve=False, seed=seed)
        for initializer in initializers:
            yield _pair(new, x, y, activation, INITIALIZERS.arm(initializer), seed)


def _pair(model, x, y, activation, initializer, seed):
    renew(model, x, activation, initializer, seed)
    found = doctor(model, x, y)
    gain = None if found.trains else _gain(model, x)
    if gain is not None:
        for layer in affine_layers(model, x).values():
            last, _ = kernels(layer)[-1]
            last.assign(last * gain)
        gain = gain if doctor(model, x, y).trains else None
    return Pair(activation.label, initializer.label, found.trains, found.why, gain)


def renew(model: keras.Model, x: Any, activation: Arm, initializer: Arm, seed: int) -> None:
    """Draws every kernel of an affine layer anew; biases become 0, BatchNorm as new."""
    for layer, one in enumerate(affine_layers(model, x).values()):
        for position, (kernel, _) in enumerate(kernels(one)):
            draw = initializer(activation, seed=derive(seed, "fresh", layer, position))
            kernel.assign(draw(kernel.shape))
        if one.bias is not None:
            one.bias.assign(ops.zeros(one.bias.shape))
    for norm in model._flatten_layers():
        if isinstance(norm, keras.layers.BatchNormalization):
            for variable in norm.weights:
                ones = variable.name in ("gamma", "moving_variance")
                variable.assign((ops.ones if ones else ops.zeros)(variable.shape))
    if initializer.row.finish:
        initializer.row.finish(model, x, seed)


def _gain(model, x):
    scales = [math.log(one.scale) for one in unit_scales(model, x).layers]
    return math.exp(math.fsum(scales) / len(scales)) if scales else None


def _keeping_channels():
    return [name for name, row in ACTIVATIONS.items() if row.widens(row()) == 1]


def _hidden(site: Site) -> bool:
    """Every activation but the output, softmaxes, gates, and what cannot be taken."""
    left = ("the output", "a gate", "a softmax")
    return site.obstacle is None and not (site.role or "").startswith(left)
