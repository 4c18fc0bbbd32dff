"""Trials in child processes of this machine: nothing that happens to one of them is lost.

The parent speaks to each child over a pipe and no port is open. A child that dies costs its
trial one retry in a fresh child; a trial whose process dies twice is `failed`. Children end
with the parent. A row does not depend on the child that computed it.
"""

import multiprocessing
import signal
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from keras_acts.results import Row
from keras_acts.tuning import signals
from keras_acts.tuning.child import serve
from keras_acts.tuning.engine import Engine, Task, Trial, graph, lost
from keras_acts.tuning.spec import Spec

SPAWN = multiprocessing.get_context("spawn")
LIFE = 500
"""A child is replaced after so many trials: what TensorFlow keeps of each of them adds up."""
STILLBORN = 5
"""So many children in a row that die before they are ready end the sweep."""


class Child:
    """A process as its parent sees it: what it does, and which graph it has at hand."""

    def __init__(self):
        self.pipe, theirs = SPAWN.Pipe()
        self.process = SPAWN.Process(target=serve, args=(theirs,))
        # A child inherits the mask, so that Ctrl-C does not end it before it can ignore it.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        self.process.start()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        theirs.close()
        self.ready = False
        self.given = 0
        self.task: Task | None = None
        self.graph: tuple | None = None

    def give(self, task: Task) -> None:
        """Lets it run `task`, as soon as it is ready."""
        self.task, self.graph = task, graph(task)
        self.given += 1
        if self.ready:
            self.send((task.cell, task.seed, task.epochs))

    def begin(self) -> None:
        """It is ready: what it was given before begins."""
        self.ready = True
        if self.task is not None:
            self.send((self.task.cell, self.task.seed, self.task.epochs))

    def send(self, what: Any) -> None:
        """Sends something; a child that has died is found dead later."""
        with suppress(OSError):
            self.pipe.send(what)

    def answer(self) -> str | Row:
        """What it says: "up", "ready", then rows. EOFError or OSError if it is dead."""
        if not self.pipe.poll():
            raise EOFError
        return self.pipe.recv()

    def buried(self) -> str:
        """Waits for its end, which has come or is near, and says how it ended."""
        self.process.join(timeout=10)
        self.process.kill()
        self.process.join()
        self.pipe.close()
        code = self.process.exitcode or 0
        return signal.Signals(-code).name if code < 0 else f"exit status {code}"


class Workers(Engine):
    """Child processes, `count` of them at most, started when there is something to do."""

    def __init__(
        self, spec: Spec, trial: Trial, say: Callable[[str], None], *, count: int, threads: int
    ):
        self.at_once, self.cores = count, threads
        self.spec, self.trial, self.say = spec, trial, say
        self.waiting: list[Task] = []
        self.children: list[Child] = []
        self.ended: deque[tuple[Task, Row]] = deque()
        self.deaths: Counter[Path] = Counter()
        self.stillborn = 0

    @property
    def threads(self) -> int:
        return self.cores

    def offer(self, task: Task) -> None:
        self.waiting.append(task)

    def collect(self) -> tuple[Task, Row]:
        while not self.ended:
            signals.check()
            self._hand_out()
            for child in self._heard():
                self._hear(child)
        self._hand_out()
        return self.ended.popleft()

    def close(self) -> None:
        for child in self.children:
            child.process.kill()
        for child in self.children:
            child.buried()
        self.children.clear()

    def _hand_out(self) -> None:
        """Gives every child something to do as long as there is something."""
        while self.waiting:
            idle = [child for child in self.children if child.task is None]
            if not idle and len(self.children) == self.at_once:
                return
            child = idle[0] if idle else self._new_child()
            child.give(self.waiting.pop(self._choice(child)))

    def _choice(self, child: Child) -> int:
        """Which waiting task suits a child: of its own graph, else of one that no other has."""
        graphs = [graph(task) for task in self.waiting]
        if child.graph in graphs:
            return graphs.index(child.graph)
        taken = {other.graph for other in self.children}
        return next((i for i, one in enumerate(graphs) if one not in taken), 0)

    def _new_child(self) -> Child:
        child = Child()
        self.children.append(child)
        return child

    def _heard(self) -> list[Child]:
        """The children that have answered or died; after a moment none, to look for signals."""
        sources: dict[Any, Child] = {child.pipe: child for child in self.children}
        sources |= {child.process.sentinel: child for child in self.children}
        return list(dict.fromkeys(sources[one] for one in wait(list(sources), timeout=0.2)))

    def _hear(self, child: Child) -> None:
        try:
            answer = child.answer()
        except (EOFError, OSError):
            self._bury(child)
            return
        if answer == "up":
            child.send((self.spec, self.trial, self.cores))
        elif answer == "ready":
            self.stillborn = 0
            child.begin()
        elif child.task is not None and isinstance(answer, dict):
            self.ended.append((child.task, answer))
            child.task = None
            if child.given >= LIFE:
                self.children.remove(child)
                child.process.kill()
                child.buried()

    def _bury(self, child: Child) -> None:
        """Has the task of a dead child run again in a fresh one, or recorded as failed."""
        self.children.remove(child)
        how, task = child.buried(), child.task
        if not child.ready:
            self._count_stillborn(how)
        if task is None:
            return
        self.deaths[task.path] += child.ready
        if self.deaths[task.path] == 2:
            reason = f"its process ended by {how}, as the one before it had died too"
            self.ended.append((task, lost(self.spec, task, reason)))
            return
        self.say(f"a worker ended by {how}; {task.path.stem} runs again in a fresh one")
        self._new_child().give(task)

    def _count_stillborn(self, how: str) -> None:
        self.stillborn += 1
        if self.stillborn == STILLBORN:
            raise RuntimeError(
                f"workers must start; the last {STILLBORN} died before they could run a trial, "
                f"by {how}. Look at their messages above, or sweep with --workers 1."
            )
