"""A model of the user's own: `build(hp)` as Keras Tuner's users write it, and its space."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import keras

from keras_acts import named
from keras_acts.tuning.declared import Declared
from keras_acts.tuning.space import empty, hyperparameter

TRIES = 50
"""How many models are built, at most, to find what a function declares."""


def function(name: str) -> Callable[[Any], keras.Model]:
    """The function called `name`; of a class or an object with a method `build` that method."""
    found: Any = named.function("model", name)
    if isinstance(found, type):
        found = found()
    return getattr(found, "build", found)


def built(name: str, cell: Mapping[str, Any], space: tuple[Declared, ...]) -> keras.Model:
    """The compiled model of a cell.

    Raises: ValueError if the function declares what it did not when its space was looked for, or
    returns what is no compiled model.
    """
    hp = empty()
    hp.values = {one.name: cell[one.name] for one in space if one.name in cell}
    model = function(name)(hp)
    unknown = hp.values.keys() - cell.keys()
    if unknown:
        raise ValueError(
            f"model = '{name}' must declare the same hyperparameters whenever it is called; "
            f"received {', '.join(sorted(unknown))} besides. Declare them outside of "
            "conditions, or inside of hp.conditional_scope."
        )
    return _model(name, model)


def ready(model: keras.Model, x: Any) -> keras.Model:
    """The model with all its variables; one without an Input has none before it sees a sample."""
    if not model.built:
        model(x)
    if isinstance(model.optimizer, keras.optimizers.Optimizer) and not model.optimizer.built:
        model.optimizer.build(model.trainable_variables)
    return model


def declared(name: str) -> tuple[Declared, ...]:
    """The hyperparameters of a function, found by calling it with their defaults, and with each
    end or choice of those it has declared, since it may declare more of them for some values.

    Raises: ValueError if it cannot build with the defaults or names one twice.
    """
    try:
        build = function(name)
        space = empty()
        _model(name, build(space))
    except Exception as error:
        keras.backend.clear_session()
        raise ValueError(
            f"model = '{name}' must build a compiled model from the defaults of its "
            f"hyperparameters; received {type(error).__name__}: {error}. Call it with an empty "
            "keras_tuner.HyperParameters() to see where."
        ) from error
    found = {one.name: one for one in space.space}
    todo = [(one, dict(space.values)) for one in space.space]
    for _, values in zip(range(TRIES), _variants(todo)):
        hp = empty()
        hp.values = dict(values)
        _quietly(build, hp)
        new = [one for one in hp.space if one.name not in found]
        found |= {one.name: one for one in new}
        todo += [(one, dict(hp.values)) for one in new]
        _once(name, hp.space)
    keras.backend.clear_session()
    return tuple(map(hyperparameter, _parents_first(found)))


def _variants(todo: list) -> Iterator[dict[str, Any]]:
    """Values that differ in one hyperparameter from those it was found with; `todo` may grow."""
    for one, values in todo:
        for value in _ends(one):
            if values.get(one.name) != value:
                yield {**values, one.name: value}


def _ends(one) -> list[Any]:
    kind = type(one).__name__
    if kind == "Int":
        return [one.max_value, one.min_value]
    return list(one.values) if kind in ("Choice", "Boolean") else []


def _quietly(build, hp):
    """A combination that cannot be built is a trial that fails, no reason to stop looking."""
    try:
        build(hp)
    except Exception:
        return


def _once(name, space):
    names = [one.name for one in space]
    for twice in {one for one in names if names.count(one) > 1}:
        raise ValueError(
            f"model = '{name}' must give each hyperparameter a name of its own; received "
            f"{twice!r} in several conditional scopes. Call them {twice}_1 and {twice}_2, say."
        )


def _parents_first(found: Mapping[str, Any]) -> Iterator[Any]:
    done: set[str] = set()
    while len(done) < len(found):
        for name, one in found.items():
            if name not in done and all(parent.name in done for parent in one.conditions):
                done.add(name)
                yield one


def _model(name, model):
    if not isinstance(model, keras.Model) or not model.compiled:
        what = "one without compile()" if isinstance(model, keras.Model) else type(model).__name__
        raise ValueError(
            f"model = '{name}' must return a compiled keras.Model; received {what}. End it with "
            "model.compile(...) and return model."
        )
    return model
