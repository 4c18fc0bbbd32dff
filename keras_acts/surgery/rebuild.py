"""A model made anew from its layers, with some of them exchanged."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any

import keras
from keras import tree
from keras.src.saving.serialization_lib import SafeModeScope

from keras_acts.surgery.carry import carry, carry_compile
from keras_acts.surgery.check import is_shared
from keras_acts.surgery.graph import nodes, opened


@dataclass(frozen=True)
class Edit:
    """What becomes of a layer or operation wherever the model calls it."""

    instead: keras.Operation | None = None
    """What takes its place; None takes it out."""
    after: keras.Layer | None = None
    """What follows it."""
    keeps: bool = False
    """Whether `instead` has the same weights."""


def config_of(operation: Any) -> dict[str, Any]:
    """Its config, with the function itself where Keras would only look it up by name."""
    config = operation.get_config()
    if "activation" in config and isinstance(operation.activation, FunctionType):
        config["activation"] = operation.activation
    return config


def rebuild(model: keras.Model, edits: Mapping[int, Edit]) -> keras.Model:
    """The model anew, with `edits` by the `id` of a layer or operation.

    Names, sharing, weights, the states of random generators and `trainable` are kept, and what
    the model was compiled with. Configs are read in safe mode, whatever the process has set; a
    Lambda layer is never read from its config but shared with the old model. A model whose class
    has a `compile` of its own is left for its user to compile.
    """
    made: dict[int, tuple[Any, Any]] = {}
    with SafeModeScope(True):
        new = _model(model, edits, made)
        for old, copy in reversed(made.values()):
            edit = edits.get(id(old))
            carry(old, copy, exchanged=edit is not None, keeps=edit is None or edit.keeps)
        carry_compile(model, new)
    return new


def _model(model, edits, made):
    new = (_sequential if isinstance(model, keras.Sequential) else _functional)(model, edits, made)
    made[id(model)] = model, new
    return new


def _sequential(model, edits, made):
    stack = [_input(model.inputs[0])]
    for layer in model.layers:
        edit = edits.get(id(layer), Edit(layer))
        stack += [_copy(layer, edits, made)] if edit.instead is not None else []
        stack += [edit.after] if edit.after is not None else []
    return keras.Sequential(stack, name=model.name)


def _functional(model, edits, made):
    inputs = tree.map_structure(_input, model.input)
    tensors = dict(zip(map(id, model.inputs), tree.flatten(inputs)))
    for node in nodes(model):
        args, kwargs = node.arguments.fill_in(tensors)
        edit = edits.get(id(node.operation), Edit(node.operation))
        result = tensors[id(node.input_tensors[0])]
        if edit.instead is not None:
            copy = _copy(node.operation, edits, made)
            same = copy is not edit.instead or edit.keeps
            result = copy(*args, **kwargs) if same else copy(result)
        if edit.after is not None:
            result = edit.after(result)
        tensors.update(zip(map(id, node.outputs), tree.flatten(result)))
    outputs = tree.map_structure(lambda tensor: tensors[id(tensor)], model.output)
    return type(model)(inputs=inputs, outputs=outputs, name=model.name)


def _input(tensor):
    layer = tensor._keras_history.operation
    return keras.Input(
        batch_shape=tensor.shape,
        dtype=tensor.dtype,
        sparse=tensor.sparse,
        name=layer.name,
        optional=layer.optional,
    )


def _copy(operation, edits, made):
    if id(operation) not in made:
        if id(operation) in edits:
            new = edits[id(operation)].instead
        elif opened(operation):
            return _model(operation, edits, made)
        elif is_shared(operation):
            new = operation
        else:
            new = type(operation).from_config(config_of(operation))
        made[id(operation)] = operation, new
    return made[id(operation)][1]
