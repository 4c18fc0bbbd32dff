"""A sweep: what varies, what is fixed, and the cells that follow."""

import hashlib
import itertools
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from keras_acts.objective import USUAL, Objective
from keras_acts.results import ADDED
from keras_acts.table import Arm
from keras_acts.tuning.checks import TABLES, Range
from keras_acts.tuning.declared import OWN, Declared

ARMS = ("activation", "initializer", "batch_norm")


MANY = 100_000
"""As many cells of a model of the user's own are not counted."""


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
    margin: float | None = None
    """What is no difference in practice, told before the sweep; None for the objective's own."""
    all_pairs: bool = False
    """Whether every two activations are compared, not only each with the baseline."""
    space: tuple[Declared, ...] | None = None
    """What a model of the user's own declares."""
    source: str | None = None
    """The hash of the file its function is written in."""
    costs: bool = True
    """Whether the end of the sweep measures what each activation costs."""

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
        if self.space is not None:
            return self._own_cell(values)
        chosen = {name: values[name] for name in self.varied}
        return dict(sorted({**self.fixed, **chosen}.items()))

    def cells(self) -> Iterator[dict[str, Any]]:
        """Every cell of the grid, in the order of the file."""
        if self.space is not None:
            yield from self._own_cells()
            return
        for values in itertools.product(*self.varied.values()):
            yield self.cell(dict(zip(self.varied, values)))

    def only(self, activation: str) -> "Spec":
        """The part of the sweep that is about one activation."""
        space = self.space and tuple(one.only(activation) for one in self.space)
        return replace(self, axes={**self.axes, "activation": (activation,)}, space=space)

    def first(self) -> dict[str, Any]:
        """A cell to try before all others: the first value of everything that varies."""
        if self.space is not None:
            return next(self._own_cells())
        firsts = {n: v[0] if isinstance(v, tuple) else v.min for n, v in self.varied.items()}
        return self.cell(firsts)

    @property
    def size(self) -> float:
        """How many cells there are; infinity where they are too many to count."""
        if self.space is None:
            sizes = [len(v) if isinstance(v, tuple) else math.inf for v in self.varied.values()]
            return math.prod(sizes)
        if any(isinstance(values, Range) for values in self.varied.values()):
            return math.inf
        counted = sum(1 for _ in itertools.islice(self._own_cells(), MANY))
        return math.inf if counted == MANY else counted

    def _own_cell(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Settings, what is declared and active, and the arms among that."""
        chosen = {name: values[name] for name in self.settings}
        for one in self.space or ():
            if one.active(chosen):
                chosen[one.name] = values[one.name]
        arms = {
            arm: next((v for n, v in chosen.items() if n == arm or n.startswith(f"{arm} of ")), OWN)
            for arm in ARMS
        }
        return dict(sorted({**self.fixed, **arms, **chosen}.items()))

    @property
    def settings(self) -> dict[str, Any]:
        """What varies and is not declared: the batch size at most."""
        names = {*ARMS, *(one.name for one in self.space or ())}
        return {name: values for name, values in self.varied.items() if name not in names}

    def _own_cells(self) -> Iterator[dict[str, Any]]:
        """The cells, in which only what is active varies."""
        for values in itertools.product(*self.settings.values()):
            settings = dict(zip(self.settings, values))
            yield from (self.cell(settings | chosen) for chosen in _chosen(self.space or (), {}))

    def meaning(self) -> dict[str, Any]:
        """What finished trials and what is said of them rest on: a resume may vary more but not
        change what was fixed."""
        names = ("data", "samples", "validation", "model", "epochs", "quick")
        among = {
            name: {"among": values if isinstance(values, tuple) else (values.min, values.max)}
            for name, values in self.varied.items()
            if name not in ARMS
        }
        own = {} if self.source is None else {"source": self.source}
        told = {name: getattr(self, name) for name in names}
        margin = self.objective.margin if self.margin is None else self.margin
        family = {"margin": margin, "all_pairs": self.all_pairs}
        return {**told, **own, **family, "settings": self.fixed | among}

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


def _chosen(space: Sequence[Declared], values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every choice of values, the last hyperparameter varying first."""
    if not space:
        yield values
        return
    one, *rest = space
    for more in [{one.name: v} for v in one.values] if one.active(values) else [{}]:
        yield from _chosen(rest, values | more)


def identity(cell: Mapping[str, Any]) -> str:
    """Eight hex digits that name a cell; the same as before there were the settings of `ADDED`."""
    told = {name: value for name, value in cell.items() if ADDED.get(name) != value}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:8]
