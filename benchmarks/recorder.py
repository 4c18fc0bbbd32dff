"""What a Recorder at its default schedule adds to a training: all probes, at 128 samples.

    python -m benchmarks.recorder

*Inside* is a training's time over what is left of it without the time spent in the Recorder; as
the training is the same to the last bit, that is what it adds but for what a callback costs Keras
and the caches. *Side by side* is the time of a training with a Recorder over that of the same one
with none, median of pairs that take turns. NIN has an eighth of the literature's width.
"""

import time
from typing import NamedTuple

import keras
import numpy as np

from benchmarks.timing import table
from keras_acts import models
from keras_acts.diagnostics import Recorder

BATCH, BATCHES = 128, 469


class Net(NamedTuple):
    """A model, how many epochs of 469 batches to train it, and in how many pairs."""

    options: dict
    shape: tuple[int, ...]
    epochs: int
    pairs: int


NETS = {
    "mlp": Net({"depth": 10, "width": 128}, (28, 28, 1), 5, 5),
    "convnet": Net({}, (32, 32, 3), 1, 2),
    "nin": Net({"multiplier": 0.125}, (32, 32, 3), 1, 2),
}


def clocks() -> np.ndarray:
    """Seconds on the wall, and of all cores together."""
    return np.array([time.perf_counter(), time.process_time()])


def timed(name: str):
    """The hook of the Recorder of this name, with its time added to `inside`."""

    def hook(self, *args, **options):
        start = clocks()
        getattr(Recorder, name)(self, *args, **options)
        self.inside += clocks() - start

    return hook


class Timed(Recorder):
    """A Recorder that knows how long it was at work."""

    def __init__(self, *batch):
        start = clocks()
        super().__init__(*batch)
        self.inside = clocks() - start

    on_train_begin = timed("on_train_begin")
    on_epoch_begin = timed("on_epoch_begin")
    on_train_batch_begin = timed("on_train_batch_begin")
    on_epoch_end = timed("on_epoch_end")
    on_train_end = timed("on_train_end")


def trained(net: str, recorded: bool) -> tuple[np.ndarray, np.ndarray]:
    """The time of one training, and what of it was spent in the Recorder."""
    options, shape, epochs, _ = NETS[net]
    model = models.build(net, input_shape=shape, classes=10, initializer="he", seed=0, **options)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.SGD(1e-3, momentum=0.9), loss)
    rng = np.random.default_rng(0)
    x = rng.normal(size=(BATCH * BATCHES, *shape)).astype("float32")
    y = rng.integers(0, 10, len(x))
    model.fit(x[: 2 * BATCH], y[: 2 * BATCH], batch_size=BATCH, verbose=0)
    start = clocks()
    callbacks = [Timed(x[:BATCH], y[:BATCH])] if recorded else []
    model.fit(x, y, batch_size=BATCH, epochs=epochs, verbose=0, callbacks=callbacks)
    return clocks() - start, callbacks[0].inside if recorded else np.zeros(2)


def line(net: str) -> list[str]:
    """A line of the table."""
    *_, epochs, pairs = NETS[net]
    steps = epochs * BATCHES
    taken = []
    for _ in range(pairs):
        alone, _ = trained(net, False)
        whole, inside = trained(net, True)
        taken.append([1e3 * alone / steps, whole / (whole - inside), whole / alone])
    step, inside, beside = np.median(taken, 0)
    ratios = (f"{wall:.3f} ({cpu:.3f})" for wall, cpu in (inside, beside))
    return [net, f"{step[0]:.1f} ({step[1]:.1f})", f"{steps:,}", *ratios]


def main() -> None:
    """Prints the table."""
    print("Medians; wall (CPU).\n")
    print(table(["net", "ms a step", "steps", "inside", "side by side"], []))
    for net in NETS:
        print(f"| {' | '.join(line(net))} |", flush=True)


if __name__ == "__main__":
    main()
