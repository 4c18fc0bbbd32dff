"""What each value in a sweep file must be: each check gives the value or raises ValueError."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keras_acts import objective as objectives
from keras_acts.batch_norm import BATCH_NORMS
from keras_acts.data import SETS
from keras_acts.initializers import INITIALIZERS
from keras_acts.layers import ACTIVATIONS
from keras_acts.models import MODELS
from keras_acts.table import Arm, nearest
from keras_acts.tuning.optimizers import OPTIMIZERS


@dataclass(frozen=True)
class Range:
    """A nuisance between two bounds: `{ min = 0.001, max = 0.1, sampling = "log" }`."""

    min: float
    max: float
    sampling: str = "linear"


def whole(name: str, value: Any, low: int = 1, high: float = math.inf) -> int:
    """An integer in low..high; true and false are none."""
    if type(value) is not int or not low <= value <= high:
        bounds = f"of at least {low}" if high == math.inf else f"in {low}..{high}"
        raise ValueError(f"{name} must be an integer {bounds}; received {name} = {value!r}.")
    return value


def number(name: str, value: Any, low: float = 0.0, high: float = math.inf) -> float:
    """A finite number above `low` and below `high`."""
    real = type(value) in (int, float) and math.isfinite(value)
    if not real or not low < value < high:
        bounds = f"above {low:g}" + (f" and below {high:g}" if high < math.inf else "")
        raise ValueError(f"{name} must be a number {bounds}; received {name} = {value!r}.")
    return float(value)


def not_negative(name: str, value: Any) -> float:
    """A finite number of at least 0."""
    if type(value) not in (int, float) or not 0 <= value < math.inf:
        raise ValueError(f"{name} must be a number of at least 0; received {name} = {value!r}.")
    return float(value)


def text(name: str, value: Any) -> str:
    """A string that is not empty."""
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} must be a string; received {name} = {value!r}.")
    return value


def true_or_false(name: str, value: Any) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise ValueError(f"{name} must be true or false; received {name} = {value!r}.")
    return value


def seeds(name: str, value: Any) -> tuple[int, ...]:
    """A list of different integers in 0..2**32 - 1."""
    if not isinstance(value, list) or not value or len(set(map(repr, value))) < len(value):
        raise ValueError(
            f"{name} must be a list of different integers; received {name} = {value!r}."
        )
    return tuple(whole(name, seed, 0, 2**32 - 1) for seed in value)


def one_of(names) -> Callable[[str, Any], str]:
    """The check for one of `names`."""

    def check(name: str, value: Any) -> str:
        if value not in tuple(names):
            raise ValueError(
                f"{name} must be one of {', '.join(names)}; "
                f"received {name} = {value!r}{nearest(value, names)}."
            )
        return value

    return check


def source(name: str, value: Any) -> str:
    """The name of a data set, a path to an .npz file that is there, or `module:function`."""
    value = text(name, value)
    if value.endswith(".npz") and not Path(value).is_file():
        raise ValueError(f"{name} must be a file that exists; received {name} = {value!r}.")
    if not value.endswith(".npz") and ":" not in value:
        one_of(SETS)(name, value)
    return value


def objective(name: str, value: Any) -> objectives.Objective:
    """The name of a metric, or a table of its name and direction."""
    return objectives.objective(value)


def model(name: str, value: Any) -> str:
    """The name of a model, or `module:function` of the user's."""
    return value if ":" in str(value) else one_of(MODELS)(name, value)


def bounds(check: Callable[[str, Any], Any], tuner: str) -> Callable[[str, Any], Range]:
    """The check for `{ min = .., max = .., sampling = .. }`, both ends of which pass `check`."""

    def checked(name: str, value: Any) -> Range:
        if tuner == "grid":
            raise ValueError(
                f"{name} must be a list for the grid tuner; received {name} = {value!r}. "
                "List its values, or use the random, bayesian or hyperband tuner."
            )
        if not {"min", "max"} <= set(value) <= {"min", "max", "sampling"}:
            raise ValueError(
                f"{name} must be a list, or a table with min, max and perhaps sampling; "
                f"received {name} = {value!r}."
            )
        low, high = check(name, value["min"]), check(name, value["max"])
        sampling = one_of(("linear", "log"))(f"{name}.sampling", value.get("sampling", "linear"))
        if not low < high or type(low) is str or (sampling == "log" and low <= 0):
            raise ValueError(
                f"{name} must have min below max, and above 0 for log sampling; "
                f"received {name} = {value!r}."
            )
        return Range(low, high, sampling)

    return checked


def like(default: Any) -> Callable[[str, Any], Any]:
    """The check for an option of a model whose default is `default`."""
    if type(default) is int:
        return whole
    return not_negative if type(default) is float else text


TABLES = {
    "activation": ACTIVATIONS,
    "initializer": INITIALIZERS,
    "batch_norm": BATCH_NORMS,
    "optimizer": OPTIMIZERS,
}


def arm(name: str, value: Any) -> Arm:
    """An arm of the table called `name` whose options its maker accepts."""
    chosen = TABLES[name].arm(value)
    for option, given in chosen.options.items():
        if isinstance(given, float) and not math.isfinite(given):
            raise ValueError(f"{chosen.row.name}: {option} must be finite; received {given}.")
    try:
        if name == "initializer":
            chosen(ACTIVATIONS.arm("relu"))
        else:
            chosen()
    except (TypeError, ValueError) as error:
        raise ValueError(f"{chosen.label}: {error}") from error
    return chosen


SETTINGS: dict[str, tuple[Any, Callable[[str, Any], Any]]] = {
    "optimizer": ("sgd", arm),
    "learning_rate": (0.01, number),
    "batch_size": (128, whole),
    "input_scale": (1.0, number),
    "weight_decay": (0.0, not_negative),
    "learned_rate": (1.0, not_negative),
    "learned_decay": (0.0, not_negative),
}
"""What every cell has beside its three arms, and what it is when a sweep does not say.

Weight decay acts on kernels; what activations learn has `learned_rate` times the learning rate
and `learned_decay` times the weight decay. One that is added here must be in `results.ADDED`.
"""
