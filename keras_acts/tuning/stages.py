"""The two stages of a sweep: search, in which every activation gets as many cells as every other,
and confirm, in which the best of them are trained again with seeds that chose nothing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from keras_acts.results import Row, rank
from keras_acts.tuning.oracle import Asked, Cells
from keras_acts.tuning.spec import Second, Spec


class Search:
    """The cells of each activation in turn, of which none knows how the others did.

    With the same seed and the same settings to choose from, all activations are given the same
    draws, as far as their scores do not lead a tuner elsewhere.
    """

    def __init__(self, spec: Spec, folder: Path):
        arms = enumerate(spec.axes["activation"])
        self._left = [Cells(spec.only(arm), folder / str(number)) for number, arm in arms]
        self.planned = sum(cells.planned for cells in self._left)
        self._cells = list(self._left)
        self._open: dict[int, Cells] = {}

    def ask(self) -> Asked | None:
        """The next cell, or None when there is none, or none before another is told."""
        for cells in [*self._left]:
            if asked := cells.ask():
                self._open[id(asked)] = cells
                return asked
            if cells not in self._open.values():
                self._left.remove(cells)
        return None

    def tell(self, asked: Asked, score: float) -> None:
        """Ends what was asked."""
        self._open.pop(id(asked)).tell(asked, score)

    def keep(self) -> None:
        """Writes Keras Tuner's own files, for those who want to look."""
        for cells in self._cells:
            cells.keep()


class Confirm:
    """The finalists with the fresh seeds."""

    def __init__(self, spec: Spec, second: Second, rows: Iterable[Row]):
        best = finalists(spec, rows, second.finalists)
        self._left = [Asked(spec.cell(row), row["epochs"], second.seeds) for row in best]
        self.planned = len(self._left)

    def ask(self) -> Asked | None:
        """The next cell, or None when there is none."""
        return self._left.pop(0) if self._left else None

    def tell(self, asked: Asked, score: float) -> None:
        """Nothing rests on it."""


def planned(spec: Spec, search: Search) -> int:
    """How many trials a sweep has, at most."""
    if not spec.confirm:
        return search.planned * len(spec.seeds)
    chosen = min(spec.confirm.finalists + 1, len(spec.axes["activation"]))
    return search.planned * len(spec.seeds) + chosen * len(spec.confirm.seeds)


def finalists(spec: Spec, rows: Iterable[Row], count: int) -> list[Row]:
    """A row of the best cell of each of the `count` best activations, and of the baseline's.

    Best by the mean score over the seeds of the search, among the longest trained; an
    activation of which no trial ended with a value is none of them.
    """
    place = partial(rank, objective=spec.objective)
    best: dict[str, list[Row]] = {}
    for own in _by_cell(spec, rows).values():
        arm = own[0]["activation"]
        if any(row["status"] == "ok" for row in own):
            best[arm] = max(best.get(arm, own), own, key=place)
    order = sorted(best, key=lambda arm: place(best[arm]), reverse=True)
    chosen = [*order[:count], *(arm for arm in order if arm == spec.baseline)]
    return [best[arm][0] for arm in dict.fromkeys(chosen)]


def _by_cell(spec: Spec, rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    searched = [row for row in rows if row["seed"] in spec.seeds and row["status"] != "skipped"]
    longest = max((row["epochs"] for row in searched), default=0)
    cells: dict[Any, list[Row]] = defaultdict(list)
    for row in searched:
        if row["epochs"] == longest:
            cells[row["cell"]].append(row)
    return cells
