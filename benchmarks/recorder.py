"""What a Recorder at its default schedule adds to a training: all probes, at 128 samples.

    python -m benchmarks.recorder

Looks and steps take turns in one training, a look after every step; so the first look, which is
traced, a look, and a step are known, and what the default schedule adds to 1,000 steps follows:
it looks at 0, 1, 2, 4, ... and at the last. NIN has an eighth of the literature's width.
"""

import math
import time

import keras
import numpy as np

from benchmarks.timing import table
from keras_acts import models
from keras_acts.diagnostics import Recorder, every

BATCH, ROUNDS = 128, 12
LENGTHS = (1000, 2000, 5000)
NETS = {
    "mlp": ({"depth": 10, "width": 256}, (28, 28, 1)),
    "convnet": ({}, (32, 32, 3)),
    "nin": ({"multiplier": 0.125}, (32, 32, 3)),
}


def clocks() -> np.ndarray:
    """Seconds on the wall, and of all cores together."""
    return np.array([time.perf_counter(), time.process_time()])


class Timed(Recorder):
    """A Recorder that notes when each look begins and ends."""

    def on_train_begin(self, logs=None):
        self.began, self.ended = [clocks()], []
        super().on_train_begin(logs)

    def on_train_batch_begin(self, batch, logs=None):
        if batch:
            self.began.append(clocks())
        super().on_train_batch_begin(batch, logs)
        self.ended.append(clocks())


def measured(net: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(the first look, a look, a step), each on the wall and of all cores, in seconds.

    The first with what the second adds, which traces how things were before an update.
    """
    options, shape = NETS[net]
    model = models.build(net, input_shape=shape, classes=10, initializer="he", seed=0, **options)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.SGD(1e-3, momentum=0.9), loss)
    rng = np.random.default_rng(0)
    x = rng.normal(size=(BATCH * ROUNDS, *shape)).astype("float32")
    y = rng.integers(0, 10, len(x))
    recorder = Timed(x[:BATCH], y[:BATCH], at=every(1))
    model.fit(x, y, batch_size=BATCH, verbose=0, callbacks=[recorder])
    looks = np.subtract(recorder.ended, recorder.began)
    steps = np.subtract(recorder.began[1:], recorder.ended[:-1])
    look = np.median(looks[2:], 0)
    return looks[0] + looks[1] - look, look, np.median(steps[1:], 0)


def ratio(first: np.ndarray, look: np.ndarray, step: np.ndarray, steps: int) -> np.ndarray:
    """The time of so many steps with the default schedule, over that without."""
    looks = math.floor(math.log2(steps)) + 1 + (steps & (steps - 1) > 0)
    return 1 + (first + looks * look) / (steps * step)


def main() -> None:
    """Prints the table."""
    print(f"Medians of {ROUNDS} looks and steps; ratios by wall (CPU).\n")
    lines = []
    for net in NETS:
        first, look, step = measured(net)
        parts = [f"{1e3 * one[0]:.0f} ({1e3 * one[1]:.0f})" for one in (step, look, first)]
        ratios = (ratio(first, look, step, steps) for steps in LENGTHS)
        lines.append([net, *parts, *(f"{wall:.3f} ({cpu:.3f})" for wall, cpu in ratios)])
    head = ["net", "ms a step", "ms a look", "ms the first", *(f"{n:,} steps" for n in LENGTHS)]
    print(table(head, lines))


if __name__ == "__main__":
    main()
