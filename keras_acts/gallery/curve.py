"""f and f' of an activation as it starts, f' from the layer's own gradient."""

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import keras
import numpy as np
from keras import ops

from keras_acts.gradients import gradients
from keras_acts.labels import parsed
from keras_acts.layers import ACTIVATIONS, Activation
from keras_acts.table import Arm, Table

STARTS = 64
"""How many channels of an activation with a random start are looked at."""
SHOWN = Table(
    "activation",
    *ACTIVATIONS.values(),
    Activation(
        name="softmax",
        layer=keras.layers.Softmax,
        source="Bridle 1990",
        left_slope=lambda layer: None,
        widens=lambda layer: Fraction(1, 3),
    ),
)
"""The activations, and a softmax over three classes, of which the first is looked at."""


class Curve(NamedTuple):
    """f_i and df_i/dx_j: for most activations one i and one j."""

    x: np.ndarray
    """(points,): what the first input takes; the others are 0."""
    f: np.ndarray
    """(outputs, points)."""
    slopes: np.ndarray
    """(outputs, inputs, points)."""

    @property
    def slope(self) -> np.ndarray:
        """(outputs, points): the derivatives by x."""
        return self.slopes[:, 0]

    @property
    def size(self) -> np.ndarray:
        """(points,): |f'|, summed over all that goes into one unit and comes out of it."""
        return np.abs(self.slopes).sum((0, 1))


@dataclass(frozen=True)
class Unit:
    """One unit of an activation as it starts, in float64, outside of training."""

    arm: Arm
    layer: keras.Layer
    outputs: int
    inputs: int
    starts: int
    """1, or how many channels with starts of their own count as the outputs of the unit."""

    def at(self, inputs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(f, slopes), as in a Curve, at inputs of shape (points, inputs)."""
        if self.starts > 1:
            y, dx = self._value_and_slope(np.repeat(inputs, self.starts, 1), slice(None))
            return y.T, dx.T[:, None]
        parts = [self._value_and_slope(inputs, output) for output in range(self.outputs)]
        f = [y[:, output] for output, (y, _) in enumerate(parts)]
        return np.stack(f), np.stack([dx.T for _, dx in parts])

    def curve(self, x: np.ndarray) -> Curve:
        """The curve over x of the first input; the others are 0.

        So one piece of a Maxout against the constant 0, one logit of a softmax against two.
        """
        inputs = np.zeros((len(x), self.inputs))
        inputs[:, 0] = x
        return Curve(x, *self.at(inputs))

    def _value_and_slope(self, inputs, output):
        """(y, dx): all that comes out, and the gradient of the sum of the given output."""

        def call(arrays):
            y = self.layer(arrays[0], training=False)
            return ops.sum(y[:, output]), y

        _, y, (dx,) = gradients(call, [ops.array(inputs, "float64")])
        return ops.convert_to_numpy(y), ops.convert_to_numpy(dx)


def unit(choice: str | Arm) -> Unit:
    """The unit of a name, of a label such as `rrelu(lower=0.2)`, or of an arm.

    >>> unit("elu(alpha=0)").curve(np.array([-2.0, 2.0])).slope.tolist()
    [[0.0, 1.0]]
    """
    arm = choice if isinstance(choice, Arm) else SHOWN.arm(parsed(choice))
    layer = started(arm)
    widens = arm.row.widens(layer)
    starts = STARTS if _random_starts(layer) else 1
    return Unit(arm, layer, widens.numerator, widens.denominator, starts)


def started(arm: Arm) -> keras.Layer:
    """A layer in float64, whose random starts and draws are the same each time."""
    seeded = arm.row.random and "seed" not in arm.options
    layer = arm(dtype="float64", **({"seed": 0} if seeded else {}))
    for name in _random_starts(layer):
        initializer = getattr(layer, name)
        config = {**initializer.get_config(), "seed": 0}
        setattr(layer, name, type(initializer).from_config(config))
    return layer


def _random_starts(layer):
    """The initializers of the layer's learned parameters that draw, by attribute."""
    names = [f"{name}_initializer" for name in getattr(layer, "learned", ())]
    return [name for name in names if "seed" in getattr(layer, name).get_config()]


def spread(arm: Arm, x: np.ndarray, share: float = 0.9, draws: int = 4000) -> np.ndarray | None:
    """(2, points): where the middle `share` of the outputs in training lies; None if certain.

    Draws of what a layer starts with count too, where it starts at random.
    """
    if not arm.row.random:
        return None
    inputs = np.repeat(x[:, None], draws, 1)
    y = started(arm)(ops.array(inputs, "float64"), training=True)
    tails = 50 * (1 - share)
    return np.percentile(ops.convert_to_numpy(y), [tails, 100 - tails], axis=1)
