"""The weights of a model, sorted by what probes look at, by path."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import keras

from keras_acts.found import Place, found
from keras_acts.taps import inside

Variables = dict[str, keras.Variable]


class Weights(NamedTuple):
    """Paths from the outermost model inwards, `encoder/dense`, to variables."""

    kernels: Variables
    """Trainable, of two axes or more, by layer; by layer and name where a layer has several."""
    learned: Variables
    """The trainable weights of activations."""
    every: Variables


def weights_of(model: keras.Model) -> Weights:
    """The weights of a built model, each once, also where layers are shared."""
    sorted_ = Weights({}, {}, {})
    for path, layer, own in _owners(model):
        one = found(layer)
        activation = one is not None and one.place is Place.WHOLE
        kernels = [] if activation else [v for v in own if v.trainable and len(v.shape) > 1]
        for variable in own:
            name = f"{path}/{variable.name}" if path else variable.name
            _put(sorted_.every, name, variable)
            if activation and variable.trainable:
                _put(sorted_.learned, name, variable)
            if any(variable is kernel for kernel in kernels):
                alone = path and len(kernels) == 1
                _put(sorted_.kernels, path if alone else name, variable)
    return sorted_


def _owners(model: Any) -> Iterator[tuple[str, Any, list[keras.Variable]]]:
    """(path, layer, the weights that are its own and of no layer inside of it)."""
    seen: set[int] = set()

    def walk(layer, path):
        if id(layer) in seen:
            return
        seen.add(id(layer))
        for inner in inside(layer):
            if isinstance(inner, keras.Layer):
                yield from walk(inner, f"{path}/{inner.name}" if path else inner.name)
        own = [variable for variable in layer.weights if id(variable) not in seen]
        seen.update(map(id, own))
        yield path, layer, own

    return walk(model, "")


def _put(variables: Variables, name: str, variable: keras.Variable) -> None:
    """Under its name, or under `name#2` where another has it."""
    number = 1
    while (f"{name}#{number}" if number > 1 else name) in variables:
        number += 1
    variables[f"{name}#{number}" if number > 1 else name] = variable
