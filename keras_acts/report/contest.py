"""What is compared in a run: each activation's best with another's, on the same seeds."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from keras_acts.report.run import Combination, Run
from keras_acts.results import Row

Seeds = Mapping[int, float]


@dataclass(frozen=True)
class Contest:
    """The combinations that stand for the activations of a run.

    Of the second stage where there is one, whose seeds had no part in choosing them; else of the
    search.
    """

    run: Run

    @property
    def baseline(self) -> str:
        """The activation that all others are compared with."""
        return self.run.plan["baseline"]

    @cached_property
    def arms(self) -> dict[str, Combination]:
        """What stands for each activation that has a result, in the order of the sweep file."""
        found = {name: self._best(name) for name in self.run.axes["activation"]}
        return {name: one for name, one in found.items() if one is not None}

    @cached_property
    def family(self) -> list[tuple[str, str]]:
        """The comparisons that were declared, each an activation and what it is compared with.

        All activations, or the finalists, with the baseline; where the sweep asks for all pairs,
        with one another too. The seeds of a second stage chose no finalist, so only they are
        counted there.
        """
        among = self.arms if self.run.confirmed else self.run.axes["activation"]
        others = [name for name in among if name != self.baseline]
        pairs = [(name, self.baseline) for name in others]
        if self.run.provenance["meaning"].get("all_pairs"):
            pairs += [(later, one) for one, later in combinations(others, 2)]
        return pairs

    @property
    def sign(self) -> int:
        """1 where more is better, -1 where less is."""
        return 1 if self.run.objective.direction == "max" else -1

    @property
    def margin(self) -> float | None:
        """What is no difference in practice, as declared; of older runs, the objective's own."""
        return self.run.provenance["meaning"].get("margin", self.run.objective.margin)

    def apart(self, activation: str, other: str) -> dict[int, float]:
        """The activation less the other, on each seed on which both ended."""
        return self._less(activation, other, lambda row: self.run.objective.value(row))

    def apart_at_worst(self, activation: str, other: str) -> dict[int, float]:
        """The same, and a seed that diverged or failed counts as the worst there is."""
        return self._less(activation, other, self._at_worst)

    def lost(self, activation: str) -> int:
        """How many seeds of the activation diverged or failed."""
        one = self.arms.get(activation)
        return one.count("diverged") + one.count("failed") if one else 0

    @cached_property
    def worst(self) -> float:
        """What a lost seed counts as: 0 of a share, else the worst that any trial ended with."""
        if self.run.objective.share:
            return 0.0
        rows = (*self.run.rows, *self.run.second)
        ended = [self.run.objective.value(row) for row in rows]
        return min((v for v in ended if v is not None), key=lambda v: self.sign * v, default=0.0)

    def mean_at_worst(self, rows: Sequence[Row]) -> float:
        """The mean of rows, a lost one as the worst there is."""
        values = [self._at_worst(row) for row in rows]
        return math.fsum(v for v in values if v is not None) / len(values)

    def _less(self, activation, other, value):
        sides = [self.arms.get(name) for name in (activation, other)]
        rows = [{row["seed"]: value(row) for row in one.rows} if one else {} for one in sides]
        one, other = ({s: v for s, v in side.items() if v is not None} for side in rows)
        return {seed: one[seed] - other[seed] for seed in sorted(one.keys() & other.keys())}

    def _at_worst(self, row: Row) -> float | None:
        value = self.run.objective.value(row)
        return self.worst if value is None and row["status"] in ("diverged", "failed") else value

    def _best(self, activation):
        if self.run.confirmed:
            own = (one for one in self.run.confirmed if one.activation == activation)
            return next(own, None)
        return self.run.best_of(activation)
