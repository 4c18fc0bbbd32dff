"""A sweep at work: ask, hand out, collect, tell.

Cells are asked of the tuner, their trials handed out to an engine, rows collected as they come,
and scores told to the tuner in the order of asking. How many cells are asked ahead of the first
that is not told yet is fixed at the first start where a tuner goes by scores. So what a tuner
proposes does not depend on who is faster, nor on interruptions.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from keras_acts import results
from keras_acts.tuning import now
from keras_acts.tuning.engine import Engine, Task
from keras_acts.tuning.oracle import Asked
from keras_acts.tuning.progress import Progress
from keras_acts.tuning.spec import Spec
from keras_acts.tuning.stages import Confirm, Pilot, Search
from keras_acts.tuning.trial import key

Stage = Search | Pilot | Confirm


@dataclass
class _Open:
    """A cell that was asked and is not told yet, and its trials' paths."""

    asked: Asked
    paths: list[Path]
    twice: list[Path]
    """Those that an earlier cell waits for too: a tuner may ask for a cell again."""


@dataclass
class Running:
    """A sweep that runs: ask, hand out, collect, tell."""

    spec: Spec
    folder: Path
    engine: Engine
    progress: Progress
    cores: int
    checks: Iterable[Callable[[], None]]
    """Called before a trial is waited for; they raise where the sweep must end."""
    repeats: bool = True
    """Whether a trial that is asked for again counts again, as in the plan of a tuner."""

    def __post_init__(self):
        self.rows: dict[Path, results.Row] = {}
        self.handed: set[Path] = set()
        self.began: dict[str, float] = {}
        self.engine.began = self._began

    def through(self, stage: Stage, ahead: int) -> list[results.Row]:
        """Every row of a stage, in the order of asking; `ahead` cells at most are open at once."""
        try:
            return self._through(stage, ahead)
        finally:
            self.began.clear()
            now.write(self.folder, self.began)

    def _through(self, stage, ahead):
        told: dict[Path, None] = {}
        open: deque[_Open] = deque()
        while True:
            while len(open) < ahead and (asked := stage.ask()) is not None:
                open.append(self._hand_out(asked))
            if not open:
                return [self.rows[path] for path in told]
            first = open.popleft()
            while any(path not in self.rows for path in first.paths):
                self._collect()
            for path in first.twice:
                self.progress.tell(self.rows[path], found=True)
            told |= dict.fromkeys(first.paths)
            rows = [self.rows[path] for path in first.paths]
            stage.tell(first.asked, results.mean_score(rows, self.spec.objective))

    def _hand_out(self, asked: Asked) -> _Open:
        """Hands out the trials of a cell that have no row yet."""
        cell = _Open(asked, [], [])
        for seed in asked.seeds:
            own = key(self.spec, asked.cell, seed, asked.epochs)
            path = results.row_path(self.folder, own)
            cell.paths.append(path)
            row = self.rows.get(path) or results.read_row(path, self.progress.notice)
            if row is not None:
                again = path in self.rows
                self.rows[path] = {**own, **row}
                if self.repeats or not again:
                    self.progress.tell(self.rows[path], found=True)
            elif path in self.handed:
                cell.twice.append(path)
            else:
                self.engine.offer(Task(path, asked.cell, seed, asked.epochs))
            self.handed.add(path)
        return cell

    def _collect(self) -> None:
        """Waits for a trial to end, and keeps its row."""
        for check in self.checks:
            check()
        task, row = self.engine.collect()
        self.began.pop(self._name(task), None)
        row = {**row, "threads": self.cores}
        results.write_row(self.folder, row)
        own = key(self.spec, task.cell, task.seed, task.epochs)
        self.rows[task.path] = {**own, **row}
        self.progress.tell(self.rows[task.path])

    def _began(self, task: Task) -> None:
        self.began[self._name(task)] = time.time()
        now.write(self.folder, self.began)

    def _name(self, task: Task) -> str:
        return self.progress.names(key(self.spec, task.cell, task.seed, task.epochs))
