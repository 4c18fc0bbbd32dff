"""Trials in child processes of this machine: nothing that happens to one of them is lost.

The parent speaks to each child over a pipe and no port is open. A child that dies costs its
trial one retry in a fresh child; a trial whose process dies twice is `failed`. Children end
with the parent. A row does not depend on the child that computed it. The winner is trained by
a child too, which may have its graph at hand.
"""

import os
from collections import Counter, deque
from collections.abc import Callable
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from keras_acts.results import Row
from keras_acts.tuning import forks, signals
from keras_acts.tuning.child import Call, Child
from keras_acts.tuning.engine import Engine, Task, Trial, graph, lost
from keras_acts.tuning.spec import Spec

LIFE = 500
"""A child is replaced after so many trials: what TensorFlow keeps of each of them adds up."""
STILLBORN = 5
"""So many children in a row that die before they are ready end the sweep."""


class Workers(Engine):
    """Child processes, `count` of them at most, started when there is something to do."""

    apart = True

    def __init__(
        self, spec: Spec, trial: Trial, say: Callable[[str], None], *, count: int, threads: int
    ):
        self.at_once, self.cores = count, threads
        self.spec, self.trial, self.say = spec, trial, say
        self.waiting: list[Task] = []
        self.again: list[Task] = []
        """What dead children were doing, for fresh ones."""
        self.children: list[Child] = []
        self.ended: deque[tuple[Task, Row]] = deque()
        self.answers: list[tuple[Any, Exception | None]] = []
        self.deaths: Counter[Path | None] = Counter()
        self.stillborn = 0
        forks.begun()

    @property
    def threads(self) -> int:
        return self.cores

    def offer(self, task: Task) -> None:
        self.waiting.append(task)

    def collect(self) -> tuple[Task, Row]:
        while not self.ended:
            self._hand_out()
            self._wait()
        # They go on while the row is written; to start others may take longer, and must not.
        self._feed()
        return self.ended.popleft()

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        (self.children or [self._new_child()])[0].give(Call(function, arguments))
        while not self.answers:
            self._wait()
        value, error = self.answers.pop()
        if error:
            raise error
        return value

    def close(self) -> None:
        for child in self.children:
            child.process.kill()
        for child in self.children:
            child.buried()
        self.children.clear()

    def _hand_out(self) -> None:
        """Gives every child something to do as long as there is something, of which there are
        as many as there may be."""
        if signals.pending():
            return
        while self.again:
            self._new_child().give(self.again.pop())
        self._feed()
        while self.waiting and len(self.children) < self.at_once:
            self._new_child()
            self._feed()

    def _feed(self) -> None:
        """Gives those something to do that have nothing, unless the sweep is to stop."""
        for child in self.children:
            if self.waiting and child.work is None and not signals.pending():
                task = self.waiting.pop(self._choice(child))
                child.give(task)
                self.began(task)

    def _choice(self, child: Child) -> int:
        """Which waiting task suits a child: of its own graph, else of one that no other has."""
        graphs = [graph(task) for task in self.waiting]
        if child.graph in graphs:
            return graphs.index(child.graph)
        taken = {other.graph for other in self.children}
        return next((i for i, one in enumerate(graphs) if one not in taken), 0)

    def _new_child(self) -> Child:
        while True:
            try:
                self.children.append(Child())
                return self.children[-1]
            except (EOFError, OSError) as error:
                # What they are forked by has died; another begins.
                signals.check()
                self._count_stillborn(repr(error))

    def _wait(self) -> None:
        """Waits for a moment and takes what was said in it; Stopped at a signal, once nothing
        that was said before it is left: no trial that has ended is lost."""
        heard = self._heard()
        if not heard or not signals.pending():
            signals.check()
        for child in heard:
            self._hear(child)
        if self.again:
            # What ended one may have ended others, whose last answers may not be heard yet.
            for child in self._heard():
                self._hear(child)

    def _heard(self) -> list[Child]:
        """The children that have answered or died; after a moment none, to look for signals."""
        moment = 0.0 if signals.pending() else 0.2
        sources: dict[Any, Child] = {child.pipe: child for child in self.children}
        sources |= {child.process.sentinel: child for child in self.children}
        return list(dict.fromkeys(sources[one] for one in wait(list(sources), moment)))

    def _hear(self, child: Child) -> None:
        try:
            answer = child.answer()
        except (EOFError, OSError):
            self._bury(child)
            return
        if answer == "up":
            child.send((dict(os.environ), self.spec, self.trial, self.cores))
        elif answer == "ready":
            self.stillborn = 0
            child.begin()
        elif isinstance(child.work, Task):
            self.ended.append((child.work, answer))
            child.work = None
            self._replace(child)
        else:
            self.answers.append(answer)
            child.work = None

    def _replace(self, child: Child) -> None:
        """Ends a child that has lived long; another begins when there is something to do."""
        if child.given >= LIFE:
            self.children.remove(child)
            child.process.kill()
            child.buried()

    def _bury(self, child: Child) -> None:
        """Has the work of a dead child done again by a fresh one; who died twice gets no more."""
        self.children.remove(child)
        how, work = child.buried(), child.work
        if not child.ready:
            self._count_stillborn(how)
        if work is None:
            return
        path = work.path if isinstance(work, Task) else None
        self.deaths[path] += child.ready
        if self.deaths[path] == 2:
            self._give_up(work, f"its process ended by {how}, as the one before it had died too")
            return
        what = path.stem if path else "the winner's training"
        self.say(f"a worker ended by {how}; {what} runs again in a fresh one")
        if isinstance(work, Task):
            self.again.append(work)
        else:
            self._new_child().give(work)

    def _give_up(self, work: Task | Call, reason: str) -> None:
        if isinstance(work, Task):
            self.ended.append((work, lost(self.spec, work, reason)))
        else:
            self.answers.append((None, RuntimeError(f"the winner must be trained; {reason}")))

    def _count_stillborn(self, how: str) -> None:
        self.stillborn += 1
        if self.stillborn == STILLBORN:
            raise RuntimeError(
                f"workers must start; the last {STILLBORN} died before they could run a trial, "
                f"by {how}. Look at their messages above, or sweep with --workers 1."
            )
