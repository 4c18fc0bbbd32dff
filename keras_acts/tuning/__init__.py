"""Sweeps, and their choices for a Keras Tuner user's own `build(hp)`."""

from typing import Any

__all__ = ["choose_activation", "choose_batch_norm", "choose_initializer"]


def __getattr__(name: str) -> Any:
    """The three choices, imported when asked for: they bring keras_tuner with them."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from keras_acts.tuning import space

    return getattr(space, name)
