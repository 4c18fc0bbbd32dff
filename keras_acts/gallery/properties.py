"""The properties of an activation as it starts, all computed from its value and its gradient."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from keras_acts.gallery.curve import Unit, unit
from keras_acts.gallery.saturation import saturation
from keras_acts.initializers.moment import lattice
from keras_acts.table import Arm

REACH, STEP = 20.0, 2.0**-7
"""Range and monotony are read off |x| <= 20 in steps of 1/128, and off 2^5 to 2^13 beyond."""
FLAT = 1e-6
"""f falls if it does so by more than this between two of the points."""
CENTRED = 1e-4
"""A mean under this counts as 0; the error of the quadrature is some 1e-6."""
KINK, BESIDE = 1e-3, 4e-6
"""f' jumps at x if it differs by more than 1e-3 between 4e-6 on the left and on the right of x,
which float32 tells apart too. What a layer says at x itself is not looked at: it may be a
convention."""


class Properties(NamedTuple):
    """What is known of one activation. Where several channels come out, all of them count."""

    label: str
    low: float
    high: float
    """The range of f: the least and the largest value, or infinite."""
    monotone: str
    """`rising`, `falling`, `no`; one for each channel that comes out, if they differ."""
    jumps: tuple[float, ...]
    """Where f' jumps, for |x| <= 10."""
    at_zero: str
    """f'(0) as the layer has it, whatever it is on both sides; one for each channel."""
    saturates: str
    mean: float
    second: float
    slope_second: float
    """E f, E f^2 and E f'^2 for N(0, 1) inputs."""

    @property
    def smooth(self) -> bool:
        """Whether f' is continuous at 0."""
        return 0.0 not in self.jumps

    @property
    def centred(self) -> bool:
        """Whether inputs of N(0, 1) give outputs of mean 0."""
        return abs(self.mean) < CENTRED


def properties(choice: str | Arm) -> Properties:
    """The properties of an activation outside of training; of 64 channels if it starts at random.

    >>> properties("relu").monotone, properties("silu").monotone, properties("silu").saturates
    ('rising', 'no', 'left soft')
    """
    one = unit(choice)
    near = np.arange(-REACH, REACH + STEP, STEP)
    far = 2.0 ** np.arange(5, 13.01, 0.5)
    f = one.curve(np.concatenate([-far[::-1], near, far])).f
    return Properties(
        one.arm.label,
        _bound(f, -1),
        _bound(f, 1),
        ", ".join(dict.fromkeys(map(_monotone, f))),
        jumps(lambda x: one.curve(x).slope),
        ", ".join(dict.fromkeys(f"{s + 0:.4g}" for s in one.curve(np.zeros(1)).slope[:, 0])),
        saturation(lambda x: one.curve(x).size),
        *moments(one),
    )


def _bound(f, sign):
    """The bound of f above or below: infinite if it moves by 1 or more from |x| = 2^12 to 2^13."""
    ends = sign * np.stack([f[:, [0, 2]], f[:, [-1, -3]]])
    grows = (ends[..., 0] - ends[..., 1]).max() > 1
    return sign * (math.inf if grows else float((sign * f).max()))


def _monotone(f):
    steps = np.diff(f)
    return "rising" if steps.min() > -FLAT else "falling" if steps.max() < FLAT else "no"


def jumps(slope: Callable[[np.ndarray], np.ndarray], reach: float = 10.0) -> tuple[float, ...]:
    """Where f' jumps, to five digits, from -`reach` to `reach`.

    Intervals of a grid in which f' changes are cut into eight, five times, and of each the part
    that changes most is kept. `slope` is f' from an array (points,) to (outputs, points).

    >>> jumps(lambda x: (abs(x) < 1)[None].astype(float))
    (-1.0, 1.0)
    """
    edges = np.arange(-reach, reach, 2.0**-5) + 2.0**-7
    low, high = edges[:-1], edges[1:]
    for _ in range(5):
        cuts = low + (high - low) * np.linspace(0, 1, 9)[:, None]
        values = slope(cuts.reshape(-1)).reshape(-1, *cuts.shape)
        changes = np.abs(np.diff(values, axis=1)).max(0)
        kept = np.flatnonzero(changes.max(0) > KINK)
        part = changes[:, kept].argmax(0)
        low, high = cuts[part, kept], cuts[part + 1, kept]
        if not len(low):
            return ()
    left, right = slope(low - BESIDE), slope(low + BESIDE)
    jump = np.abs(right - left).max(0) > KINK
    return tuple(sorted({round(float(x), 5) + 0.0 for x in low[jump]}))


def moments(one: Unit) -> tuple[float, float, float]:
    """(E f, E f^2, E f'^2) for N(0, 1) inputs, means over the channels that come out.

    By the midpoint rule, from three combined channels on by the lattice of `Moment`. Of combined
    channels f'^2 is the sum over them: what a unit passes back of a gradient.
    """
    z, weights = _normal(one.inputs)
    f, slopes = one.at(z)
    kinds = (f, f**2, (slopes**2).sum(1))
    mean, second, slope_second = (np.average(kind.mean(0), weights=weights) for kind in kinds)
    return float(mean), float(second), float(slope_second)


def _normal(inputs):
    """Points of shape (points, inputs) and their weights; kinks lie between points."""
    if inputs > 2:
        return lattice(inputs), None
    step = 2.0**-10 if inputs == 1 else 2.0**-5
    axes = [np.arange(-8, 8, step) + step * (i + 1) / (inputs + 1) for i in range(inputs)]
    z = np.stack(np.meshgrid(*axes), -1).reshape(-1, inputs)
    return z, np.exp(-(z**2).sum(1) / 2)
