"""Keeps TensorFlow's start-up messages off the screen of our own command line.

They are printed by compiled code while it is imported. The command line imports Keras only for
commands that need it, and when it is ready for that. A program that imports keras_acts sees
whatever TensorFlow prints.
"""

import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def imports_later() -> bool:
    """Whether this process is the command `keras-acts`, or one that makes children for it."""
    program = Path(sys.argv[0] or "").name
    if program == "-m":
        return sys.orig_argv[-len(sys.argv) :][:1] == ["keras_acts"]
    if program == "-c":
        return "keras_acts.tuning.preloaded" in " ".join(sys.orig_argv)
    return program == "keras-acts"


def hush() -> None:
    """Asks TensorFlow for errors only, here and in processes that start from now on."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    # Every trial has a graph of its own; that is no mistake to be warned of.
    logging.getLogger("tensorflow").setLevel(logging.ERROR)


@contextmanager
def held_back() -> Iterator[None]:
    """Holds back what is written to file descriptor 2; shows it if there is an exception."""
    sys.stderr.flush()
    screen = os.dup(2)
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        except BaseException:
            held.seek(0)
            os.write(screen, held.read())
            raise
        finally:
            os.dup2(screen, 2)
            os.close(screen)
