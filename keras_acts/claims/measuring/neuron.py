"""One ReLU neuron that meets one outlier, exactly: y = max(0, w x + b), L = (y - t)^2 / 2.

A step of SGD on one sample x with z = w x + b > 0: b <- b - lr (y - t), w <- w - lr (y - t) x.
At another input x' the pre-activation moves by -lr (y - t) (x x' + 1), and by -lr (y - t) alone if
only the bias moves. What becomes of the neuron therefore depends on the sign of x x', that is on
whether the features are of one sign.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Neurons(NamedTuple):
    """Many neurons of two features: w is (neurons, 2), b is (neurons,)."""

    w: np.ndarray
    b: np.ndarray

    def active(self, x: np.ndarray) -> np.ndarray:
        """Where z > 0, (neurons, samples), for samples (samples, 2)."""
        return self.w @ x.T + self.b[:, None] > 0

    def output(self, x: np.ndarray) -> np.ndarray:
        """max(0, z), (neurons, samples)."""
        return np.maximum(self.w @ x.T + self.b[:, None], 0.0)

    def step(self, x, target, rate, bias_only=False) -> "Neurons":
        """One step of gradient descent on the mean of (y - t)^2 / 2 over the samples."""
        slope = np.where(self.active(x), self.output(x) - target, 0.0)
        w = self.w if bias_only else self.w - rate * slope @ x / len(x)
        return Neurons(w, self.b - rate * slope.mean(1))


FEATURES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "zero-mean": lambda z: np.concatenate([z, -z]),
    "non-negative": np.abs,
}
"""Normal data of z ~ N(0, 1), (samples, 2): with its mirror image, or its absolute value."""


def neurons(rng: np.random.Generator, count: int) -> Neurons:
    """|w| = 1, at most 60 degrees from the first axis, b = 0: all active on an outlier there."""
    angle = rng.uniform(-np.pi / 3, np.pi / 3, count)
    return Neurons(np.stack([np.cos(angle), np.sin(angle)], 1), np.zeros(count))


def met(before: Neurons, size: float, rate: float, bias_only: bool) -> Neurons:
    """After one step on the outlier (size, 0), whose target is 0: the neurons predict too much."""
    return before.step(np.array([[size, 0.0]]), 0.0, rate, bias_only)


def trained_on(before: Neurons, x, target, rate: float, bias_only: bool, steps: int) -> Neurons:
    """After `steps` more steps, on normal data."""
    for _ in range(steps):
        before = before.step(x, target, rate, bias_only)
    return before


def grid(features: str, bias_only: bool, sizes, rates, *, count=50, samples=200, steps=500):
    """What is left for each size and learning rate: two matrices, a row a size.

    `active`: the share of normal data on which a neuron is active right after the outlier;
    `shut`: the share of neurons that are active on none of it, also after `steps` steps on it
    towards what they gave before.
    """
    rng = np.random.default_rng(0)
    x, start = FEATURES[features](rng.normal(size=(samples, 2))), neurons(rng, count)
    target, active, shut = start.output(x), [], []
    for size in sizes:
        after = [met(start, size, rate, bias_only) for rate in rates]
        later = [
            trained_on(one, x, target, rate, bias_only, steps) for one, rate in zip(after, rates)
        ]
        active.append([float(one.active(x).mean()) for one in after])
        shut.append([float((~one.active(x).any(1)).mean()) for one in later])
    return {"active": active, "shut": shut, "before": float(start.active(x).mean())}
