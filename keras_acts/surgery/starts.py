"""Function-preserving starts: with which parameters a new activation begins as the old one."""

from collections.abc import Callable, Mapping
from typing import Any

from keras_acts.found import Found

STARTS: Mapping[tuple[str, str], Callable[[Found], dict[str, Any]]] = {
    ("relu", "prelu"): lambda old: {"alpha": 0.0},
    ("relu", "mpelu"): lambda old: {"alpha": 0.0, "beta": 1.0},
    ("relu", "srelu"): lambda old: _bent(0.0),
    ("subgradient_relu", "prelu"): lambda old: {"alpha": 0.0},
    ("subgradient_relu", "mpelu"): lambda old: {"alpha": 0.0, "beta": 1.0},
    ("subgradient_relu", "srelu"): lambda old: _bent(0.0),
    ("leaky_relu", "prelu"): lambda old: {"alpha": old.options["negative_slope"]},
    ("leaky_relu", "srelu"): lambda old: _bent(old.options["negative_slope"]),
    ("rrelu", "prelu"): lambda old: {"alpha": old.thing.test_slope},
    ("rrelu", "srelu"): lambda old: _bent(old.thing.test_slope),
    ("prelu", "prelu"): lambda old: {"alpha": old.thing.alpha},
    ("prelu", "srelu"): lambda old: _bent(old.thing.alpha),
    ("elu", "mpelu"): lambda old: {"alpha": old.options["alpha"], "beta": 1.0},
    ("elu", "pelu"): lambda old: {"alpha": 1.0, "beta": 1.0} if old.options["alpha"] == 1 else {},
    ("celu", "mpelu"): lambda old: {"alpha": _alpha(old), "beta": 1 / _alpha(old)},
    ("celu", "pelu"): lambda old: {"alpha": _alpha(old), "beta": _alpha(old)},
    ("silu", "swish"): lambda old: {"beta": 1.0},
    ("silu", "acon_c"): lambda old: {"p1": 1.0, "p2": 0.0, "beta": 1.0},
    ("swish", "acon_c"): lambda old: {"p1": 1.0, "p2": 0.0, "beta": old.thing.beta},
    ("squared_relu", "star_relu"): lambda old: {"scale": 1.0, "bias": 0.0},
}
"""(old, new): the parameters of the new activation, numbers or the variables of the old one.

Only learned activations are here: a fixed one that begins as the old one stays the old one.
"""


def start(old: Found, new: str) -> dict[str, Any]:
    """The parameters with which the activation `new` computes what `old` does; {} for none.

    >>> from keras_acts.found import Place
    >>> import keras
    >>> start(Found("leaky_relu", keras.activations.leaky_relu, Place.FUSED), "prelu")
    {'alpha': 0.2}
    """
    make = STARTS.get((old.name, new))
    changed = old.name == "relu" and old.label != "relu"
    return make(old) if make and not changed else {}


def _bent(slope):
    """An SReLU of one kink, at 0."""
    return {"t_left": 0.0, "a_left": slope, "t_right": 1.0, "a_right": 1.0}


def _alpha(old):
    return old.options["alpha"]
