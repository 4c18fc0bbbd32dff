"""Arrays to train on, and what is done with each of several."""

import hashlib
from abc import ABC
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

PARTS = {"train": "train", "validation": "val", "test": "test"}
"""The parts of data by the names of their arrays."""


@dataclass(frozen=True)
class Trained(ABC):
    """What has a part to train on; several inputs or outputs are a dict of arrays."""

    x_train: Any
    y_train: Any

    @property
    def plain(self) -> bool:
        """Whether x and y are an array each."""
        return isinstance(self.x_train, np.ndarray) and isinstance(self.y_train, np.ndarray)

    @property
    def size(self) -> int:
        """How many samples there are to train on."""
        return len(next(leaves(self.y_train)))


@dataclass(frozen=True)
class Arrays(Trained):
    """A data set as it comes: x to predict y from. Several inputs or outputs are a dict.

    Labels are flat integers 0 .. classes - 1; other numbers are for regression.
    """

    x_test: Any = None
    y_test: Any = None
    x_val: Any = None
    y_val: Any = None

    @property
    def labels(self) -> bool:
        """Whether y are labels, of which one is right."""
        return isinstance(self.y_train, np.ndarray) and flat_labels(self.y_train)

    @property
    def classes(self) -> int:
        """How many labels there are, or numbers to predict."""
        if self.labels:
            return int(self.y_train.max()) + 1
        return int(np.prod(self.y_train.shape[1:], dtype=int))

    @property
    def sha256(self) -> str:
        """The hash of the arrays' bytes, one after the other."""
        digest = hashlib.sha256()
        for name in ("x_train", "y_train", "x_test", "y_test", "x_val", "y_val"):
            for array in leaves(getattr(self, name)):
                digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()


def flat_labels(y: np.ndarray) -> bool:
    """Whether `y` holds an integer a sample."""
    return np.issubdtype(y.dtype, np.integer) and y.size == len(y)


def mapped(function: Callable, value: Any) -> Any:
    """`function` of each array in a dict or tuple of them, or of the one array."""
    if isinstance(value, Mapping):
        return {name: mapped(function, part) for name, part in value.items()}
    if isinstance(value, tuple):
        return tuple(mapped(function, part) for part in value)
    return None if value is None else function(value)


def leaves(value: Any) -> Iterator[np.ndarray]:
    """Each array in a dict or tuple of them."""
    parts = value.values() if isinstance(value, Mapping) else value
    if isinstance(value, (Mapping, tuple)):
        for part in parts:
            yield from leaves(part)
    elif value is not None:
        yield value
