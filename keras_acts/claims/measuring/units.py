"""What the units of a net do on a batch: f(z), f'(z), and which of them are dead."""

from typing import NamedTuple

import keras
import numpy as np
from keras import ops

from keras_acts.gradients import gradients
from keras_acts.taps import tapped

STUCK = 1e-3
"""Below this |f'| a unit passes on no gradient to speak of."""


class Units(NamedTuple):
    """One activation on a batch: its output, and the derivative of its sum by each input."""

    name: str
    f: np.ndarray
    slope: np.ndarray

    @property
    def dead(self) -> float:
        """The share of units (channels) with |f'| < 0.001 at every sample and position.

        Of a unit that combines several inputs, as Maxout does, for every one of them. NaN if an
        output is not finite: such a net is lost, not dead.
        """
        channels = self.f.shape[-1]
        inputs = max(1, self.slope.shape[-1] // channels)
        return self._share(self._stuck().reshape(inputs, -1).all(0))

    @property
    def idle(self) -> float:
        """The same of input channels: of Maxout the pieces that never win."""
        return self._share(self._stuck())

    def _stuck(self):
        return (np.abs(self.slope) < STUCK).reshape(-1, self.slope.shape[-1]).all(0)

    def _share(self, stuck):
        return float(stuck.mean()) if np.isfinite(self.f).all() else float("nan")


def units(model: keras.Model, x: np.ndarray) -> list[Units]:
    """Every activation of the model, outside of training; linear ones are left out."""
    seen = []

    def look(tap, z):
        if tap.linear:
            return tap.activation(z)

        def total(arrays):
            f = tap.activation(arrays[0])
            return ops.sum(f), f

        _, f, (slope,) = gradients(total, [z])
        seen.append(Units(tap.name, ops.convert_to_numpy(f), ops.convert_to_numpy(slope)))
        return f

    with tapped(model, look):
        model(x, training=False)
    return seen


def dead(model: keras.Model, x: np.ndarray) -> float:
    """The mean over the activations of their share of dead units."""
    return float(np.mean([one.dead for one in units(model, x)]))
