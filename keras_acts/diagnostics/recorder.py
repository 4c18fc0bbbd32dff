"""The Recorder: probes at scheduled steps of a training, on one fixed batch."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import keras

from keras_acts.diagnostics.board import writer
from keras_acts.diagnostics.observe import Look, Observer, named, prepared
from keras_acts.diagnostics.schedule import Moment, Schedule, doubling, last


class Reading(NamedTuple):
    """One number of one probe."""

    step: int
    """The updates before it, over all calls of `fit` with the same recorder."""
    epoch: int
    probe: str
    layer: str
    value: float


class Recorder(keras.callbacks.Callback):
    """Takes probes while a model trains: model.fit(..., callbacks=[Recorder(x, y)]).

    Args:
        x, y: the batch to look at, as `fit` takes them; some hundred samples do.
        probes: names of `PROBES`; all of them by default.
        at: when to look; by default `doubling() | last()`: after 0, 1, 2, 4, 8, ... updates.
        log_dir: where to write scalars for TensorBoard; needs the package tensorboard.
        compile: whether a look is traced first, which pays from about ten looks on.

    `history` has the readings. The training is the same with and without it, to the last bit: a
    look works on copies of the weights, of the statistics of BatchNorm, and of the states of
    random layers. Within a look BatchNorm takes the statistics of its batch and dropout drops, as
    in training. With `steps_per_execution` looks and updates are those of whole executions.
    """

    def __init__(
        self,
        x: Any,
        y: Any,
        probes: Iterable[str] | None = None,
        at: Schedule | None = None,
        log_dir: str | Path | None = None,
        compile: bool = True,
    ):
        super().__init__()
        self.probes = named(probes)
        self.at = at or doubling() | last()
        self.history: list[Reading] = []
        self._batch = prepared(x, y)
        self._compile = compile
        self._compares = any("before" in probe.needs for probe in self.probes)
        self._write = writer(log_dir) if log_dir else None
        self._before: list[Any] = []
        self._epoch = self._start = self._step = 0
        self._arrived = self._looked = -1
        self._observe: Callable[..., Look]
        self._seen: tuple[Any, ...] = ()

    def on_train_begin(self, logs=None):
        model = self.model
        if self._seen != (model, model.optimizer, model.loss):
            self._seen = model, model.optimizer, model.loss
            self._observe = Observer(model, self.probes, self._compile)
        self._stride = model.steps_per_execution
        self._start = self._step

    def on_epoch_begin(self, epoch, logs=None):
        self._epoch = epoch
        self._start = self._step
        steps = self._steps() if self._stride == 1 else None
        self._idle = set(range(steps or 0)) - set(self.batches_needed(steps or 0, epoch, 0))

    def on_train_batch_begin(self, batch, logs=None):
        # A look after an update waits for the next one to begin: a callback that does anything
        # at the end of a step would have Keras wait for its numbers at every step.
        if batch in self._idle:
            return
        self._arrive(self._start + batch)
        steps = self._steps()
        end = batch + self._stride if steps is None else min(batch + self._stride, steps)
        self._step = self._start + end
        upcoming = range(self._arrived + 1, self._step + 1)
        due = self._compares and self._due(upcoming, *self._ends(end, steps))
        self._before = [_copy(v) for v in self.model.trainable_variables] if due else []

    def batches_needed(self, steps: int, epoch: int, epochs: int) -> list[int]:
        """The batches of an epoch whose beginning must be told, where others may be left out."""
        due = [batch for batch in range(steps) if self.at.due(Moment(self._start + batch))]
        before = [batch - 1 for batch in due if batch and self._compares]
        return [*due, *before, steps - 1]

    def on_epoch_end(self, epoch, logs=None):
        self._arrive(self._step, True)

    def on_train_end(self, logs=None):
        self._arrive(self._step, True, True)

    def to_csv(self, path: str | Path) -> None:
        """Writes the history: a line a reading, step, epoch, probe, layer, value."""
        with open(path, "w", newline="", encoding="utf-8") as file:
            lines = csv.writer(file, lineterminator="\n")
            lines.writerow(Reading._fields)
            lines.writerows(self.history)

    def _steps(self):
        """How many an epoch has, if that is known."""
        return (self.params or {}).get("steps")

    def _ends(self, batch, steps):
        """Whether the update about to be made ends the epoch, and the training."""
        ends = steps is not None and batch >= steps
        return ends, ends and self._epoch + 1 == (self.params or {}).get("epochs")

    def _due(self, numbers, *ends):
        *inner, end = numbers
        return any(self.at.due(Moment(n)) for n in inner) or self.at.due(Moment(end, *ends))

    def _arrive(self, step, *ends):
        """Looks if it is time to, once a step."""
        new = range(min(self._arrived + 1, step), step + 1)
        self._arrived = step
        if self._looked != step and self._due(new, *ends):
            self._looked = step
            self._look(step)

    def _look(self, step):
        _ = self.model  # on JAX, asking for it gives its variables their values back
        look = self._observe(*self._batch, self._before)
        for probe, numbers in look.items():
            for layer, value in numbers.items():
                self.history.append(Reading(step, self._epoch, probe, layer, value))
                if self._write:
                    self._write(f"{probe}/{layer}", value, step)


def _copy(variable):
    """The update would change the tensor itself on some backends."""
    return keras.ops.copy(variable)
