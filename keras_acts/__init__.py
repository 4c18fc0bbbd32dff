"""Research activations for Keras, initializers that know them, and sweeps that choose.

Importing this package registers every layer and initializer under `keras_acts>Name`; that is
all `keras.models.load_model` needs.
"""

import sys

from keras_acts.quiet import imports_later

if not imports_later():
    from keras_acts import initializers, layers
    from keras_acts.layers import get
    from keras_acts.saving import inspect, load_model

__version__ = "0.1.0"
__all__ = [
    "custom_objects",
    "diagnostics",
    "doctor",
    "freeze_learned",
    "get",
    "initializers",
    "inspect",
    "layers",
    "load_model",
    "swap",
    "sweep",
    "with_multipliers",
]


def __getattr__(name: str):
    """What is imported when it is asked for, as all is on the command line."""
    if name in ("diagnostics", "initializers", "layers"):
        import keras_acts.diagnostics
        import keras_acts.initializers
        import keras_acts.layers  # noqa: F401 (taken from sys.modules)

        return sys.modules[f"keras_acts.{name}"]
    if name in ("inspect", "load_model"):
        from keras_acts import saving

        return getattr(saving, name)
    if name in ("freeze_learned", "swap"):
        from keras_acts import surgery

        return getattr(surgery, name)
    if name == "get":
        from keras_acts.layers import get

        return get
    if name == "doctor":
        from keras_acts.prognosis import doctor

        return doctor
    if name == "sweep":
        from keras_acts.swept import sweep

        return sweep
    if name == "with_multipliers":
        from keras_acts.multipliers import with_multipliers

        return with_multipliers
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def custom_objects() -> dict[str, type]:
    """Every class of this package by the name it is saved under, for `custom_objects=`.

    >>> custom_objects()["keras_acts>MPELU"].__name__
    'MPELU'
    """
    import keras

    registered = keras.saving.get_custom_objects()
    return {name: cls for name, cls in registered.items() if name.startswith("keras_acts>")}
