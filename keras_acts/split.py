"""Which samples a trial trains on and which it is judged by; never the test set."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from keras_acts.arrays import Arrays, Trained, mapped


@dataclass(frozen=True)
class Split(Trained):
    """The training and the validation part; several inputs or outputs are a dict of arrays."""

    x_val: Any
    y_val: Any

    def taken(self, which: Any) -> tuple[Any, Any]:
        """Samples of the training part, chosen as those of an array: x and y."""
        x, y = (mapped(lambda array: array[which], part) for part in (self.x_train, self.y_train))
        return x, y

    def head(self, samples: int) -> tuple[Any, Any]:
        """The first samples of the training part: x and y."""
        return self.taken(slice(samples))

    def targets(self) -> tuple[Any, Any]:
        """(scale, offset) from numbers of mean 0 and variance 1 to y, one for each column."""
        y = np.asarray(self.y_train, "float64")
        spread, mean = y.std(axis=0), y.mean(axis=0)
        return np.where(spread > 0, spread, 1.0).tolist(), mean.tolist()

    def standard(self) -> tuple[float, float]:
        """(scale, offset) that give the training inputs mean 0 and variance 1."""
        return self._standard

    @cached_property
    def _standard(self) -> tuple[float, float]:
        spread = float(self.x_train.std(dtype="float64")) or 1.0
        return 1 / spread, -float(self.x_train.mean(dtype="float64")) / spread


def split(arrays: Arrays, seed: int, samples: int | None = None, validation=0.2) -> Split:
    """A part of the training set, divided into training and validation by `seed`.

    Args:
        samples: size of the part, with equally many of each class as far as there are; None
            takes everything.
        validation: the share of the part that is held out, in the classes' own proportions;
            without meaning where the data has a validation part of its own.
    """
    rng = np.random.default_rng(seed)
    size = arrays.size
    y = arrays.y_train.reshape(-1) if arrays.labels else np.zeros(size)
    part = np.arange(size)
    if samples is not None:
        part = _interleaved(y, rng, balanced=True)[:samples]
    part = part[_interleaved(y[part], rng, balanced=False)]
    if arrays.x_val is not None:
        x, y = _taken(arrays, part)
        return Split(x, y, mapped(_float, arrays.x_val), arrays.y_val)
    held_out = round(len(part) * validation)
    if not 0 < held_out < len(part):
        raise ValueError(
            "both the training and the validation part must hold a sample; "
            f"received samples={len(part)}, validation={validation}. Raise one of them."
        )
    return Split(*_taken(arrays, part[held_out:]), *_taken(arrays, part[:held_out]))


def _taken(arrays, part):
    """x and y of the samples whose numbers `part` holds."""
    x = mapped(lambda array: _float(array[part]), arrays.x_train)
    return x, mapped(lambda array: array[part], arrays.y_train)


def _float(array):
    return array.astype("float32")


def _interleaved(y, rng, balanced):
    """The indices in an order whose every prefix has the classes evenly.

    Evenly means equal numbers if `balanced`, else the proportions of the whole.
    """
    shuffled = rng.permutation(len(y))
    place = np.empty(len(y))
    for label in np.unique(y):
        members = shuffled[y[shuffled] == label]
        place[members] = (np.arange(len(members)) + 0.5) / (1 if balanced else len(members))
    return shuffled[np.argsort(place[shuffled], kind="stable")]
