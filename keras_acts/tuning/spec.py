"""A sweep: what varies, what is fixed, and the cells that follow."""

import hashlib
import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from keras_acts.objective import USUAL, Objective
from keras_acts.results import ADDED
from keras_acts.table import Arm
from keras_acts.tuning.checks import TABLES, Range

ARMS = ("activation", "initializer", "batch_norm")


@dataclass(frozen=True)
class Second:
    """The second stage: how many of the best activations go on, and the seeds it is run with."""

    finalists: int
    seeds: tuple[int, ...]


@dataclass(frozen=True)
class Spec:
    """A sweep. `axes` and `nuisance` hold what varies, `fixed` what every cell has in common.

    Values that stand for an arm are its label; `arms[name][label]` is the arm.
    """

    name: str
    data: str
    samples: int | None
    validation: float
    model: str
    epochs: int
    seeds: tuple[int, ...]
    tuner: str
    trials: int
    baseline: str
    axes: Mapping[str, tuple]
    nuisance: Mapping[str, tuple | Range]
    fixed: dict[str, Any]
    arms: Mapping[str, Mapping[str, Arm]]
    confirm: Second | None = None
    quick: bool = False
    objective: Objective = USUAL

    def __getstate__(self) -> dict[str, Any]:
        """This sweep in plain words, for another process: arms by their names."""
        arms = {
            name: [TABLES[name].choice(arm) for arm in arms.values()]
            for name, arms in self.arms.items()
        }
        return {**vars(self), "arms": arms}

    def __setstate__(self, state: dict[str, Any]) -> None:
        made = {
            name: [TABLES[name].arm(choice) for choice in choices]
            for name, choices in state["arms"].items()
        }
        arms = {name: {arm.label: arm for arm in arms} for name, arms in made.items()}
        vars(self).update({**state, "arms": arms})

    @property
    def varied(self) -> dict[str, Any]:
        """Axes and nuisances: what a tuner chooses."""
        return {**self.axes, **self.nuisance}

    def cell(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Everything a trial is built from but its seed, in one order."""
        chosen = {name: values[name] for name in self.varied}
        return dict(sorted({**self.fixed, **chosen}.items()))

    def cells(self) -> Iterator[dict[str, Any]]:
        """Every cell of the grid, in the order of the file."""
        for values in itertools.product(*self.varied.values()):
            yield self.cell(dict(zip(self.varied, values)))

    def only(self, activation: str) -> "Spec":
        """The part of the sweep that is about one activation."""
        return replace(self, axes={**self.axes, "activation": (activation,)})

    def meaning(self) -> dict[str, Any]:
        """What finished trials rest on: a resume may vary more but not change what was fixed."""
        names = ("data", "samples", "validation", "model", "epochs", "quick")
        among = {
            name: {"among": values if isinstance(values, tuple) else (values.min, values.max)}
            for name, values in self.varied.items()
            if name not in ARMS
        }
        return {**{name: getattr(self, name) for name in names}, "settings": self.fixed | among}

    def shrunk(self) -> "Spec":
        """The same sweep in seconds: first seed, one epoch (Hyperband: three), few samples."""
        return replace(
            self,
            name=f"{self.name}-quick",
            samples=min(self.samples or 64, 64),
            epochs=min(self.epochs, 3 if self.tuner == "hyperband" else 1),
            seeds=self.seeds[:1],
            trials=min(self.trials, 2),
            confirm=self.confirm and Second(1, self.confirm.seeds[:1]),
            quick=True,
        )


def identity(cell: Mapping[str, Any]) -> str:
    """Eight hex digits that name a cell; the same as before there were the settings of `ADDED`."""
    told = {name: value for name, value in cell.items() if ADDED.get(name) != value}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:8]
