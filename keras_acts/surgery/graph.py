"""A model as a straight line of calls, its nested models laid open."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import keras
from keras.src.models.functional import functional_like_constructor


def opened(operation: Any) -> bool:
    """Whether surgery sees the layers of `operation`: a Functional or a built Sequential model."""
    if isinstance(operation, keras.Sequential):
        return operation._functional is not None
    return isinstance(operation, keras.Function) and functional_like_constructor(type(operation))


def nodes(model: keras.Model) -> Iterator[Any]:
    """Every call recorded in a model, makers before users, without the inputs."""
    by_depth = getattr(model, "_functional", model)._nodes_by_depth
    for depth in sorted(by_depth, reverse=True):
        yield from (node for node in by_depth[depth] if not node.is_input)


@dataclass(frozen=True)
class Call:
    """One call of a layer or operation; numbers stand for the tensors."""

    path: str
    """Names from the outermost model inwards: `encoder/block1/relu`."""
    node: Any
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]

    @property
    def operation(self) -> Any:
        return self.node.operation


@dataclass
class Program:
    """The calls of a model in order; a layer called twice is there twice."""

    calls: list[Call] = field(default_factory=list)
    outputs: set[int] = field(default_factory=set)
    users: dict[int, list[Call]] = field(default_factory=dict)
    maker: dict[int, Call] = field(default_factory=dict)

    def add(self, call: Call) -> None:
        self.calls.append(call)
        for value in set(call.inputs):
            self.users.setdefault(value, []).append(call)
        self.maker.update((value, call) for value in call.outputs)


def program(model: keras.Model) -> Program:
    """Runs numbers through the model in place of tensors.

    A nested model called twice is run twice, each time with the numbers of that call, so that a
    number's users and maker are found across the borders of models.
    """
    result = Program()
    fresh = iter(range(10**9))

    def run(model, arguments, path):
        number = dict(zip(map(id, model.inputs), arguments))
        for node in nodes(model):
            inputs = tuple(number[id(tensor)] for tensor in node.input_tensors)
            name = path + node.operation.name
            if opened(node.operation):
                outputs = run(node.operation, inputs, name + "/")
            else:
                outputs = tuple(next(fresh) for _ in node.outputs)
                result.add(Call(name, node, inputs, outputs))
            number.update(zip(map(id, node.outputs), outputs))
        return tuple(number[id(tensor)] for tensor in model.outputs)

    result.outputs = set(run(model, [next(fresh) for _ in model.inputs], ""))
    return result
