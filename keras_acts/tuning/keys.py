"""The keys of a sweep file: what each is when left out, what it must be, and what it means."""

from collections.abc import Callable
from typing import Any

from keras_acts.objective import USUAL, Objective
from keras_acts.tuning import checks
from keras_acts.tuning.checks import SETTINGS

TOP: dict[str, tuple[Any, Any]] = {
    "data": ("digits", checks.source),
    "samples": (None, lambda name, value: checks.whole(name, value, 2)),
    "validation": (0.2, lambda name, value: checks.number(name, value, 0, 1)),
    "model": ("mlp", checks.model),
    "epochs": (10, checks.whole),
    "seeds": ((0,), checks.seeds),
    "tuner": ("grid", checks.one_of(("grid", "random", "bayesian", "hyperband"))),
    "trials": (20, checks.whole),
    "baseline": (None, checks.text),
    "objective": (USUAL, checks.objective),
    "margin": (None, checks.number),
    "all_pairs": (False, checks.true_or_false),
    "costs": (True, checks.true_or_false),
}
"""The keys outside of tables that are not settings: the value when left out, and the check."""
CONFIRM: dict[str, tuple[Any, Any]] = {
    "finalists": (3, checks.whole),
    "seeds": (None, checks.seeds),
}
"""The keys of [confirm]; fresh seeds must be given."""
BATCH_SIZE = 32
"""Of a model of the user's own, as in `fit`."""

MEANS = {
    "data": 'What is learned. Also `"file.npz"` or `"module:function"`.',
    "samples": "How many training samples are taken, equally many of each class; all of them.",
    "validation": "The share of training samples split off, where data has no such part.",
    "model": 'The net. Also `"module:function"`, a `build(hp)` of your own.',
    "epochs": "How often a trial sees the training samples.",
    "seeds": "Each combination is trained once with each; differences are paired by seed.",
    "tuner": "Which combinations are tried: all, or those that Keras Tuner's oracle asks for.",
    "trials": "How many combinations the tuners other than grid try for each activation.",
    "baseline": "The activation that the others are compared with; the first of the list.",
    "objective": "What choices rest on, measured on validation data.",
    "margin": "The difference of the objective that does not matter to you; 0.005 of an accuracy.",
    "all_pairs": "Whether every two activations are compared, not only each with the baseline.",
    "costs": "Whether the time and memory of each activation are measured at the end.",
    "optimizer": 'Also with options: `{ name = "sgd", momentum = 0.95 }`.',
    "learning_rate": "Of the optimizer.",
    "batch_size": "How many samples an update sees; 32 for a model of your own.",
    "input_scale": "The inputs, of about variance 1, are multiplied by it inside of the net.",
    "weight_decay": "Of kernels, as Keras's optimizers have it.",
    "learned_rate": "How many times the learning rate acts on what activations learn.",
    "learned_decay": "How many times the weight decay acts on what activations learn.",
    "confirm.finalists": "How many of the best activations are trained again, beside the baseline.",
    "confirm.seeds": "Fresh ones, none of those that chose. They must be given.",
}
"""A sentence for each key."""
HEAD = ["key", "unless told", "must be", "meaning"]


def lines() -> list[list[str]]:
    """A line a key; what it must be is what its check says of a value that is wrong."""
    rules = {**TOP, **SETTINGS, **{f"confirm.{key}": rule for key, rule in CONFIRM.items()}}
    return [
        HEAD,
        *(
            [key, _usual(usual), _must(key, check), MEANS[key]]
            for key, (usual, check) in rules.items()
        ),
    ]


def _usual(value: Any) -> str:
    if isinstance(value, Objective):
        return f'"{value.name}"'
    if value is None or isinstance(value, bool):
        return {None: "–", True: "true", False: "false"}[value]
    return (
        f'"{value}"'
        if isinstance(value, str)
        else str(list(value) if isinstance(value, tuple) else value)
    )


def _must(key: str, check: Callable[[str, Any], Any]) -> str:
    try:
        check(key, "?" if key == "data" else None)
    except ValueError as error:
        return str(error).split(" must be ", 1)[1].split("; received")[0]
    raise AssertionError(f"the check of {key} must refuse None; it took it.")
