"""Tables of rows by name, and arms: a row together with the options it is used with."""

import difflib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


def nearest(name: object, known) -> str:
    """Returns ` (did you mean 'x'?)` for the closest of the `known` names, or nothing."""
    close = difflib.get_close_matches(str(name), [str(one) for one in known], 1)
    return f" (did you mean {close[0]!r}?)" if close else ""


def option_names(make: Callable) -> list[str]:
    """The keyword arguments that `make` takes by name, without those a `partial` has bound."""
    bound = getattr(make, "keywords", {})
    named = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    parameters = inspect.signature(make).parameters.values()
    return [p.name for p in parameters if p.kind in named and p.name not in bound]


@dataclass(frozen=True)
class Arm:
    """A row with options: what a sweep compares and a model is built from.

    Calling an arm calls its row with the options, so every call gives a fresh layer or
    initializer. Its label is its identity in sweeps, rows and figures.
    """

    row: Any
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """`leaky_relu(negative_slope=0.25)`: the name, then the options in sorted order."""
        if not self.options:
            return self.row.name
        inside = ", ".join(f"{key}={value}" for key, value in sorted(self.options.items()))
        return f"{self.row.name}({inside})"

    def __call__(self, *args, **more):
        return self.row(*args, **{**self.options, **more})


class Table(dict):
    """Rows by name in display order; a name that is not there is answered with the nearest.

    >>> from keras_acts.layers import ACTIVATIONS
    >>> ACTIVATIONS.arm({"name": "leaky_relu", "negative_slope": 0.25}).label
    'leaky_relu(negative_slope=0.25)'
    """

    def __init__(self, kind: str, *rows, key: str = "name"):
        super().__init__((row.name, row) for row in rows)
        if len(self) != len(rows):
            raise ValueError(f"{kind}: two rows share a name; received {[r.name for r in rows]}.")
        self.kind = kind
        self.key = key

    def __missing__(self, name):
        raise ValueError(
            f"{self.kind} must be one of {', '.join(self)}; "
            f"received {self.kind}={name!r}{nearest(name, self)}."
        )

    def arm(self, choice: "str | Mapping[str, Any] | Arm") -> Arm:
        """The arm that a name, a table `{name = ..., option = ...}` or an arm stands for."""
        if isinstance(choice, Arm):
            return choice
        options = dict(choice) if isinstance(choice, Mapping) else {self.key: choice}
        if self.key not in options:
            raise ValueError(
                f"{self.kind} with options must have the key `{self.key}`; received {options}."
            )
        name = options.pop(self.key)
        row = self[name] if isinstance(name, str) else self.__missing__(name)
        for option in options:
            if option not in row.options:
                raise ValueError(
                    f"{self.kind} {row.name} takes "
                    f"{', '.join(row.options) or 'no options'}; "
                    f"received {option}={options[option]!r}{nearest(option, row.options)}."
                )
        return Arm(row, options)

    def choice(self, arm: Arm) -> dict[str, Any]:
        """An arm of this table in plain words, from which `arm` makes it again."""
        return {self.key: arm.row.name, **arm.options}
