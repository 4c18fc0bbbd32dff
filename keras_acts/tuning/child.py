"""A child process of a sweep, seen from both ends of its pipe; it ends with its parent."""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from keras_acts import quiet
from keras_acts.tuning import forks, threads
from keras_acts.tuning.engine import Task, graph


@dataclass(frozen=True)
class Call:
    """A function of a module and what it is called with."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]

    def answer(self) -> tuple[Any, Exception | None]:
        """What the function gives, or what it raises."""
        try:
            return self.function(*self.arguments), None
        except Exception as error:
            return None, error


class Child:
    """A process as its parent sees it: what it does, and which graph it has at hand."""

    def __init__(self):
        context = forks.begun()
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs,))
        with forks.heedless():
            self.process.start()
        theirs.close()
        self.ready = False
        self.given = 0
        self.work: Task | Call | None = None
        self.graph: tuple | None = None

    def give(self, work: Task | Call) -> None:
        """Lets it do `work`, as soon as it is ready."""
        self.work = work
        self.given += 1
        if isinstance(work, Task):
            self.graph = graph(work)
        if self.ready:
            self.begin()

    def begin(self) -> None:
        """It is ready: what it was given begins."""
        self.ready = True
        if isinstance(self.work, Task):
            self.send((self.work.cell, self.work.seed, self.work.epochs))
        elif self.work:
            self.send(self.work)

    def send(self, what: Any) -> None:
        """Sends something; a child that has died is found dead later."""
        with suppress(OSError):
            self.pipe.send(what)

    def answer(self) -> Any:
        """What it says: "up", "ready", then answers. EOFError or OSError if it is dead."""
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


def serve(pipe: Connection) -> None:
    """Takes (environment, spec, trial, threads) when it is up; then answers each (cell, seed,
    epochs) with a row, and each `Call` with what its function gives or raises."""
    _end_with_parent()
    quiet.hush()
    # Ctrl-C reaches every process of a terminal; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, forks.HEEDED)
    with suppress(EOFError, BrokenPipeError):
        _answer(pipe)


def _answer(pipe: Connection) -> None:
    """Answers until the parent has gone."""
    pipe.send("up")
    environment, spec, trial, cores = pipe.recv()
    # What made this process began with the environment of an earlier time.
    os.environ.clear()
    os.environ.update(environment)
    threads.use(cores)
    pipe.send("ready")
    while True:
        asked = pipe.recv()
        pipe.send(asked.answer() if isinstance(asked, Call) else trial(spec, *asked))


def _end_with_parent() -> None:
    """Ends this process when its parent does, however that ends and whatever runs here.

    On Linux also when what forked this process ends, without which nobody is told of its end.
    """
    if sys.platform == "linux":
        set_death_signal = 1
        ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
