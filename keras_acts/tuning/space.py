"""The choices as Keras Tuner hyperparameters, for our sweeps and for anyone's `build(hp)`."""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import keras_tuner
from keras_tuner.engine import hyperparameters as hyperparameters_module

from keras_acts.batch_norm import BATCH_NORMS, BatchNorm
from keras_acts.initializers import INITIALIZERS
from keras_acts.layers import ACTIVATIONS
from keras_acts.table import Arm, Table
from keras_acts.tuning.checks import Range
from keras_acts.tuning.declared import Declared
from keras_acts.tuning.spec import Spec


@dataclass(frozen=True)
class Chosen(Arm):
    """An arm that a tuner chose under a name, and what it was chosen among."""

    name: str = ""
    among: tuple[Arm, ...] = ()


def choose_activation(
    hp: keras_tuner.HyperParameters, choices: Sequence[Any], name: str = "activation"
) -> Chosen:
    """Lets the tuner choose; every call of what comes back is a fresh layer.

    Args:
        choices: names, or tables of a name and options, as in a sweep file.

    >>> hp = keras_tuner.HyperParameters()
    >>> choose_activation(hp, ["mpelu", "relu"])().name.startswith("mpelu")
    True
    """
    arms = _arms(ACTIVATIONS, choices)
    chosen = _chosen(hp, name, arms)
    return Chosen(chosen.row, chosen.options, name, tuple(arms.values()))


def choose_initializer(
    hp: keras_tuner.HyperParameters,
    choices: Sequence[Any],
    activation: Any,
    name: str = "initializer",
) -> Callable[..., Any]:
    """Lets the tuner choose among those that fit the activation; a call gives a fresh one.

    Where activations differ in what fits, each group of them has a choice of its own, called
    `initializer of relu, mpelu`.

    Args:
        choices: names, or tables of a name and options, as in a sweep file.
        activation: what `choose_activation` gave, or the name of a fixed activation.

    Raises: ValueError if an activation has no initializer that fits, or for one that needs data,
    which no kernel has when it is made: call `keras_acts.initializers.lsuv(model, batch)` on the
    finished model instead.
    """
    activation = ACTIVATIONS.arm(activation)
    arms = _arms(INITIALIZERS, choices)
    _refuse_those_that_need_data(arms)
    groups: dict[tuple[str, ...], list[str]] = {}
    for one in getattr(activation, "among", (activation,)):
        groups.setdefault(_fitting(arms, one), []).append(one.label)
    if len(groups) == 1:
        chosen = hp.Choice(name, list(*groups))
    else:
        for fitting, labels in groups.items():
            # Keras Tuner forgets a value whose name an inactive scope uses too.
            own = f"{name} of {', '.join(labels)}"
            with hp.conditional_scope(activation.name, labels):
                offered = hp.Choice(own, list(fitting))
            if activation.label in labels:
                chosen = offered
    return partial(arms[chosen], activation)


def choose_batch_norm(
    hp: keras_tuner.HyperParameters, choices: Sequence[Any], name: str = "batch_norm"
) -> BatchNorm:
    """Lets the tuner choose; `.before(x)` and `.after(x)` normalise where it says."""
    arms = _arms(BATCH_NORMS, choices)
    return _chosen(hp, name, arms)()


def empty() -> keras_tuner.HyperParameters:
    """What a function declares its hyperparameters to."""
    return keras_tuner.HyperParameters()


def hyperparameters(spec: Spec) -> keras_tuner.HyperParameters:
    """The space of a sweep: a choice for each axis and nuisance."""
    hp = keras_tuner.HyperParameters()
    for one in spec.space or ():
        hp.merge([_keras_tuners(one)])
    varied = spec.varied if spec.space is None else spec.settings
    for name, values in varied.items():
        if isinstance(values, Range):
            kind = hp.Int if isinstance(values.min, int) else hp.Float
            kind(name, values.min, values.max, sampling=values.sampling)
        else:
            hp.Choice(name, list(values))
    return hp


def hyperparameter(one: Any) -> Declared:
    """What a sweep must know of a hyperparameter of Keras Tuner's."""
    kind, config = type(one).__name__, hyperparameters_module.serialize(one)
    conditions = tuple((parent.name, tuple(parent.values)) for parent in one.conditions)
    numeric = kind in ("Int", "Float")
    values = tuple(sorted(one.values) if numeric else one.values)
    bounded = numeric and one.step is None
    bounds = Range(one.min_value, one.max_value, one.sampling) if bounded else None
    return Declared(one.name, values, bounds, conditions, config)


def among(one: Declared, values: tuple[Any, ...]) -> Declared:
    """A hyperparameter among `values` alone."""
    conditions = _keras_tuners(one).conditions
    choice = hyperparameters_module.Choice(one.name, list(values), conditions=conditions)
    config = hyperparameters_module.serialize(choice)
    return Declared(one.name, values, None, one.conditions, config)


def _keras_tuners(one: Declared) -> Any:
    # Keras Tuner changes the configuration that it reads.
    return hyperparameters_module.deserialize(copy.deepcopy(dict(one.config)))


def _arms(table: Table, choices: Sequence[Any]) -> dict[str, Arm]:
    return {arm.label: arm for arm in map(table.arm, choices)}


def _chosen(hp: keras_tuner.HyperParameters, name: str, arms: dict[str, Arm]) -> Arm:
    label = hp.Choice(name, list(arms))
    if label not in arms:
        raise ValueError(
            f"a name must stand for the same choices each time; {name!r} gave {label!r}, received "
            f"{', '.join(arms)}. Give another `name=`."
        )
    return arms[label]


def _refuse_those_that_need_data(arms: dict[str, Arm]) -> None:
    needy = [label for label, arm in arms.items() if arm.row.finish]
    if needy:
        raise ValueError(
            "initializer must be one that needs no data in a build(hp) of your own; received "
            f"{', '.join(needy)}. Choose orthogonal, and call keras_acts.initializers.lsuv(model, "
            "batch) on the model before it is returned; a sweep file can name it."
        )


def _fitting(arms: dict[str, Arm], activation: Arm) -> tuple[str, ...]:
    reasons = {label: arm.row.fits(activation, **arm.options) for label, arm in arms.items()}
    fitting = tuple(label for label, reason in reasons.items() if reason is None)
    if not fitting:
        raise ValueError(
            f"{activation.label} must have an initializer that fits; received {', '.join(arms)}: "
            f"{'; '.join(map(str, reasons.values()))}. Add one, such as moment."
        )
    return fitting
