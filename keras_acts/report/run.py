"""A run directory as a report sees it: rows grouped into the combinations that were compared."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from keras_acts import results
from keras_acts.costed import read_costs
from keras_acts.objective import USUAL, Objective
from keras_acts.results import Row, mean_score, rank

ARMS = ("activation", "initializer", "batch_norm")
OWN = "own"
"""The label of an arm that a model of the user's own does not choose."""


@dataclass(frozen=True)
class Combination:
    """Activation, initializer and BatchNorm with the best of their settings, over all seeds."""

    activation: str
    initializer: str
    batch_norm: str
    company: str
    """What the activation stands with, in words: `taylor, BatchNorm before`."""
    settings: Mapping[str, Any]
    rows: tuple[Row, ...]
    objective: Objective = USUAL

    @property
    def name(self) -> str:
        """`mpelu + taylor, BatchNorm before`; of a model of the user's own, what it chooses."""
        chosen = "" if self.activation == OWN else self.activation
        return " + ".join(part for part in (chosen, self.company) if part)

    @property
    def values(self) -> dict[int, float]:
        """The objective of each seed that has one."""
        found = {row["seed"]: self.objective.value(row) for row in self.rows}
        return {seed: value for seed, value in found.items() if value is not None}

    @property
    def mean(self) -> float | None:
        """The mean of the seeds that have a value."""
        values = self.values.values()
        return sum(values) / len(values) if values else None

    @property
    def score(self) -> float:
        """The mean over all seeds, the better the larger; one without a value counts as worst."""
        return mean_score(self.rows, self.objective)

    def count(self, status: str) -> int:
        """How many seeds ended with `status`."""
        return sum(row["status"] == status for row in self.rows)


@dataclass(frozen=True)
class Run:
    """What lies in a run directory."""

    name: str
    plan: Mapping[str, Any]
    provenance: Mapping[str, Any]
    best: Mapping[str, Any] | None
    rows: tuple[Row, ...]
    """Of the search."""
    second: tuple[Row, ...] = ()
    """Of the second stage, in which the finalists were trained with fresh seeds."""
    costs: Mapping[str, Any] | None = None
    """What the best of each activation costs, where that was measured: costs.json."""

    @cached_property
    def objective(self) -> Objective:
        """What choices rest on; validation accuracy where an older plan does not say."""
        return Objective(**self.plan["objective"]) if "objective" in self.plan else USUAL

    @cached_property
    def axes(self) -> dict[str, list[str]]:
        """The choices on each of the three axes, in the order of the sweep file."""
        return {
            axis: list(dict.fromkeys(map(str, (*self.plan["axes"][axis], *self._found(axis)))))
            for axis in ARMS
        }

    def _found(self, axis: str) -> list[str]:
        return [row[axis] for row in self.rows]

    @property
    def without_arms(self) -> bool:
        """Whether the model chooses no activation, so that only its settings are compared."""
        return self.axes["activation"] == [OWN]

    def short(self, axis: str, label: str) -> str:
        """A label without its options, unless another on the axis has the same name."""
        names = [one.split("(")[0] for one in self.axes[axis]]
        name = label.split("(")[0]
        return name if names.count(name) == 1 else label

    def place(self, batch_norm: str) -> str:
        """Where a BatchNorm setting normalises, in words; nothing where the model does not say."""
        if batch_norm == OWN:
            return ""
        return f"BatchNorm {self.short('batch_norm', batch_norm)}".replace(
            "BatchNorm none", "no BatchNorm"
        )

    @cached_property
    def combinations(self) -> dict[tuple[str, str, str], Combination]:
        """The best settings of each combination that has a row, in the order of the file."""
        cells: dict[tuple, dict[tuple, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for row in self.rows:
            cells[tuple(row[axis] for axis in ARMS)][row["epochs"], row["cell"]].append(row)
        order = {
            (a, i, b): None
            for a in self.axes["activation"]
            for i in self.axes["initializer"]
            for b in self.axes["batch_norm"]
        }
        return {key: self._best_settings(cells[key]) for key in order if key in cells}

    def best_of(self, activation: str) -> Combination | None:
        """The combination of an activation with the best score, if any has a value."""
        own = [c for c in self.combinations.values() if c.activation == activation]
        best = max(own, key=lambda one: rank(list(one.rows), self.objective)[:2], default=None)
        return best if best is not None and best.values else None

    @cached_property
    def confirmed(self) -> list[Combination]:
        """The finalists with the seeds that chose nothing, best first."""
        cells: dict[str, list[Row]] = defaultdict(list)
        for row in self.second:
            cells[row["cell"]].append(row)
        order = sorted(cells.values(), key=lambda own: rank(own, self.objective), reverse=True)
        return [self._combination(rows) for rows in order]

    def of(self, row: Mapping[str, Any]) -> Combination:
        """What a row belongs to: where it was confirmed, that."""
        second = [one for one in self.confirmed if one.rows[0]["cell"] == row["cell"]]
        return second[0] if second else self.combinations[tuple(row[axis] for axis in ARMS)]

    def _best_settings(self, cells) -> Combination:
        """Among the longest trained cells of a combination the one with the best score."""
        longest = max(epochs for epochs, _ in cells)
        among = [cells[cell] for cell in cells if cell[0] == longest]
        return self._combination(max(among, key=lambda found: rank(found, self.objective)))

    def _combination(self, rows: list[Row]) -> Combination:
        varied = [*self.plan["axes"], *self.plan["nuisance"]]
        settings = {n: rows[0][n] for n in varied if n not in ARMS and n in rows[0]}
        if any(row["rung"] for row in rows):
            settings["epochs"] = rows[0]["epochs"]
        in_order = tuple(sorted(rows, key=lambda row: row["seed"]))
        activation, initializer, batch_norm = (rows[0][axis] for axis in ARMS)
        first = "" if initializer == OWN else self.short("initializer", initializer)
        company = ", ".join(part for part in (first, self.place(batch_norm)) if part)
        names = (activation, initializer, batch_norm)
        return Combination(*names, company, settings, in_order, self.objective)


def read(folder: Path) -> Run:
    """The run in `folder`; ValueError if it is no run directory."""
    provenance = results.read_provenance(folder) if folder.is_dir() else None
    if provenance is None:
        raise ValueError(
            f"{folder} must be the directory of a sweep; received one without provenance.json. "
            "Give the --out of a sweep, or runs/NAME."
        )
    plan = provenance["plan"]
    varied = plan["axes"].keys() | plan["nuisance"].keys()
    usual = {name: value for name, value in results.ADDED.items() if name in varied}
    found = ({**usual, **row} for row in results.read_rows(folder))
    planned = [row for row in found if _planned(row, plan)]
    every = [{**row, **{arm: str(row[arm]) for arm in ARMS}} for row in planned]
    fresh = (plan.get("confirm") or {"seeds": ()})["seeds"]
    rows = tuple(row for row in every if row["seed"] not in fresh)
    second = tuple(row for row in every if row["seed"] in fresh)
    best = results.read_json(folder / "best.json")
    if best and not any(row["cell"] == best["cell"] for row in rows):
        best = None
    return Run(plan["name"], plan, provenance, best, rows, second, read_costs(folder))


def _planned(row: Row, plan: Mapping[str, Any]) -> bool:
    """Whether a row belongs to the plan as it is now, and not to a wider one before."""
    for name, values in (*plan["axes"].items(), *plan["nuisance"].items()):
        if name not in row or row[name] == OWN:
            continue
        inside = isinstance(values, dict) and values["min"] <= row[name] <= values["max"]
        if not inside and (isinstance(values, dict) or row[name] not in values):
            return False
    return True
