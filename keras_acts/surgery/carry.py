"""What a layer made anew, and a model, get from the old one."""

from typing import Any

import keras
from keras import tree

from keras_acts.surgery.graph import opened


def carry(old: Any, new: Any, *, exchanged: bool, keeps: bool) -> None:
    """Gives a layer the `trainable`, the weights and the generator states of the old one.

    Models must come before their layers, because to set theirs sets that of all layers. A layer
    that was `exchanged` and `keeps` its weights keeps those that are not its activation's.
    """
    layers = isinstance(old, keras.Layer) and isinstance(new, keras.Layer)
    if not layers or new is old:
        return
    if new.trainable != old.trainable:
        new.trainable = old.trainable
    if keeps and not opened(old):
        _assign(
            old, new, *((_own(old), _own(new)) if exchanged else (old.variables, new.variables))
        )


def _assign(old, new, sources, targets):
    if len(sources) != len(targets):
        raise ValueError(
            f"surgery: a layer must make its weights when the model is built; received {old.name!r}"
            f" with {len(sources)} weights and generator states and its copy with {len(targets)}. "
            "A layer with weights stands by itself, not as `activation=` of another; swap it too."
        )
    for source, target in zip(sources, targets):
        target.assign(source)
    if hasattr(new, "finalize_state"):
        new.finalize_state()


def _own(layer):
    """Its variables without those of a layer that it has as its activation."""
    others = {id(variable) for variable in getattr(layer.activation, "variables", ())}
    return [variable for variable in layer.variables if id(variable) not in others]


def carry_compile(old: keras.Model, new: keras.Model) -> None:
    """Compiles as `old` was: optimizers and metrics anew, functions and losses as they are."""
    if old.compiled and type(old).compile is keras.Model.compile:
        new.compile(**tree.map_structure(_fresh, old._compile_config.config))
        new.optimizer.build(new.trainable_variables)


def _fresh(part):
    kinds = (keras.Optimizer, keras.Metric)
    return type(part).from_config(part.get_config()) if isinstance(part, kinds) else part
