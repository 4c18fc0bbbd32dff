"""Taps: where the activations of a model take their input, open to look at and to change."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import keras

from keras_acts.found import AFFINE, Place, found

CLOSED = (keras.layers.Wrapper, keras.layers.RNN, keras.layers.Bidirectional)
"""What calls the layers inside of it in a loop of its own."""


@dataclass(frozen=True)
class Tap:
    """One call of an activation: `activation(x)`."""

    name: str
    """Names from the outermost model inwards, `encoder/relu`; of a second call `encoder/relu#2`."""
    layer: Any
    """The layer or operation that applies it."""
    affine: bool
    """Whether x is the affine map of `layer`, whose last step the activation is."""
    linear: bool
    """Whether nothing is applied."""
    activation: Callable[[Any], Any]


@contextmanager
def tapped(model: keras.Model, at: Callable[[Tap, Any], Any]) -> Iterator[None]:
    """Inside of it, at(tap, x) is called wherever `model` would call `tap.activation(x)`.

    Those are the activations that stand by themselves, and the last steps of Dense, Conv and
    their kin, linear ones too; not what recurrent layers and wrappers apply inside. For any kind
    of built model, subclassed ones too; calls come in the order of the computation.

    >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, "relu", name="first")])
    >>> with tapped(model, lambda tap, x: print(tap.name, x.shape) or tap.activation(x)):
    ...     y = model(keras.ops.ones((1, 2)))
    first (1, 3)
    """
    calls: Counter[str] = Counter()

    def numbered(name):
        calls[name] += 1
        return name if calls[name] == 1 else f"{name}#{calls[name]}"

    places = list(_places(model))
    before = [(layer, attribute, vars(layer).get(attribute)) for _, layer, attribute in places]
    for name, layer, attribute in places:
        object.__setattr__(layer, attribute, _watched(name, layer, attribute, at, numbered))
    try:
        yield
    finally:
        for layer, attribute, value in before:
            if value is None:
                object.__delattr__(layer, attribute)
            else:
                object.__setattr__(layer, attribute, value)


def _watched(name, layer, attribute, at, numbered):
    original = getattr(layer, attribute)
    affine = attribute == "activation"
    linear = affine and original is keras.activations.linear

    def call(x, *args, **kwargs):
        def activation(x):
            return original(x, *args, **kwargs)

        return at(Tap(numbered(name), layer, affine, linear, activation), x)

    return call


def _places(model: Any) -> Iterator[tuple[str, Any, str]]:
    """(path, layer, the attribute that applies the activation), each layer once."""
    seen: set[int] = set()

    def walk(operation, path):
        if id(operation) in seen or isinstance(operation, CLOSED):
            return
        seen.add(id(operation))
        if type(operation).call in [kind.call for kind in AFFINE]:
            yield path, operation, "activation"
            return
        one = found(operation)
        if one is not None and one.place is Place.WHOLE:
            yield path, operation, "call"
            return
        for inner in inside(operation):
            yield from walk(inner, f"{path}/{inner.name}" if path else inner.name)

    return walk(model, "")


def inside(operation: Any) -> Iterable[Any]:
    """The layers and operations directly inside of a model or layer."""
    if isinstance(operation, keras.Sequential):
        return operation.layers
    if isinstance(operation, keras.Function):
        return operation.operations
    if isinstance(operation, keras.Layer):
        return operation._flatten_layers(recursive=False, include_self=False)
    return ()
