"""What a probe is, and what it gets to see."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np


class Site(NamedTuple):
    """One call of an activation y = f(x) on the probe batch."""

    x: np.ndarray
    y: np.ndarray
    axis: int
    """The axis of the channels."""
    slope: np.ndarray | None = None
    """|f'(x)|, of the shape of x; None where f gives fewer numbers than it takes, as Maxout."""
    back: np.ndarray | None = None
    """dL/dx."""
    before: np.ndarray | None = None
    """y with the weights before the last update."""


class Kernel(NamedTuple):
    """A trainable weight matrix or convolution kernel W."""

    value: np.ndarray
    gradient: np.ndarray | None = None
    """dL/dW."""
    before: np.ndarray | None = None
    """W before the last update."""


@dataclass(frozen=True, kw_only=True)
class Probe:
    """A row of `PROBES`: one number for each of the things it looks at."""

    name: str
    unit: str
    measures: str
    reads_as: str
    """A sentence that says what a high or low number means."""
    of: str
    """What `measure` takes: a Site of each `activation`, or of each `call`, linear ones too; the
    Kernel of each `kernel`; each learned `parameter` of an activation; each `weight` there is."""
    measure: Callable[[Any], Any]
    needs: frozenset[str] = frozenset()
    """Which of `slope`, `back`, `gradient` and `before` it reads."""


def share(condition: np.ndarray) -> float:
    """The share of elements for which the condition holds."""
    return np.count_nonzero(condition) / condition.size


def norm(x: np.ndarray) -> float:
    """sqrt(sum x^2) in float64."""
    return float(np.sqrt(np.square(x, dtype="float64").sum()))


def ratio(one: float, other: float) -> float:
    """one / other; infinity, or NaN for 0 / 0, where there is nothing to compare with."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(np.float64(one) / other)


def others(y: np.ndarray, axis: int) -> tuple[int, ...]:
    """Every axis but that of the channels."""
    return tuple(one for one in range(y.ndim) if one != axis)


def channel_means(y: np.ndarray, axis: int) -> np.ndarray:
    """The mean over the batch and all positions, one for each channel."""
    return y.mean(axis=others(y, axis), dtype="float64")
