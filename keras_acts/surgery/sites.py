"""The activations of a model, each with the reason to leave it."""

from dataclasses import dataclass, field
from typing import Any, cast

import keras

from keras_acts.found import Found, found
from keras_acts.surgery.graph import Call, Program, program
from keras_acts.surgery.roles import activated, obstacle, role


@dataclass(frozen=True)
class Site:
    """An activation of a model: what `swap(where=...)` gives to a predicate."""

    path: str
    """Names from the outermost model inwards: `encoder/block1/relu`."""
    layer: Any
    """The layer that is or applies the activation, or the operation: `keras.ops.relu(x)`."""
    found: Found = field(repr=False)
    role: str | None
    """Why it is left by default; None for a hidden, uncapped rectifier."""
    obstacle: str | None
    """Why it cannot be taken at all; None for most."""
    policy: Any = field(repr=False)
    """The dtype policy that a layer in its place gets."""
    shape: tuple = field(default=(), repr=False)
    """Of what goes into the activation."""

    @property
    def activation(self) -> str:
        """`relu`, `leaky_relu(negative_slope=0.3)`."""
        return self.found.label


def sites(model: keras.Model, named: tuple[type, ...] = ()) -> list[Site]:
    """Every activation in the order of the calls, one for a layer however often it is called."""
    line = program(model)
    result: dict[int, Site] = {}
    for call in line.calls:
        one = found(call.operation, named)
        if one is not None:
            site = _site(line, call, one)
            known = result.setdefault(id(call.operation), site)
            if known.role is None and site.role is not None:
                result[id(call.operation)] = site
    return [*result.values(), *_hidden(line, named)]


def _site(line: Program, call: Call, one: Found) -> Site:
    reason = obstacle(call, one)
    why = reason or role(line, call, one)
    shape = activated(call, one).shape
    return Site(call.path, call.operation, one, why, reason, _policy(call), shape)


def _hidden(line: Program, named) -> list[Site]:
    """The activations that layers keep inside, such as a wrapper's."""
    result = {}
    for call in line.calls:
        outer = f"inside of the {type(call.operation).__name__} {call.path}"
        for layer in _inner(call.operation, named):
            path, one = f"{call.path}/{layer.name}", found(layer, named)
            policy = layer.dtype_policy
            result[id(layer)] = Site(path, layer, cast(Found, one), outer, outer, policy)
    return list(result.values())


def _inner(operation, named):
    """Layers with an activation below an operation that has none itself."""
    if not isinstance(operation, keras.Layer) or found(operation, named):
        return
    for layer in operation._flatten_layers(recursive=False, include_self=False):
        if found(layer, named):
            yield layer
        yield from _inner(layer, named)


def _policy(call: Call):
    """The layer's, unless quantized; an operation's is the one that keeps its dtype."""
    if isinstance(call.operation, keras.Layer):
        compute, variable = call.operation.compute_dtype, call.operation.variable_dtype
        return keras.DTypePolicy(compute if compute == variable else f"mixed_{compute}")
    dtype = call.node.outputs[0].dtype
    policy = keras.config.dtype_policy()
    return policy if policy.compute_dtype == dtype else keras.DTypePolicy(dtype)
