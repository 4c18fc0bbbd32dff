"""Which cell comes next: the one place that knows Keras Tuner from the inside.

Rows are the truth. A sweep that goes on starts its oracle anew and tells it the scores of the
rows there are, in the order it asks: with its seed it then asks for the same cells again. So
nothing rests on Keras Tuner's own files, which are not written in a way that survives a kill,
and whose grid cannot resume. They are left in `tuner/` for those who want to look.
"""

import math
import shutil
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras_tuner
from keras_tuner.oracles import (
    BayesianOptimizationOracle,
    HyperbandOracle,
    RandomSearchOracle,
)

from keras_acts.seeds import derive
from keras_acts.tuning.space import hyperparameters
from keras_acts.tuning.spec import Spec

SCORE = "score"
"""What Keras Tuner is told; `results.mean_score` says what that is."""


class CellOracle(keras_tuner.Oracle):
    """Hands out the cells of the grid in their order."""

    def __init__(self, spec: Spec, **kwargs):
        super().__init__(**kwargs)
        self.todo = list(spec.cells())

    def populate_space(self, trial_id):
        begun = len(self.trials)
        if begun == len(self.todo):
            return {"status": "STOPPED"}
        return {"status": "RUNNING", "values": self.todo[begun]}


class RefillingHyperband(HyperbandOracle):
    """Hyperband that draws cells anew once each has been drawn, where Keras Tuner's just ends.

    A cell that is drawn again costs nothing: its row is there.
    """

    def _random_values(self):
        values = super()._random_values()
        if values is None:
            self._tried_so_far.clear()
            values = super()._random_values()
        return values


@dataclass(frozen=True)
class Asked:
    """A cell to train for so many epochs with these seeds; `trial` is Keras Tuner's name for it,
    if it asked."""

    cell: Mapping[str, Any]
    epochs: int
    seeds: tuple[int, ...]
    trial: Any = None


class Cells:
    """The cells of a sweep, one after the other: `ask`, train, `tell` the score."""

    def __init__(self, spec: Spec, folder: Path):
        self.spec = spec
        self.lowest = math.inf
        self.oracle = _oracle(spec)
        self.oracle.verbose = 0
        # Twenty draws in a row that were drawn before are no proof that no other is left.
        self.oracle._max_collisions = 1000
        self.asked = 0
        # Keras Tuner writes all its state anew at each step, which grows; `keep` does it once.
        vars(self.oracle).update(save=_nothing, _save_trial=_nothing)
        shutil.rmtree(folder, ignore_errors=True)
        self.oracle._set_project_dir(str(folder.parent), folder.name)

    @property
    def planned(self) -> int:
        """How many cells will be asked for, at most."""
        if isinstance(self.oracle, HyperbandOracle):
            return len(self.epochs)
        if isinstance(self.oracle, CellOracle):
            return len(self.oracle.todo)
        drawn_once = isinstance(self.oracle, RandomSearchOracle)
        return int(min(self.spec.trials, self.spec.size if drawn_once else math.inf))

    @property
    def epochs(self) -> list[int]:
        """For how many epochs each of them will be trained, at most: Hyperband's rungs differ."""
        if not isinstance(self.oracle, HyperbandOracle):
            return self.planned * [self.spec.epochs]
        size, epochs = self.oracle._get_size, self.oracle._get_epochs
        brackets = range(self.oracle._get_num_brackets())
        rungs = [(bracket, rung) for bracket in brackets for rung in range(bracket + 1)]
        return [epochs(*rung) for rung in rungs for _ in range(size(*rung))]

    def ask(self) -> Asked | None:
        """The next cell, or None when there is none, or none before another is told."""
        self.asked += 1
        with warnings.catch_warnings():
            # Of few cells a Gaussian process always says that its bounds are close.
            warnings.filterwarnings("ignore", module=r"sklearn\.gaussian_process")
            trial = self.oracle.create_trial(f"keras_acts {self.asked}")
        if trial.status != "RUNNING":
            return None
        values = trial.hyperparameters.values
        epochs = values.get("tuner/epochs", self.spec.epochs)
        return Asked(self.spec.cell(values), epochs, self.spec.seeds, trial)

    def tell(self, asked: Asked, score: float) -> None:
        """Ends what was asked; more is a better score.

        Only finite numbers can be told, since others would end a search or spoil a Gaussian
        process: minus infinity counts as the lowest score told before, or 0.
        """
        if math.isfinite(score):
            self.lowest = min(self.lowest, score)
        elif math.isfinite(self.lowest):
            score = self.lowest
        else:
            score = 0.0
        self.oracle.update_trial(asked.trial.trial_id, {SCORE: score})
        asked.trial.status = "COMPLETED"
        self.oracle.end_trial(asked.trial)

    def keep(self) -> None:
        """Writes Keras Tuner's own files, for those who want to look."""
        for name in ("save", "_save_trial"):
            vars(self.oracle).pop(name, None)
        for trial in self.oracle.trials.values():
            self.oracle._save_trial(trial)
        self.oracle.save()


def _nothing(*arguments) -> None:
    """In the place of what is not to be written."""


def _oracle(spec: Spec) -> keras_tuner.Oracle:
    usual = {
        "objective": keras_tuner.Objective(SCORE, "max"),
        "hyperparameters": hyperparameters(spec),
        # 0 would mean a random seed.
        "seed": derive(spec.seeds[0], "tuner") % 2**31 or 1,
    }
    match spec.tuner:
        case "random":
            return RandomSearchOracle(max_trials=spec.trials, **usual)
        case "bayesian":
            return BayesianOptimizationOracle(max_trials=spec.trials, **usual)
        case "hyperband":
            return RefillingHyperband(max_epochs=spec.epochs, **usual)
    return CellOracle(spec, **usual)
