"""The two stages of a sweep: search, in which every activation gets as many cells as every other,
and confirm, in which the best of them are trained again with seeds that chose nothing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from keras_acts.results import Row, rank
from keras_acts.tuning.oracle import Asked, Cells
from keras_acts.tuning.spec import Second, Spec

Seeds = tuple[int, ...]


class Search:
    """The cells of each activation in turn, of which none knows how the others did.

    With the same seed and the same settings to choose from, all activations are given the same
    draws, as far as their scores do not lead a tuner elsewhere. `seeds` are those of an
    activation that does not get all.
    """

    def __init__(self, spec: Spec, folder: Path, seeds: Mapping[str, Seeds] | None = None):
        self._every = _by_activation(spec, folder)
        self._seeds = seeds or {}
        self._left = list(self._every.values())
        self._open: dict[int, Cells] = {}

    @property
    def cells(self) -> dict[str, int]:
        """How many cells each activation gets, at most."""
        return {arm: cells.planned for arm, cells in self._every.items()}

    @property
    def epochs(self) -> dict[str, list[int]]:
        """For how many epochs each cell of each activation is trained, at most."""
        return {arm: cells.epochs for arm, cells in self._every.items()}

    def ask(self) -> Asked | None:
        """The next cell, or None when there is none, or none before another is told."""
        for cells in [*self._left]:
            if asked := cells.ask():
                own = self._seeds.get(asked.cell["activation"], asked.seeds)
                asked = replace(asked, seeds=own)
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
        for cells in self._every.values():
            cells.keep()


class Pilot:
    """The first two cells of each activation with the first seed, to see what a trial costs: the
    first traces a graph, which the second, right after it, may use."""

    def __init__(self, spec: Spec, folder: Path):
        every = _by_activation(spec, folder).values()
        firsts = [cells.ask() for cells in every for _ in range(2)]
        self._left = [replace(one, seeds=spec.seeds[:1]) for one in firsts if one]

    def ask(self) -> Asked | None:
        """The next cell, or None when there is none."""
        return self._left.pop(0) if self._left else None

    def tell(self, asked: Asked, score: float) -> None:
        """Nothing rests on it: the search asks for these cells again, and finds their rows."""


class Confirm:
    """The finalists with the fresh seeds; `seeds` are those of an activation that lacks some."""

    def __init__(
        self,
        spec: Spec,
        second: Second,
        rows: Iterable[Row],
        seeds: Mapping[str, Seeds] | None = None,
    ):
        best = finalists(spec, rows, second.finalists)
        own = seeds or {}
        self._left = [
            Asked(spec.cell(row), row["epochs"], own.get(row["activation"], second.seeds))
            for row in best
        ]

    def ask(self) -> Asked | None:
        """The next cell, or None when there is none."""
        return self._left.pop(0) if self._left else None

    def tell(self, asked: Asked, score: float) -> None:
        """Nothing rests on it."""


def planned(spec: Spec, search: Search) -> int:
    """How many trials a sweep has, at most."""
    searched = sum(search.cells.values()) * len(spec.seeds)
    if not spec.confirm:
        return searched
    chosen = min(spec.confirm.finalists + 1, len(search.cells))
    return searched + chosen * len(spec.confirm.seeds)


def finalists(spec: Spec, rows: Iterable[Row], count: int) -> list[Row]:
    """A row of the best cell of each of the `count` best activations, and of the baseline's."""
    best = ranked(spec, rows)
    chosen = [*list(best)[:count], *(arm for arm in best if arm == spec.baseline)]
    return [best[arm] for arm in dict.fromkeys(chosen)]


def ranked(spec: Spec, rows: Iterable[Row]) -> dict[str, Row]:
    """A row of the best cell of each activation, the best activation first.

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
    return {arm: best[arm][0] for arm in order}


def _by_activation(spec: Spec, folder: Path) -> dict[str, Cells]:
    """What hands out the cells of each activation."""
    arms = enumerate(spec.axes["activation"])
    return {arm: Cells(spec.only(arm), folder / str(number)) for number, arm in arms}


def _by_cell(spec: Spec, rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    searched = [row for row in rows if row["seed"] in spec.seeds and row["status"] != "skipped"]
    longest = max((row["epochs"] for row in searched), default=0)
    cells: dict[Any, list[Row]] = defaultdict(list)
    for row in searched:
        if row["epochs"] == longest:
            cells[row["cell"]].append(row)
    return cells
