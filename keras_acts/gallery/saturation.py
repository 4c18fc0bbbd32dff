"""On which sides an activation saturates, and whether softly or hard, from f' alone.

It saturates on the left if f'(x) tends to 0 as x goes to minus infinity, and hard if f' is 0
from some x on; on the right likewise. Gulcehre et al. 2016, arXiv:1603.00391.
"""

from collections.abc import Callable

import numpy as np

OCTAVES = 13
"""f' is looked at up to |x| = 2^13, at eight points an octave."""
FLAT, FALLS = 1e-3, 0.5
"""f' tends to 0 if in the last octave |f'| is 0, or under 1e-3 of its largest value and under
half of what it was two octaves before. So 1/x, the slope of a logarithm, tends to 0, and a
constant slope does not, however small it is."""
INSIDE, EDGE = 1e-2, 1e-6
"""Rounding makes f' exactly 0 far out for soft functions as well. Hard is what is 0 beyond a c
and 0.01 (1 + |c|) inside of it over 1e-6 of what it is at 1 + |c|: no exponential rises as fast."""

_OUT = 2.0 ** np.arange(-6, OCTAVES + 1 / 16, 1 / 8)
_LINE = np.concatenate([_OUT[::-1], [0.0], -_OUT])
Slope = Callable[[np.ndarray], np.ndarray]


def saturation(slope: Slope) -> str:
    """`left hard`, `both soft`, `left hard, right soft`, or nothing.

    Args:
        slope: f' as a function of an array (points,), to the same shape; the sign is not used.

    >>> saturation(lambda x: np.exp(np.minimum(x, 0)))
    'left soft'
    >>> saturation(lambda x: (abs(x) < 1).astype(float))
    'both hard'
    """
    left, right = side(slope, -1), side(slope, 1)
    if left == right:
        return left and f"both {left}"
    found = {"left": left, "right": right}
    return ", ".join(f"{where} {kind}" for where, kind in found.items() if kind)


def side(slope: Slope, sign: int) -> str:
    """`soft`, `hard` or nothing: what f' does towards sign times infinity."""
    x = sign * _LINE
    size = np.abs(slope(x))
    top, last, before = size.max(), size[:9].max(), size[16:25].max()
    if last > 0:
        return "soft" if last < FLAT * top and last < FALLS * before else ""
    if top == 0:
        return "hard"
    first = int(np.argmax(size > 0))
    edge = _edge(slope, x[first - 1], x[first])
    near, deep = np.abs(slope(edge - sign * (1 + abs(edge)) * np.array([INSIDE, 1.0])))
    return "hard" if near > EDGE * deep else "soft"


def _edge(slope, flat, steep):
    """Where f' begins to be exactly 0, between a point where it is and one where it is not."""
    for _ in range(6):
        between = np.linspace(flat, steep, 129)
        first = int(np.argmax(slope(between) != 0))
        flat, steep = between[first - 1], between[first]
    return flat
