"""Notices that a training has diverged, where, and stops it."""

import keras
import numpy as np
from keras import ops


class StopWhenDiverged(keras.callbacks.Callback):
    """Ends the training at the first NaN or infinity: in the loss at a step, or at an epoch's end
    in a validation metric or a weight.

    Weights are watched too: under XLA a loss can stay finite while parameters are NaN.
    `found` is empty, or holds epoch and step (from 0) and the first bad layer.
    """

    def __init__(self, batch):
        super().__init__()
        self.batch = batch
        self.epoch = 0
        self.found: dict[str, object] = {}

    @property
    def reason(self) -> str:
        """One sentence, or nothing."""
        if not self.found:
            return ""
        where = f"epoch {self.found['diverged_epoch']}, step {self.found['diverged_step']}"
        return f"{self.found['what']} at {where}; first in {self.found['first_bad_layer']}"

    def batches_needed(self, steps, epoch, epochs):
        """None: the loop ends an execution at the first loss that is not finite."""
        return ()

    def on_epoch_begin(self, epoch, logs=None):
        self.epoch = epoch

    def on_train_batch_end(self, batch, logs=None):
        self.step = batch
        if not np.isfinite((logs or {}).get("loss", 0.0)):
            self._stop("loss not finite")

    def on_epoch_end(self, epoch, logs=None):
        bad = [name for name, value in (logs or {}).items() if not np.isfinite(value)]
        if not self.found and bad:
            self._stop(f"{bad[0]} not finite")
        if not self.found and self._first_bad_weight() is not None:
            self._stop("weights not finite")

    def _stop(self, what):
        self.model.stop_training = True
        layer = self._first_bad_weight() or self._first_bad_output()
        self.found = {
            "what": what,
            "diverged_epoch": self.epoch,
            "diverged_step": self.step,
            "first_bad_layer": layer or "the loss",
        }

    def _first_bad_weight(self):
        for layer in self.model.layers:
            if any(_bad(weight) for weight in layer.trainable_variables):
                return layer.name
        return None

    def _first_bad_output(self):
        try:
            layers = [layer for layer in self.model.layers if layer.output is not None]
        except (AttributeError, ValueError):
            # A model of a class has no graph whose parts could be called one by one.
            return None
        outputs = keras.Model(self.model.inputs, [layer.output for layer in layers])([self.batch])
        return next((a.name for a, out in zip(layers, outputs) if _bad(out)), None)


def _bad(tensor) -> bool:
    # NumPy looks at a small weight in a tenth of the time of a backend's own call.
    return not np.isfinite(ops.convert_to_numpy(tensor)).all()
