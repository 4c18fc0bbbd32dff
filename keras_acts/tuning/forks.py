"""Where a sweep's children come from: a process that has imported what they need, and forks.

So a child is there in milliseconds, where an import of Keras takes seconds, and one that dies or
is replaced costs no more. That process begins to import while its parent does, has one thread
and has not begun to compute when it forks. It ends with its parent. Where it cannot be had,
every child imports for itself. Standard library only.
"""

import multiprocessing
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import forkserver
from typing import Any

HEEDED = {signal.SIGINT, signal.SIGTERM}
FORKS = sys.platform == "linux"
"""Elsewhere libraries of the system may have threads, and do not survive a fork."""


def begun() -> Any:
    """The `multiprocessing` context that makes children; at the first call it lets the process
    that forks them start, and returns at once."""
    if FORKS:
        # It listens on a socket in the folder of temporary files, whose path may be too long.
        with suppress(OSError), heedless():
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["keras_acts.tuning.preloaded"])
            forkserver.ensure_running()
            return context
    return multiprocessing.get_context("spawn")


@contextmanager
def heedless() -> Iterator[None]:
    """What starts inside of it does not end by a signal that all processes of a sweep get, before
    it can say what that shall mean; what forks never does, and ends with its parent."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, HEEDED)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
