"""Runs a function in a copy of this process, which may really die and imports nothing anew."""

import os
import resource
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from keras_acts import origin
from keras_acts.tuning import best
from keras_acts.tuning import sweep as module
from tests.tuning.sweeps import SMALL, Pretend, pretended

FOUR = SMALL.replace(', "mpelu", "maxout"', "").replace(', "msra"', "")
"""Two cells, two seeds."""


def forked(function) -> int:
    """The exit status of `function` in a child, minus the signal if one ended it.

    The child has no threads of TensorFlow's: nothing in it may compute.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        os._exit(function() or 0)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(99)


def killed() -> None:
    """Ends this process as `kill -9` does."""
    os.kill(os.getpid(), 9)


@contextmanager
def small_files(size: int) -> Iterator[None]:
    """Lets this process write no file beyond `size` bytes, as a full disk would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


class Saved:
    """Stands in for a trained model."""

    def save(self, path):
        Path(path).write_bytes(b"a model " * 1000)

    def evaluate(self, x, y, **options):
        return {"accuracy": 0.5, "loss": 1.0}

    def predict(self, x, **options):
        return [[0.25, 0.75]] * len(x)


class Dummy(Pretend):
    """A sweep in which nothing is computed, but everything is written."""

    def __init__(self, monkeypatch, stop_at=None):
        write = best.write
        super().__init__(monkeypatch, stop_at)
        monkeypatch.setattr(best, "write", write)
        monkeypatch.setattr(best, "trained", lambda *given: (Saved(), pretended(*given)))
        monkeypatch.setattr(module, "rehearse", lambda *arguments: None)
        monkeypatch.setattr(origin, "git", lambda: "a commit")
