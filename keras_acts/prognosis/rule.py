"""The rule: from what is seen of a net to whether it trains, and the reason in words."""

import math
from typing import NamedTuple

from keras_acts.prognosis.look import Seen

LEAST, MOST = 10**-2.35, 10**3.0
"""Bounds of the smallest gradient norm of a kernel, from `benchmarks/doctor.py`."""


class Verdict(NamedTuple):
    """Whether a net trains, and why, in words."""

    trains: bool
    why: str


def verdict(seen: Seen) -> Verdict:
    """A net trains if its smallest kernel gradient is neither next to nothing nor huge.

    LEAST < min over kernels of ||dL/dW|| < MOST, and every number is finite.
    """
    smallest = min(seen.kernels, key=lambda name: _order(seen.kernels[name]))
    norm = seen.kernels[smallest]
    bad = _not_finite(seen)
    if bad:
        return Verdict(False, f"Numbers are not finite from {bad} on.")
    if norm <= LEAST:
        why = f"The gradient of {smallest} has a norm of {norm:.2g}"
        return Verdict(False, f"{why}, {_because(seen)}.")
    if norm >= MOST:
        why = f"Even the smallest gradient, of {smallest}, has a norm of {norm:.2g}"
        return Verdict(False, f"{why}: any step is too large.")
    return Verdict(True, f"Gradients arrive: the smallest norm is {norm:.2g}, at {smallest}.")


def _order(norm):
    return norm if math.isfinite(norm) else -1.0


def _not_finite(seen):
    """The first layer whose input, or the first kernel whose gradient is not finite."""
    layers = (one.name for one in seen.layers if not math.isfinite(one.variance))
    kernels = (name for name, norm in seen.kernels.items() if not math.isfinite(norm))
    return next(layers, None) or next(kernels, None)


def _because(seen):
    """What the smallness comes from: of the signal, of what tells samples apart, of slopes."""
    first, last = seen.layers[0], seen.layers[-1]
    steps = max(len(seen.layers) - 1, 1)
    if last.difference < 1e-6:
        return f"because all samples look alike to {last.name}"
    if last.variance < 1e-4 * first.variance:
        return (
            "because the signal fades: its variance falls by a factor of "
            f"{(first.variance / last.variance) ** (1 / steps):.2g} a layer"
        )
    if first.gradient < 1e-4 * last.gradient:
        return (
            "because the gradient fades on its way back: its variance falls by a factor of "
            f"{(last.gradient / first.gradient) ** (1 / steps):.2g} a layer"
        )
    return f"because the signal is small: its variance is {first.variance:.2g} in {first.name}"
