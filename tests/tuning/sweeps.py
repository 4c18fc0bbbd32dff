"""Small sweeps for tests: a file, its spec, and training that takes no time."""

from pathlib import Path

from keras_acts.tuning import sweep as module
from keras_acts.tuning.engine import Here
from keras_acts.tuning.read import read
from keras_acts.tuning.sweep import sweep
from tests.tuning.trials import pretended

SMALL = """
data = "digits"
samples = 60
epochs = 1
seeds = [0, 1]
tuner = "grid"
trials = 6
batch_size = 32
costs = false
[model_options]
depth = 1
width = 4
[axes]
activation = ["relu", "mpelu", "maxout"]
initializer = ["glorot", "msra"]
[nuisance]
learning_rate = [0.01, 0.1]
"""
SIXTY = (
    SMALL.replace("[0, 1]", "[0, 1, 2, 3, 4]")
    .replace('"maxout"', '"elu"')
    .replace("samples = 60", "samples = 300")
)
"""The same with 60 trials, which take about half a second each."""


def written(folder: Path, text: str = SMALL, name: str = "small") -> Path:
    """A sweep file with `text`."""
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


class Pretend:
    """Stands in for training, whoever starts the sweep, and counts the calls.

    `stop_at` raises KeyboardInterrupt in the place of that call, as if the process had died.
    """

    def __init__(self, monkeypatch, stop_at=None):
        self.calls = []
        self.stop_at = stop_at
        monkeypatch.setattr(module, "run", self.run)
        monkeypatch.setattr(module.best, "write", lambda *arguments: None)
        monkeypatch.setattr(module.costs, "write", lambda *arguments: None)

    def run(self, spec, cell, seed, epochs):
        if len(self.calls) == self.stop_at:
            raise KeyboardInterrupt
        row = pretended(spec, cell, seed, epochs)
        self.calls.append((row["cell"], seed, epochs))
        return row


def swept(path: Path, folder: Path, trial=None, start=Here, say=lambda line: None):
    """Runs the sweep in `path` in this process without a word."""
    return sweep(read(path), path, folder, say, trial, start)
