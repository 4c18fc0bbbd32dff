"""What a sweep file's `[axes]` leave of the space that a model of the user's own declares."""

import math
from collections.abc import Mapping
from typing import Any

from keras_acts import named
from keras_acts.table import nearest
from keras_acts.tuning import own
from keras_acts.tuning.checks import TABLES
from keras_acts.tuning.declared import OWN, Declared
from keras_acts.tuning.space import among
from keras_acts.tuning.spec import ARMS, MANY, Spec

RESERVED = (
    *("schema", "cell", "seed", "epochs", "rung", "status", "reason", "what", "seconds", "threads"),
    *("loss", "parameters", "diverged_epoch", "diverged_step", "first_bad_layer", "trained_by"),
)
"""What a row says of a trial: no hyperparameter can have such a name."""


def narrowed(model: str, given: Mapping[str, Any]) -> tuple[tuple[Declared, ...], list[str]]:
    """The space of a model with the values that `given` lists by name, and what is wrong."""
    try:
        space = own.declared(model)
    except ValueError as error:
        return (), [str(error)]
    problems = [
        f"a hyperparameter must not be called {one.name!r}, which a row has already; received it "
        f"from {model}. Call it my_{one.name}, say."
        for one in space
        if one.name in RESERVED or one.name.startswith(("val_", "history_", "probe_"))
    ]
    for name, values in given.items():
        group = [one for one in space if _goes_by(one, name)]
        if not group:
            known = [one.name for one in space]
            problems.append(
                f"{model} must declare what [axes] name; received {name!r}{nearest(name, known)}; "
                f"it declares {', '.join(known) or 'nothing'}."
            )
        else:
            problems += _wrong(name, values, group)
    if problems:
        return space, problems
    return tuple(_narrowed(one, given) for one in space), []


def varied(
    space: tuple[Declared, ...], tuner: str
) -> tuple[dict[str, tuple[Any, ...]], dict[str, Any]]:
    """(axes, nuisance): the choices for the three arms, and those for all else."""
    axes: dict[str, tuple[Any, ...]] = {}
    for arm in ARMS:
        values = dict.fromkeys(v for one in space if _goes_by(one, arm) for v in one.values)
        axes[arm] = tuple(values) or (OWN,)
    nuisance = {
        one.name: one.range if one.range is not None and tuner != "grid" else one.values
        for one in space
        if not any(_goes_by(one, arm) for arm in ARMS)
    }
    return axes, nuisance


def source(model: str) -> str | None:
    """The hash of the file that the function of a model is written in."""
    try:
        return named.source_sha256(named.function("model", model))
    except ValueError:
        return None


def too_many(spec: Spec) -> list[str]:
    """What is wrong with a grid that never ends."""
    if spec.tuner != "grid" or spec.size < math.inf:
        return []
    return [
        f"a grid must have fewer than {MANY} cells; received more, declared by {spec.model}. List "
        "fewer values in [axes], or use the random tuner."
    ]


def _goes_by(one: Declared, name: str) -> bool:
    """Whether `[axes]` mean it by `name`; `initializer of relu, mpelu` goes by initializer."""
    return one.name == name or (name in ARMS and one.name.startswith(f"{name} of "))


def _label(name: str, value: Any) -> Any:
    return TABLES[name].arm(value).label if isinstance(value, Mapping) else value


def _wrong(name: str, values: Any, group: list[Declared]) -> list[str]:
    if not isinstance(values, list) or not values:
        return [f"{name} must be a list of choices; received {name} = {values!r}."]
    labels = [_label(name, value) if name in TABLES else value for value in values]
    if len({*map(repr, labels)}) < len(labels):
        return [f"{name} must not list a choice twice; received {name} = {values!r}."]
    return [
        f"{name} must be among what the model declares, {_words(group)}; received "
        f"{value!r}{nearest(value, [v for one in group for v in one.values])}."
        for value in labels
        if not any(_allowed(one, value) for one in group)
    ] + [
        f"{name} must leave a choice for {one.name!r}; received {name} = {values!r}. Add one of "
        f"{', '.join(map(str, one.values))}."
        for one in group
        if not any(_allowed(one, value) for value in labels)
    ]


def _allowed(one: Declared, value: Any) -> bool:
    """Whether a hyperparameter can have the value, and is of its type."""
    config = one.config["config"]
    if "min_value" not in config:
        return any(value == known and type(value) is type(known) for known in one.values)
    kinds = (int,) if one.config["class_name"] == "Int" else (int, float)
    return type(value) in kinds and config["min_value"] <= value <= config["max_value"]


def _words(group: list[Declared]) -> str:
    parts = []
    for one in group:
        config = one.config["config"]
        bounds = f"{config.get('min_value')} to {config.get('max_value')}"
        parts.append(bounds if "min_value" in config else ", ".join(map(str, one.values)))
    return "; ".join(parts)


def _narrowed(one: Declared, given: Mapping[str, Any]) -> Declared:
    for name, values in given.items():
        if _goes_by(one, name):
            labels = (_label(name, value) if name in TABLES else value for value in values)
            return among(one, tuple(label for label in labels if _allowed(one, label)))
    return one
