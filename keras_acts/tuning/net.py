"""A model with what is traced of it, kept for the next trial of the same graph."""

import gc
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

import keras
import numpy as np

from keras_acts.diagnostics import PROBES, Observer
from keras_acts.diagnostics.observe import Look
from keras_acts.gradients import compiled
from keras_acts.prognosis.look import NEEDED
from keras_acts.results import PROBED
from keras_acts.split import Split
from keras_acts.tuning.loop import Loop, serves
from keras_acts.tuning.shared import Constants, copy, graph, values
from keras_acts.tuning.train import Training, train

KEPT = 2
"""How many nets are kept: two, because a sweep may go through the places of BatchNorm in turn."""
LOOKS = list(
    {probe.name: probe for probe in [*NEEDED, *(PROBES[name] for name in PROBED)]}.values()
)
"""The probes of every look of a trial."""

_kept: dict[str, "Net"] = {}


class Net:
    """A compiled model, its training and its looks, traced where the loop serves it."""

    def __init__(self, model: keras.Model, parts: Split, batch_size: int):
        self.model = model
        self.parts = parts
        self._size = batch_size
        self._constants = Constants(model)
        self._loop: Loop | None = None
        if parts.plain and serves(model):
            with self._constants:
                self._loop = Loop(model, parts, batch_size)
        # One call of a traced function in the place of dozens of assignments.
        self._assign = compiled(self._assigned)
        self._observer = Observer(model, LOOKS, compile=self._loop is not None)
        self._learned = Observer(model, [PROBES["parameter_mean"]])

    def take(self, model: keras.Model, parts: Split) -> None:
        """Becomes as a net of another model of the same graph would be."""
        self._assign([variable.value for variable in values(model)])
        self._constants.put(model)
        self.parts = parts
        if self._loop:
            self._loop.put(parts)

    def give(self, model: keras.Model) -> None:
        """Gives `model`, which `net` was called with, the values of now; it is kept no longer."""
        if model is not self.model:
            copy(self.model, model)
            return
        for key in [key for key, one in _kept.items() if one is self]:
            del _kept[key]

    def look(self, x: Any, y: Any, before: Sequence[Any] = ()) -> Look:
        """A look on a batch; `before` as an `Observer` takes it."""
        with self._scaled(), np.errstate(all="ignore"):
            return self._observer(x, y, before)

    def learned(self) -> dict[str, float]:
        """The mean of each parameter that an activation learns."""
        return self._learned((), ())["parameter_mean"] if self._learned.weights.learned else {}

    def train(
        self, epochs: int, seed: int, callbacks: Sequence[keras.callbacks.Callback]
    ) -> Training:
        """Trains the model, as `train` does."""
        with self._scaled():
            return train(self.model, self.parts, epochs, self._size, seed, callbacks, self._loop)

    def _assigned(self, new):
        for variable, value in zip(values(self.model), new, strict=True):
            variable.assign(value)

    def _scaled(self):
        return self._constants if self._loop else nullcontext()


def net(model: keras.Model, parts: Split, batch_size: int) -> Net:
    """A net with the values of `model`: of itself, or, if one of the same graph is kept, of that.

    It is kept for later, in the place of the one that was asked for longest ago.
    """
    key = graph(model, parts, batch_size) if parts.plain and serves(model) else None
    found = _kept.pop(key, None) if key else None
    if found:
        found.take(model, parts)
    else:
        found = _made(model, parts, batch_size)
    if key:
        _kept[key] = found
    return found


def _made(model, parts, batch_size):
    while len(_kept) >= KEPT:
        _kept.pop(next(iter(_kept)))
    if not model.run_eagerly:
        # Graphs are full of cycles; what they hold is more than Python reckons with.
        gc.collect()
    return Net(model, parts, batch_size)
