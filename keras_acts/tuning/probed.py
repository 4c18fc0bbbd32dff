"""What a row says of the probes: a look before the training and one after, as flat lists."""

from typing import Any

import keras
from keras import ops

from keras_acts.diagnostics.observe import Look, prepared
from keras_acts.results import PROBED, Row
from keras_acts.tuning.net import Net


class Probed(keras.callbacks.Callback):
    """Looks at a net before and after a training, and at what activations learn by epoch.

    `first` is the look before, taken when this is made.
    """

    def __init__(self, net: Net, x: Any, y: Any):
        super().__init__()
        self._net, self._batch = net, prepared(x, y)
        self._epoch = self._start = self._step = 0
        self._before: list[Any] = []
        self.first = net.look(*self._batch)
        self._looks: dict[int, Look] = {0: self.first}
        self._learned: dict[int, dict[str, float]] = {0: net.learned()}

    def batches_needed(self, steps, epoch, epochs):
        """The last one, before which the weights are copied that its update changes."""
        return [steps - 1]

    def on_epoch_begin(self, epoch, logs=None):
        self._epoch, self._start = epoch, self._step

    def on_train_batch_begin(self, batch, logs=None):
        steps, epochs = self.params["steps"], self.params["epochs"]
        end = batch + self.model.steps_per_execution
        self._step = self._start + (end if steps is None else min(end, steps))
        last = steps is not None and end >= steps and self._epoch + 1 == epochs
        self._before = [ops.copy(v) for v in self.model.trainable_variables] if last else []

    def on_epoch_end(self, epoch, logs=None):
        _ = self.model  # on JAX, asking for it gives its variables their values back
        self._learned[self._step] = self._net.learned()

    def on_train_end(self, logs=None):
        _ = self.model
        self._looks[self._step] = self._net.look(*self._batch, self._before)

    def columns(self) -> Row:
        """`probe_...` as `results.probed` reads them; `learned_mean` has a number for each of
        `learned_steps`, the start and the end of every epoch, and each of `learned_names`."""
        row: Row = {"probe_steps": list(self._looks)}
        for probe, kind in PROBED.items():
            names = row.setdefault(f"probe_{kind}", _names(self._looks.values(), kind))
            row[f"probe_{probe}"] = _flat([one[probe] for one in self._looks.values()], names)
        names = list(self._learned[0])
        if names:
            row |= {"learned_steps": list(self._learned), "learned_names": names}
            row["learned_mean"] = _flat(self._learned.values(), names)
        return row


def _names(looks, kind) -> list[str]:
    probes = [probe for probe, of in PROBED.items() if of == kind]
    return list(dict.fromkeys(n for look in looks for probe in probes for n in look[probe]))


def _flat(readings, names) -> list[float | None]:
    """Four digits of each reading; None where there is none."""
    found = [one.get(name) for one in readings for name in names]
    return [None if value is None else float(f"{value:.4g}") for value in found]
