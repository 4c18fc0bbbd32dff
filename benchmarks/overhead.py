"""What the machinery of a sweep costs a trial: asking, handing out, writing the row, telling.

    python -m benchmarks.overhead [docs/overhead.md]

A sweep of 10, 100 and 1,000 trials that compute nothing, in this process and in two children; the
time from the first trial to the report's table, divided by the number of trials. It begins when
the first trial has ended, so the start of children is not in it. The last columns are the mean of
the first and of the last tenth of the trials: what grows shows there.
"""

import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from benchmarks.timing import publish, table
from keras_acts.tuning.engine import Here
from keras_acts.tuning.read import read
from keras_acts.tuning.sweep import sweep
from keras_acts.tuning.threads import in_use
from keras_acts.tuning.trial import key
from keras_acts.tuning.workers import LIFE, Workers

SIZES = (10, 100, 1000)
TEXT = """
seeds = [0, 1, 2, 3, 4]
samples = 60
tuner = "{tuner}"
trials = {cells}
[model_options]
depth = 1
width = 4
[axes]
activation = ["relu"]
[nuisance]
learning_rate = [{rates}]
"""
HEAD = f"""Written by `python -m benchmarks.overhead docs/overhead.md`; not to be edited by hand.

Trials that compute nothing, asked for, handed out, written and told; milliseconds a trial, in
all and of the first and the last tenth. A child is replaced after {LIFE} trials, by a fork of a
process that has imported TensorFlow already: that is in the last tenth of 1,000.
"""


def nothing(spec, cell, seed, epochs):
    """A trial that computes nothing."""
    row = key(spec, cell, seed, epochs)
    history = {"history_val_accuracy": [0.5] * 10}
    return {**row, "status": "ok", "reason": "", "val_accuracy": 0.5, "seconds": 0.0, **history}


def seconds(trials: int, tuner: str, start) -> list[float]:
    """When each trial had ended, from the first on, and when the sweep had."""
    rates = ", ".join(f"{0.001 + 0.001 * number:.3f}" for number in range(trials // 5))
    times: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "overhead.toml"
        path.write_text(TEXT.format(tuner=tuner, cells=trials // 5, rates=rates), encoding="utf-8")
        out = Path(folder) / "out"
        sweep(read(path), path, out, lambda line: times.append(time.monotonic()), nothing, start)
    return [*(moment - times[0] for moment in times), time.monotonic() - times[0]]


def row(trials: int, tuner: str, name: str, start) -> list[str]:
    """A line of the table, in milliseconds a trial."""
    *times, end = seconds(trials, tuner, start)
    tenth = max(1, trials // 10)
    first, last = times[tenth] / tenth, (times[-1] - times[-1 - tenth]) / tenth
    shown = (f"{1000 * value:.1f}" for value in (end / trials, first, last))
    return [tuner, name, str(trials), *shown]


def main(out: str | None = None) -> None:
    """Prints the table, or writes it."""
    ways = {"this process": Here, "two children": partial(Workers, count=2, threads=in_use())}
    rows = [
        row(trials, tuner, name, start)
        for tuner in ("grid", "random")
        for name, start in ways.items()
        for trials in SIZES
    ]
    heads = ("tuner", "trials run in", "trials", "ms a trial", "first tenth", "last tenth")
    text = f"# What a sweep costs beside its trials\n\n{HEAD}\n{table(heads, rows)}\n"
    publish(text, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
