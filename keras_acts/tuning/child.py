"""A child process of a sweep: takes trials from a pipe, answers with rows, ends with its parent."""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing.connection import Connection

from keras_acts.tuning import threads
from keras_acts.tuning.engine import Trial
from keras_acts.tuning.spec import Spec


def serve(pipe: Connection, spec: Spec, trial: Trial, cores: int) -> None:
    """Says None when it is ready; then answers each (cell, seed, epochs) with its row."""
    _end_with_parent()
    # Ctrl-C reaches every process of a terminal; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threads.use(cores)
    pipe.send(None)
    while True:
        try:
            cell, seed, epochs = pipe.recv()
        except EOFError:
            return
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
