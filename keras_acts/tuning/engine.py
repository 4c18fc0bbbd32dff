"""Where trials run: a sweep hands tasks out and collects rows, whoever computes them."""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keras_acts.results import Row
from keras_acts.tuning import signals, threads
from keras_acts.tuning.spec import Spec
from keras_acts.tuning.trial import key

Trial = Callable[[Spec, Mapping[str, Any], int, int], Row]
"""A trial: (spec, cell, seed, epochs) to a row."""


@dataclass(frozen=True)
class Task:
    """A trial that is to run; its row will lie at `path`."""

    path: Path
    cell: Mapping[str, Any]
    seed: int
    epochs: int


class Engine(ABC):
    """Runs tasks, `at_once` of them at a time, each with so many `threads`."""

    at_once: int
    began: Callable[[Task], None] = staticmethod(lambda task: None)
    """Is told of each task when it is handed to who computes it."""
    apart = False
    """Whether only other processes compute, so that the threads of this one do not count."""

    @property
    @abstractmethod
    def threads(self) -> int:
        """How many threads a trial computes with."""

    @abstractmethod
    def offer(self, task: Task) -> None:
        """Takes a task, which begins when there is room."""

    @abstractmethod
    def collect(self) -> tuple[Task, Row]:
        """Waits for a task that was offered to end; Stopped at a signal."""

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """What `function` gives, computed as trials are; no trial may be open."""
        return function(*arguments)

    def close(self) -> None:  # noqa: B027 (one process has nothing to end)
        """Ends what still runs."""


Start = Callable[[Spec, Trial, Callable[[str], None]], Engine]
"""Makes an engine for trials of a sweep; the last argument is told what a person should know."""


class Here(Engine):
    """This process, one trial after the other: first those of the graph that it has at hand."""

    at_once = 1

    def __init__(self, spec: Spec, trial: Trial, say: Callable[[str], None]):
        self.spec = spec
        self.trial = trial
        self.waiting: deque[Task] = deque()
        self.graph: tuple | None = None

    @property
    def threads(self) -> int:
        return threads.in_use()

    def offer(self, task: Task) -> None:
        self.waiting.append(task)

    def collect(self) -> tuple[Task, Row]:
        signals.check()
        task = next((one for one in self.waiting if graph(one) == self.graph), self.waiting[0])
        self.waiting.remove(task)
        self.graph = graph(task)
        self.began(task)
        return task, self.trial(self.spec, task.cell, task.seed, task.epochs)


def lost(spec: Spec, task: Task, reason: str) -> Row:
    """The row of a task whose process died, twice."""
    row = key(spec, task.cell, task.seed, task.epochs)
    return {**row, "status": "failed", "reason": reason, "seconds": 0.0}


def graph(task: Task) -> tuple:
    """What tasks have in common that train the same graph: all but its numbers."""
    values = ("initializer", "learning_rate")
    return tuple((name, value) for name, value in task.cell.items() if name not in values)
