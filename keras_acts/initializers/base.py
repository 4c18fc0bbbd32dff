"""The row every initializer has, and what an activation must be for a closed form to hold."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import keras
from keras import ops

from keras_acts.table import Arm, option_names


def _always(activation: Arm, **options) -> None:
    return None


@dataclass(frozen=True, kw_only=True)
class Initializer:
    """What is known of an initializer: one row, read by sweeps, docs, report and tests."""

    name: str
    """The token in the command line, in sweeps, rows and figures: `msra`."""
    make: Callable[..., keras.initializers.Initializer]
    """make(activation, seed, **options), with the activation as an arm."""
    source: str
    """Authors, year, arXiv id."""
    fits: Callable[..., str | None] = _always
    """fits(activation, **options): None, or the reason why the pair makes no sense."""
    finish: Callable[[keras.Model, Any, int], object] | None = None
    """finish(model, samples, seed) on the built model, for an initializer that needs data."""

    def __call__(self, activation: Arm, seed: int | None = None, **options):
        return self.make(activation, seed, **options)

    @property
    def options(self) -> list[str]:
        """The names of the options that a sweep may set."""
        return option_names(self.make)[2:]


def left_slope(activation: Arm) -> float:
    """f'(0-) of the activation as it starts; ValueError if it has none."""
    slope = activation.row.left_slope(activation())
    if slope is None:
        raise ValueError(f"{activation.label} must have a slope at 0; it combines channels.")
    return slope


def why_no_rectifier(activation: Arm) -> str | None:
    """None if f(x) = x for x > 0, which He's argument assumes; else the reason why not."""
    name = activation.row.name
    if activation.row.left_slope(activation()) is None:
        return f"{name} has no slope at 0, and the formula needs one"
    x = ops.array([[0.5], [2.0], [4.0]])
    y = ops.cast(activation()(x), x.dtype)
    if bool(ops.any(ops.abs(y[:, :1] - x) > 1e-4)):
        return f"the formula assumes f(x) = x for x > 0, and {name} is not such a rectifier"
    return None
