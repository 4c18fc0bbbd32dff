"""Which samples a trial trains on and which it is judged by; never the test set."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from keras_acts.data import Arrays


@dataclass(frozen=True)
class Split:
    """The training and the validation part."""

    x_train: np.ndarray
    y_train: np.ndarray
    x_val: np.ndarray
    y_val: np.ndarray

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
        validation: the share of the part that is held out, in the classes' own proportions.
    """
    rng = np.random.default_rng(seed)
    y = arrays.y_train
    part = np.arange(len(y))
    if samples is not None:
        part = _interleaved(y, rng, balanced=True)[:samples]
    part = part[_interleaved(y[part], rng, balanced=False)]
    held_out = round(len(part) * validation)
    if not 0 < held_out < len(part):
        raise ValueError(
            "both the training and the validation part must hold a sample; "
            f"received samples={len(part)}, validation={validation}. Raise one of them."
        )
    train, val = part[held_out:], part[:held_out]
    x = arrays.x_train
    return Split(x[train].astype("float32"), y[train], x[val].astype("float32"), y[val])


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
