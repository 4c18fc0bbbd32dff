"""What a config may name: public Keras, our own, and what the caller adds; nothing else."""

import functools
from collections.abc import Mapping
from types import FunctionType

import keras

KINDS = {
    "keras.layers": (keras.layers, keras.layers.Layer),
    "keras.initializers": (keras.initializers, keras.initializers.Initializer),
    "keras.regularizers": (keras.regularizers, keras.regularizers.Regularizer),
    "keras.constraints": (keras.constraints, keras.constraints.Constraint),
    "keras.optimizers": (keras.optimizers, keras.optimizers.Optimizer),
    "keras.optimizers.schedules": (
        keras.optimizers.schedules,
        keras.optimizers.schedules.LearningRateSchedule,
    ),
    "keras.losses": (keras.losses, keras.losses.Loss),
    "keras.metrics": (keras.metrics, keras.metrics.Metric),
    "keras.quantizers": (keras.quantizers, object),
    "keras.dtype_policies": (keras.dtype_policies, keras.dtype_policies.DTypePolicy),
}
"""Public modules, and the base class of what may be taken from each."""
ALSO = {
    ("keras", "DTypePolicy"),
    ("keras", "Sequential"),
    ("keras.models", "Sequential"),
    ("keras.random", "SeedGenerator"),
    ("keras.src.models.functional", "Functional"),
}
"""Classes that configs name elsewhere."""
NEVER = {
    "Lambda": "runs Python code stored in the file",
    "__lambda__": "is Python code stored in the file",
    "TFSMLayer": "loads a SavedModel from a path in the file",
    "TorchModuleWrapper": "unpickles what the file holds",
    "FlaxLayer": "calls functions that the file names",
    "JaxLayer": "calls functions that the file names",
    "StringLookup": "may read a file that the config names",
    "IntegerLookup": "may read a file that the config names",
    "TextVectorization": "may read a file that the config names",
    "FeatureSpace": "holds layers that may read files the config names",
    "__typespec__": "builds TensorFlow objects from names in the file",
}
"""Refused even though Keras has them, and why; `custom_objects` cannot allow them."""
PLAIN = {"__tensor__", "__numpy__", "__keras_tensor__", "__bytes__", "__slice__", "__ellipsis__"}
"""Values that JSON lacks, as Keras writes them."""
DTYPES = {"bool", "bfloat16", "float16", "float32", "float64"} | {
    f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)
}
"""What a tensor in a config may consist of."""
FUNCTIONS = ("keras.activations", "keras.losses", "keras.metrics")
PURE_OPS = tuple(f"keras.src.ops.{part}" for part in ("numpy", "nn", "math", "image"))
"""Where the operations live that Functional models record for `x + y`; no control flow."""
SHORT = {
    "losses": {"bce", "kld", "mae", "mse", "mape", "msle"},
    "metrics": {"accuracy", "acc", "crossentropy", "ce"},
}
"""Abbreviations that Keras knows by heart."""


@functools.cache
def classes() -> frozenset[tuple[str, str]]:
    """(module, class name) of every class of public Keras that a config may name.

    >>> ("keras.layers", "Dense") in classes(), ("keras.layers", "Lambda") in classes()
    (True, False)
    """
    public = {
        (module, name)
        for module, (namespace, base) in KINDS.items()
        for name, one in vars(namespace).items()
        if isinstance(one, type) and issubclass(one, base)
    }
    return frozenset((public | ALSO | _operations()) - {(m, n) for m, n in public if n in NEVER})


@functools.cache
def functions(module: str) -> frozenset[str]:
    """Names of the functions of `keras.activations`, `keras.losses` or `keras.metrics`.

    >>> "relu" in functions("keras.activations"), "get" in functions("keras.activations")
    (True, False)
    """
    if module == "builtins":
        return frozenset().union(*(functions(one) for one in FUNCTIONS))
    if module not in FUNCTIONS:
        return frozenset()
    public = vars(KINDS[module][0] if module in KINDS else keras.activations)
    names = {name for name, one in public.items() if isinstance(one, FunctionType)}
    return frozenset(names - {"get", "serialize", "deserialize"})


@functools.cache
def identifiers(kind: str) -> frozenset[str]:
    """The strings that stand for an initializer, a loss, ...: `he_normal`, `mse`."""
    public = vars(KINDS[f"keras.{kind}"][0]) if f"keras.{kind}" in KINDS else {}
    names = {name for name, one in public.items() if isinstance(one, type)}
    words = names | {name.lower() for name in names} | functions(f"keras.{kind}")
    short = SHORT.get(kind, set())
    return frozenset(words | short | {word.upper() for word in short})


def custom(objects: Mapping[str, object]) -> frozenset[str]:
    """Registered names that may stand in a config: all of ours, and the caller's."""
    registered = keras.saving.get_custom_objects()
    return frozenset({name for name in registered if name.startswith("keras_acts>")} | {*objects})


def _operations():
    waiting, found = [keras.Operation], set()
    while waiting:
        for one in waiting.pop().__subclasses__():
            waiting.append(one)
            if one.__module__ in PURE_OPS:
                found.add((one.__module__, one.__name__))
    return found
