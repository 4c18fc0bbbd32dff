"""Keeps TensorFlow's start-up messages off the screen of our own command line.

They are printed by compiled code while it is imported, which the package does before its
command line runs. A program that imports keras_acts sees whatever TensorFlow prints.
"""

import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

LOOKS = (["status"], ["compare"], ["report"])
"""The commands that read files alone."""


def on_command_line():
    """A context that is quiet if this process is the `keras-acts` command."""
    return _quiet() if Path(sys.argv[0] or "").name == "keras-acts" else nullcontext()


def only_looks() -> bool:
    """Whether this process is a command that answers before Keras would be there."""
    program = Path(sys.argv[0] or "").name
    if program == "-m":
        program = "keras-acts" if sys.orig_argv[-len(sys.argv) :][:1] == ["keras_acts"] else ""
    return program == "keras-acts" and sys.argv[1:2] in LOOKS


@contextmanager
def _quiet() -> Iterator[None]:
    """Holds back what is written to file descriptor 2; shows it if there is an exception."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    # Every trial has a graph of its own; that is no mistake to be warned of.
    logging.getLogger("tensorflow").setLevel(logging.ERROR)
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
