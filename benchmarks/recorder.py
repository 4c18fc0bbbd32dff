"""What a Recorder at its default schedule adds to a training: all probes, at 128 samples.

    python -m benchmarks.recorder

The training is the same to the last bit with and without it, so what is spent inside of the
Recorder is what it adds, but for what a callback costs Keras and the caches; the pairs show that.
NIN has an eighth of the literature's width.
"""

import time
from typing import NamedTuple

import keras
import numpy as np

from benchmarks.timing import table
from keras_acts import models
from keras_acts.diagnostics import Recorder
from keras_acts.diagnostics.schedule import every

BATCH, BATCHES, EPOCHS = 128, 469, 5


class Net(NamedTuple):
    """A model, and in how many pairs to train it; none for one training with a Recorder alone."""

    options: dict
    shape: tuple[int, ...]
    pairs: int = 0


NETS = {
    "mlp": Net({"depth": 10, "width": 128}, (28, 28, 1), 5),
    "convnet": Net({}, (32, 32, 3)),
    "nin": Net({"multiplier": 0.125}, (32, 32, 3)),
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


def compiled(net: str) -> tuple[keras.Model, np.ndarray, np.ndarray]:
    """A model, its inputs and labels."""
    options, shape, _ = NETS[net]
    model = models.build(net, input_shape=shape, classes=10, initializer="he", seed=0, **options)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.SGD(1e-3, momentum=0.9), loss)
    rng = np.random.default_rng(0)
    x = rng.normal(size=(BATCH * BATCHES, *shape)).astype("float32")
    return model, x, rng.integers(0, 10, len(x))


def trained(net: str, recorded: bool) -> tuple[np.ndarray, np.ndarray]:
    """The time of one training, and what of it was spent in the Recorder."""
    model, x, y = compiled(net)
    model.fit(x[: 2 * BATCH], y[: 2 * BATCH], batch_size=BATCH, verbose=0)
    start = clocks()
    callbacks = [Timed(x[:BATCH], y[:BATCH])] if recorded else []
    model.fit(x, y, batch_size=BATCH, epochs=EPOCHS, verbose=0, callbacks=callbacks)
    return clocks() - start, callbacks[0].inside if recorded else np.zeros(2)


def line(net: str) -> list[str]:
    """A line of the table."""
    pairs, steps = NETS[net].pairs, EPOCHS * BATCHES
    taken, beside = [], []
    for _ in range(max(1, pairs)):
        alone = trained(net, False)[0] if pairs else None
        whole, inside = trained(net, True)
        taken.append([1e3 * (whole - inside) / steps, whole / (whole - inside)])
        beside += [whole / alone] if pairs else []
    step, ratio = np.median(taken, 0)
    pair = both(np.median(beside, 0), 3) if pairs else "–"
    return [net, both(step, 1), f"{steps:,}", both(ratio, 3), pair]


def attached(pairs: int = 36) -> str:
    """What a Recorder costs epochs in which it does not look: with and without one, in turns."""
    model, x, y = compiled("mlp")
    idle = Recorder(x[:BATCH], y[:BATCH], at=every(10**9))

    def epoch(callbacks):
        start = clocks()
        model.fit(x, y, batch_size=BATCH, verbose=0, callbacks=callbacks)
        return clocks() - start

    epoch([idle]), epoch([])
    logs = []
    for number in range(pairs):
        turns = ([idle], []) if number % 2 else ([], [idle])
        taken = {len(callbacks): epoch(callbacks) for callbacks in turns}
        logs.append(np.log(taken[1] / taken[0]))
    error = both(np.std(logs, 0, ddof=1) / len(logs) ** 0.5, 3)
    return f"mlp, without a look: {both(np.exp(np.mean(logs, 0)), 3)}, standard error {error}"


def both(clocks: np.ndarray, digits: int) -> str:
    """Wall and, in brackets, CPU."""
    return f"{clocks[0]:.{digits}f} ({clocks[1]:.{digits}f})"


WORDS = (
    f"Its default schedule, all probes, at {BATCH} samples, in {EPOCHS} epochs. *Inside* is the "
    "time of the training over that\nwithout what was spent in the Recorder; *side by side*, over "
    "that of the same training without one, median of pairs\nin turns. Wall (CPU). Looks come "
    "after 0, 1, 2, 4, 8, ... steps, so shorter trainings pay more.\n"
)


def main() -> None:
    """Prints the table."""
    print(WORDS)
    print(table(["net", "ms a step", "steps", "inside", "side by side"], []))
    for net in NETS:
        print(f"| {' | '.join(line(net))} |", flush=True)
    print(f"\n{attached()}")


if __name__ == "__main__":
    main()
