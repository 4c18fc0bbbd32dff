"""What activation a layer or operation applies, if any."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import keras
import numpy as np
from keras import layers

from keras_acts.layers import ACTIVATIONS
from keras_acts.layers.base import Learned

AFFINE = (
    *(layers.Dense, layers.EinsumDense, layers.Conv1D, layers.Conv2D, layers.Conv3D),
    *(layers.Conv1DTranspose, layers.Conv2DTranspose, layers.Conv3DTranspose),
    *(layers.DepthwiseConv1D, layers.DepthwiseConv2D),
    *(layers.SeparableConv1D, layers.SeparableConv2D),
)
"""Layers that apply their `activation` last, to an affine map."""
KNOWN = {name.replace("_", ""): name for name in (*dir(keras.activations), *ACTIVATIONS)}


class Place(Enum):
    """Where an activation is applied."""

    WHOLE = "the layer or operation is the activation"
    FUSED = "the layer applies it last, to an affine map"
    INSIDE = "the layer applies it somewhere inside of its call"


@dataclass(frozen=True)
class Found:
    """An activation in a model, by the name it has in `ACTIVATIONS` or in Keras."""

    name: str
    thing: Any
    """The layer, operation or function that computes it."""
    place: Place

    @property
    def options(self) -> Mapping[str, Any]:
        """The arguments that Keras's function of that name takes, with the values here."""
        function = getattr(keras.activations, self.name, None)
        given = list(inspect.signature(function).parameters.values())[1:] if function else []
        return {one.name: getattr(self.thing, one.name, one.default) for one in given}

    @property
    def label(self) -> str:
        """`relu(max_value=6)`: the name, and the options that are not Keras's defaults."""
        function = getattr(keras.activations, self.name, None)
        plain = inspect.signature(function).parameters if function else {}
        shown = [f"{k}={v}" for k, v in self.options.items() if v != plain[k].default]
        return f"{self.name}({', '.join(shown)})" if shown else self.name

    def ends(self, shape, dtype: str) -> tuple[float, float] | None:
        """f(-100) and f(100), means over one sample; None where the shape changes.

        What is learned is judged as it starts: a PReLU is one wherever its slopes have gone.
        """
        learned = isinstance(self.thing, (Learned, layers.PReLU))
        thing = ACTIVATIONS[self.name]() if learned else self.thing
        y = _values(thing, shape, dtype, (-100.0, 100.0))
        return (float(y[0].mean()), float(y[1].mean())) if y.shape[1:] == _sample(shape) else None

    def same(self, other: Callable, shape, dtype: str) -> bool:
        """Whether `other` gives the same numbers from -100 to 100, but for the last digits."""
        points = (-100.0, -10.0, -3.0, -1.0, -0.5, -0.125, 0.0, 0.125, 1.0, 3.0, 100.0)
        one, two = (_values(thing, shape, dtype, points) for thing in (self.thing, other))
        digits = 1e-2 if dtype in ("float16", "bfloat16") else 1e-6
        return one.shape == two.shape and np.allclose(one, two, rtol=digits, atol=digits)


def found(operation, named: tuple[type, ...] = ()) -> Found | None:
    """The activation of an operation; None where it has none, or a linear one.

    Of layers that are neither Keras's nor ours only those of the types `named` count.
    """
    activation = getattr(operation, "activation", None)
    if name := _token(type(operation)):
        result = Found(name, operation, Place.WHOLE)
    elif isinstance(operation, layers.Activation):
        result = Found(_name(activation), activation, Place.WHOLE)
    elif isinstance(operation, keras.Layer) and callable(activation):
        last = type(operation).call in [kind.call for kind in AFFINE]
        result = Found(_name(activation), activation, Place.FUSED if last else Place.INSIDE)
    elif isinstance(operation, named) and not _ours(type(operation)):
        result = Found(type(operation).__name__, operation, Place.WHOLE)
    else:
        return None
    return None if result.name == "linear" else _plain(result)


def _sample(shape):
    return tuple(size or 2 for size in shape[1:])


def _values(thing, shape, dtype, points):
    """What `thing` makes of samples that are one of the points everywhere."""
    x = np.stack([np.full(_sample(shape), point, "float32") for point in points])
    return keras.ops.convert_to_numpy(thing(keras.ops.cast(x, dtype))).astype("float64")


def _plain(one: Found) -> Found:
    """`relu` with nothing but a negative slope goes by the name `leaky_relu`."""
    other = {name: value for name, value in one.options.items() if name != "negative_slope"}
    leaky = one.name == "relu" and one.options["negative_slope"]
    return Found("leaky_relu", one.thing, one.place) if leaky and not any(other.values()) else one


def _name(activation):
    name = _token(type(activation)) or getattr(activation, "__name__", "")
    return name or type(activation).__name__


def _token(kind: type) -> str | None:
    """The name of the activation that a class of Keras or of ours, or a parent, is."""
    names = (KNOWN.get(one.__name__.lower()) for one in kind.__mro__ if _ours(one))
    return next(filter(None, names), None)


def _ours(kind: type) -> bool:
    return kind.__module__.split(".")[0] in ("keras", "keras_acts")
