"""A sweep cut to fit a budget: a pilot measures what a trial costs.

Of the grid and random tuners the first seed of every cell comes first. Further seeds go to the
baseline, then round by round to the activations, best first, so that what is cut is cut from the
hopeless. Of the Bayesian tuner every activation gets fewer trials, as of random search whose
first seeds do not fit; of Hyperband fewer seeds, all alike, since it cuts the hopeless by itself.
With a second stage the search takes half of the time at most.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from keras_acts import results
from keras_acts.results import Row
from keras_acts.tuning import signals, taken
from keras_acts.tuning.budget import Budget, Spent, allot
from keras_acts.tuning.read import BadSweep
from keras_acts.tuning.running import Running
from keras_acts.tuning.spec import Spec
from keras_acts.tuning.stages import Confirm, Pilot, Search, finalists, ranked


def through(budget: Budget, spec: Spec, folder: Path, running: Running, ahead: int) -> list[Row]:
    """The rows of a sweep that ends in time; what was cut stands in `budget.cuts`, in words.

    Raises BadSweep where not even one seed of every cell fits.
    """
    plan = Plan(budget, spec, folder, running, ahead)
    with signals.asking(budget.over):
        plan.pilot()
        try:
            plan.search()
            plan.confirm()
        except Spent:
            budget.cuts.append("The time was over before the last trials; they are not run.")
    for line in budget.cuts:
        running.progress.notice(f"cut to fit the budget: {line}")
    return list(running.rows.values())


@dataclass
class Plan:
    """The stages of a sweep, each cut to what time is left."""

    budget: Budget
    spec: Spec
    folder: Path
    running: Running
    ahead: int

    def pilot(self) -> None:
        """Two trials of every activation; a smaller plan if the first seeds of all do not fit."""
        try:
            self.running.through(Pilot(self.spec, self.folder / "tuner"), self.ahead)
        except Spent:
            self._refuse_pilot()
        whole = self._whole()
        if self.spec.confirm:
            self.budget.after = min(self.spec.confirm.finalists + 1, len(whole))
        slowest = max(row["seconds"] for row in self.running.rows.values())
        self.budget.longest = max(slowest, self.running.engine.at_once * max(whole.values()))
        if self.spec.tuner != "hyperband":
            self._fewer_cells(whole)
        elif not self._fitting():
            self._refuse(self._need(self.spec.seeds[:1]))

    def _fewer_cells(self, costs: Mapping[str, float]) -> None:
        cells = Search(self.spec, self.folder / "tuner").cells
        seeds = self.spec.seeds if self.spec.tuner == "bayesian" else self.spec.seeds[:1]
        whole = sum(costs[arm] * self._missing(arm, n, seeds) for arm, n in cells.items())
        share = self._share()
        if whole <= share:
            return
        each = len(seeds) * sum(costs.values())
        done = min(len(self._done(arm, seeds)) for arm in cells) // len(seeds)
        fit = done + int(share / each)
        if self.spec.tuner == "grid" or fit < 1:
            self._refuse(whole if self.spec.tuner == "grid" else each)
        self.budget.cuts.append(f"{fit} of {self.spec.trials} cells for each activation.")
        self.spec = replace(self.spec, trials=fit)

    def _fitting(self, had: int = 0) -> int:
        """With how many seeds Hyperband's search fits, after one with `had` of them."""
        seeds, share = self.spec.seeds, self._share()
        # What was not asked for by then never will be: a cell that is drawn again is there.
        over = self._need(seeds[:had])
        needs = [self._need(seeds[:count]) - over for count in range(had + 1, len(seeds) + 1)]
        return had + sum(need <= share for need in needs)

    def _need(self, seeds: Sequence[int]) -> float:
        """Seconds that Hyperband's search still takes with these seeds."""
        costs, need = self._costs(), 0.0
        for arm, cells in Search(self.spec, self.folder / "tuner").epochs.items():
            done = [row["epochs"] for row in self._done(arm, seeds)]
            trials, epochs = len(seeds) * len(cells), len(seeds) * sum(cells)
            need += max(0.0, costs[arm].of(trials - len(done), epochs - sum(done)))
        return need

    def search(self) -> None:
        """The first seed of every cell, then as many more as fit."""
        where = self.folder / "tuner"
        if self.spec.tuner == "hyperband":
            self._halving()
            return
        if self.spec.tuner == "bayesian" or len(self.spec.seeds) == 1:
            self.running.through(Search(self.spec, where), self.ahead)
            return
        first = replace(self.spec, seeds=self.spec.seeds[:1])
        self.running.through(Search(first, where), self.ahead)
        cells, costs = Search(self.spec, where).cells, self._whole()
        best = ranked(self.spec, self.running.rows.values())
        order = [*best, *(arm for arm in cells if arm not in best)]
        second = self.spec.seeds[1:2]
        passes = {arm: costs[arm] * self._missing(arm, cells[arm], second) for arm in order}
        given = allot(order, passes, len(self.spec.seeds) - 1, self._share(), self.spec.baseline)
        seeds = {arm: self.spec.seeds[: 1 + n] for arm, n in given.items()}
        self._tell(seeds, len(self.spec.seeds), "")
        self.running.through(Search(self.spec, where, seeds), self.ahead)

    def _halving(self) -> None:
        """Hyperband with as many seeds as fit, and with more if that took less than was thought."""
        every = part = self.spec
        # One did when the pilot asked; the moment since then does not matter.
        had, fit = 0, max(1, self._fitting())
        try:
            while fit > had:
                had = fit
                part = replace(every, seeds=every.seeds[:had])
                self.running.through(Search(part, self.folder / "tuner"), self.ahead)
                fit = self._fitting(had)
        finally:
            self._tell(dict.fromkeys(self._costs(), every.seeds[:had]), len(every.seeds), "")
        self.spec = part

    def confirm(self) -> None:
        """As many fresh seeds of the finalists as fit."""
        second = self.spec.confirm
        if not second:
            return
        rows, costs = self.running.rows.values(), self._whole()
        order = [row["activation"] for row in finalists(self.spec, rows, second.finalists)]
        left = self.budget.left()
        given = allot(order, costs, len(second.seeds), left, self.spec.baseline)
        seeds = {arm: second.seeds[:n] for arm, n in given.items()}
        self._tell(seeds, len(second.seeds), "fresh ")
        self.running.through(Confirm(self.spec, second, rows, seeds), self.ahead)

    def _share(self) -> float:
        """Seconds that the search may take."""
        return self.budget.left() / (2 if self.spec.confirm else 1)

    def _costs(self) -> dict[str, taken.Cost]:
        return taken.costs(self.running.rows.values(), self.running.engine.at_once)

    def _whole(self) -> dict[str, float]:
        """Seconds that a training of all epochs takes of the sweep, for each activation."""
        return {arm: one.of(1, self.spec.epochs) for arm, one in self._costs().items()}

    def _missing(self, arm: str, cells: int, seeds: Sequence[int]) -> int:
        """How many trials of an activation are still to come, of so many cells with each seed."""
        return max(0, len(seeds) * cells - len(self._done(arm, seeds)))

    def _done(self, arm: str, seeds: Sequence[int]) -> list[Row]:
        rows = results.read_rows(self.folder)
        return [row for row in rows if row["activation"] == arm and row["seed"] in seeds]

    def _tell(self, seeds: Mapping[str, Sequence[int]], wanted: int, kind: str) -> None:
        """Keeps in words what was cut."""
        by_count = defaultdict(list)
        for arm, own in seeds.items():
            by_count[len(own)].append(arm)
        for count in sorted(by_count.keys() - {wanted}, reverse=True):
            arms = ", ".join(by_count[count])
            self.budget.cuts.append(f"{count} of {wanted} {kind}seeds for {arms}.")

    def _refuse_pilot(self) -> None:
        raise BadSweep(
            "--budget must be enough for one trial of every activation; received "
            f"--budget {self.budget.seconds:g}s, which was over after {len(self.running.rows)}. "
            "Give more, or list fewer choices; the finished trials are kept."
        )

    def _refuse(self, search: float) -> None:
        search *= 2 if self.spec.confirm else 1
        least = (search + (1 + self.budget.after) * self.budget.longest) * 1.1 + self.budget.closing
        raise BadSweep(
            "--budget must be enough for one seed of every cell, as the trials so far cost; "
            f"received --budget {self.budget.seconds:g}s, and about {math.ceil(least)}s are "
            "needed. Give that much, or list fewer choices; the finished trials are kept."
        )
