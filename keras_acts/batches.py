"""Data that comes in batches: `tf.data.Dataset`, which divides, shuffles and batches by itself."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from keras_acts.arrays import PARTS, leaves, mapped


@dataclass(frozen=True)
class Batches:
    """Datasets of batches (x, y) to train on, to validate by, and perhaps to test.

    The hash is one of shapes and sizes alone, since a dataset may shuffle and augment.
    """

    train: Any
    val: Any
    test: Any
    sha256: str
    size: int
    """How many samples there are to train on."""
    make: Callable[[], Any] | None = None
    """Gives the datasets anew, for a trial that is to shuffle by its own seed."""

    labels = False
    plain = False

    def head(self, samples: int) -> tuple[Any, Any]:
        """The first samples of the training part: x and y."""
        x, y = next(iter(self.train))
        return _arrays(x, samples), _arrays(y, samples)

    def again(self, samples: int | None = None) -> "Batches":
        """The same for a trial, made anew if they can be, with the batches that hold `samples`."""
        parts = named(self.make()) if self.make else {"train": self.train, "validation": self.val}
        train = parts["train"]
        if samples is not None:
            batch = len(next(leaves(self.head(self.size)[1])))
            train = train.take(-(-samples // batch))
        return replace(self, train=train, val=parts["validation"])


def is_dataset(value: Any) -> bool:
    """Whether `value` is a dataset, or a tuple or dict with one."""
    if isinstance(value, Mapping):
        return any(map(is_dataset, value.values()))
    if isinstance(value, (tuple, list)):
        return any(map(is_dataset, value))
    return hasattr(value, "element_spec") and hasattr(value, "cardinality")


def named(given: Any) -> dict[str, Any]:
    """The datasets by train, validation and test. Raises ValueError where there are not two."""
    if not isinstance(given, Mapping):
        several = given if isinstance(given, (tuple, list)) else (given,)
        given = dict(zip(PARTS, several))
    if not {"train", "validation"} <= given.keys() <= PARTS.keys():
        raise ValueError(
            "a tf.data.Dataset must come with another to validate by; received "
            f"{', '.join(map(str, given)) or 'none'}. Give (train, validation), such as "
            "(data.skip(10), data.take(10)) of one that does not shuffle, or a dict by train, "
            "validation and test."
        )
    return dict(given)


def batched(given: Any, make: Callable[[], Any] | None = None) -> Batches:
    """Datasets that were gone through once. Raises ValueError for what cannot be trained on."""
    parts = named(given)
    sizes = {name: _size(name, one) for name, one in parts.items()}
    told = repr([(name, one.element_spec, sizes[name]) for name, one in parts.items()])
    digest = hashlib.sha256(told.encode()).hexdigest()
    test = parts.get("test")
    return Batches(parts["train"], parts["validation"], test, digest, sizes["train"], make)


def _size(name: str, dataset: Any) -> int:
    """How many samples a dataset has; ValueError if that is none, without end, or not finite."""
    if not is_dataset(dataset) or int(dataset.cardinality()) == -1:
        raise ValueError(
            f"{name} must be a tf.data.Dataset that ends; received {dataset!r}. Give another, or "
            "end it with .take(batches)."
        )
    size = 0
    for batch in dataset:
        if not isinstance(batch, tuple) or len(batch) != 2:
            raise ValueError(
                f"{name} must give batches (x, y); received {dataset.element_spec}. Map it so."
            )
        arrays = [array for part in batch for array in leaves(mapped(np.asarray, part))]
        size += _checked(name, arrays)
    if not size:
        raise ValueError(f"{name} must hold a sample; received none. Give a dataset with some.")
    return size


def _checked(name: str, arrays: list[np.ndarray]) -> int:
    lengths = {array.shape[:1] for array in arrays}
    finite = all(np.isfinite(a).all() for a in arrays if a.dtype.kind == "f")
    if len(lengths) != 1 or () in lengths or not finite:
        shapes = ", ".join(f"{array.dtype} {array.shape}" for array in arrays)
        raise ValueError(
            f"{name} must give batches of finite numbers, equally many x and y; received {shapes}"
            f"{'' if finite else ' with NaN or infinity'}. Batch it with .batch(32), and clean it."
        )
    return arrays[0].shape[0]


def _arrays(value: Any, samples: int) -> Any:
    return mapped(lambda tensor: np.asarray(tensor)[:samples], value)
