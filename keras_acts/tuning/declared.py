"""A hyperparameter of a model of the user's own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from keras_acts.tuning.checks import Range

OWN = "own"
"""The label of an arm that a model of the user's own does not choose."""


@dataclass(frozen=True)
class Declared:
    """A hyperparameter that a model of the user's own declares, or what `[axes]` left of it."""

    name: str
    values: tuple[Any, ...]
    """What a grid goes through."""
    range: Range | None
    """Between which bounds a tuner samples, if it is not among `values`."""
    conditions: tuple[tuple[str, tuple[Any, ...]], ...]
    """(parent, values): it is active where each parent is active and has one of the values."""
    config: Mapping[str, Any]
    """Keras Tuner's own description of it."""

    def active(self, values: Mapping[str, Any]) -> bool:
        """Whether the values of its parents make it active."""
        return all(values.get(parent) in among for parent, among in self.conditions)

    def only(self, activation: str) -> "Declared":
        """The same, or if it is the activation, that one alone."""
        if self.name != "activation" or activation == OWN:
            return self
        told = {**self.config["config"], "values": [activation], "default": None}
        return replace(self, values=(activation,), config={**self.config, "config": told})
