"""A child process of a sweep: takes trials from a pipe, answers with rows, ends with its parent."""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from contextlib import suppress
from multiprocessing.connection import Connection

from keras_acts.tuning import threads


def serve(pipe: Connection) -> None:
    """Takes (spec, trial, threads) when it is up; then answers each (cell, seed, epochs)."""
    _end_with_parent()
    # Ctrl-C reaches every process of a terminal; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    with suppress(EOFError, BrokenPipeError):
        _answer(pipe)


def _answer(pipe: Connection) -> None:
    """Answers until the parent has gone."""
    pipe.send("up")
    spec, trial, cores = pipe.recv()
    threads.use(cores)
    pipe.send("ready")
    while True:
        cell, seed, epochs = pipe.recv()
        pipe.send(trial(spec, cell, seed, epochs))


def _end_with_parent() -> None:
    """Ends this process when its parent does, however that ends and whatever runs here."""
    if sys.platform == "linux":
        set_death_signal = 1
        ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
