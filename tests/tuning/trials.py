"""Trials for tests that compute nothing; a child process finds them by their names.

`KERAS_ACTS_LOG` names a file in which each trial tells that it began and that it ended, and by
which process; `KERAS_ACTS_SECONDS` is how long each of them takes.
"""

import os
import signal
import time
from pathlib import Path

from keras_acts.tuning.trial import key, run


def pretended(spec, cell, seed, epochs):
    """A score that follows from cell, seed and epochs."""
    row = key(spec, cell, seed, epochs)
    score = (int(row["cell"], 16) % 997 + 10 * seed + epochs) / 2000
    row |= {"status": "ok", "reason": "", "val_accuracy": score, "seconds": 0.0}
    return {**row, "history_val_accuracy": [score / 2, score]}


def logged(spec, cell, seed, epochs):
    """The same, and it takes its time and is told in a log."""
    row = pretended(spec, cell, seed, epochs)
    tell("begun", row)
    time.sleep(float(os.environ.get("KERAS_ACTS_SECONDS", "0")))
    tell("ended", row)
    return row


def trained(spec, cell, seed, epochs):
    """A real trial that is told in a log."""
    tell("begun", key(spec, cell, seed, epochs))
    row = run(spec, cell, seed, epochs)
    tell("ended", row)
    return row


def deadly(spec, cell, seed, epochs):
    """With seed 0 a trial of maxout kills its process each time, one of mpelu the first time."""
    row = pretended(spec, cell, seed, epochs)
    name = f"{row['cell']}@{seed}"
    before = name in Path(os.environ["KERAS_ACTS_LOG"]).read_text(encoding="utf-8")
    tell("begun", row)
    always, once = cell["activation"] == "maxout", cell["activation"] == "mpelu" and not before
    if seed == 0 and (always or once):
        os.kill(os.getpid(), signal.SIGKILL)
    return row


def tell(what, row):
    """Adds a line to the log: what, trial, process, time. One write, so lines never mix."""
    line = f"{what} {row['cell']}@{row['seed']}~{row['epochs']} {os.getpid()} {time.monotonic()}\n"
    log = os.open(os.environ["KERAS_ACTS_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(log, line.encode())
    os.close(log)


def told(text, deaths=0):
    """The text, after the process has been killed `deaths` times; a ValueError for none."""
    log = Path(os.environ["KERAS_ACTS_LOG"])
    if len(log.read_text(encoding="utf-8").splitlines()) < deaths:
        with log.open("a", encoding="utf-8") as lines:
            lines.write(f"killed {os.getpid()}\n")
        os.kill(os.getpid(), signal.SIGKILL)
    if not text:
        raise ValueError("a text must be given")
    return text, os.getpid()
