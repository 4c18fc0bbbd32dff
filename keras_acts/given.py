"""Arrays as a user gives them: in which forms, and what is refused."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from keras_acts.arrays import PARTS, Arrays, flat_labels, leaves, mapped

FORMS = (
    "(x, y), ((x_train, y_train), (x_test, y_test)) or a dict of such pairs by train, validation, "
    "test"
)


def arranged(given: Any, second: str = "test") -> dict[str, Any]:
    """The arrays by name, from one of `FORMS`; `second` is what a second pair is.

    Raises ValueError for another form.

    >>> sorted(arranged(([[1.0]], [0])))
    ['x_train', 'y_train']
    """
    if not isinstance(given, Mapping):
        given = dict(zip(("train", second, "test"), _pairs(given)))
    if not {"train"} <= given.keys() <= PARTS.keys() or not all(map(_is_pair, given.values())):
        raise ValueError(f"received {type(given).__name__} of {', '.join(map(str, given))}")
    return {
        f"{letter}_{PARTS[part]}": mapped(np.asarray, value)
        for part, pair in given.items()
        for letter, value in zip("xy", pair)
    }


def _pairs(given):
    if not isinstance(given, (tuple, list)) or not 2 <= len(given) <= 3:
        raise ValueError(f"received {type(given).__name__}")
    return given if all(map(_is_pair, given)) else [given]


def _is_pair(value):
    return isinstance(value, (tuple, list)) and len(value) == 2


def checked(source: str, arrays: Mapping[str, Any], pictures: bool) -> Arrays:
    """The arrays, with flat labels; ValueError with every reason against.

    Args:
        pictures: whether x of three axes gets one for channels.
    """
    bare = [n for n, value in arrays.items() for a in leaves(value) if a.ndim == 0]
    if bare:
        raise ValueError(f"data {source!r}: {', '.join(bare)} must be arrays of samples.")
    arrays = {
        n: mapped(_flat, value) if n[0] == "y" and pictures else value
        for n, value in arrays.items()
    }
    problems = list(_problems(arrays))
    if problems:
        raise ValueError(
            f"data must be arrays that can be trained on; received data = {source!r}: "
            + "; ".join(problems)
            + ". Mend the arrays."
        )
    return Arrays(**{name: mapped(_typed(name, pictures), value) for name, value in arrays.items()})


def _flat(y):
    return y.reshape(-1) if y.size == len(y) else y


def _typed(name, pictures):
    def typed(array):
        if name[0] == "y":
            return array.astype("int32" if array.dtype.kind in "iu" else "float32")
        return array[..., None] if pictures and array.ndim == 3 else array

    return typed


def _problems(arrays):
    """What is wrong with the arrays of each part, in words."""
    first = arrays["y_train"]
    for part in PARTS.values():
        x, y = (arrays.get(f"{letter}_{part}") for letter in "xy")
        if x is None and y is None:
            continue
        yield from _lengths(part, x, y)
        yield from _kinds(part, x, y)
        if isinstance(y, np.ndarray) and isinstance(first, np.ndarray):
            yield from _labels(part, y, first)
        one, other = ([a.shape[1:] for a in leaves(b)] for b in (arrays["x_train"], x))
        if one != other:
            yield f"shapes must agree; {_shapes(one)} and {_shapes(other)}"
    if isinstance(first, np.ndarray) and len(np.unique(first, axis=0)) < 2:
        what = "classes" if flat_labels(first) else "different values"
        yield f"y_train must hold at least two {what}"


def _lengths(part, x, y):
    lengths = [len(array) for value in (x, y) for array in leaves(value)]
    if len({*lengths}) != 1 or not lengths[0]:
        yield f"x_{part} and y_{part} must be equally long; {' and '.join(map(str, lengths))}"


def _kinds(part, x, y):
    for array in leaves(x):
        if array.dtype.kind not in "uif" or not np.isfinite(array).all():
            yield f"x_{part} must hold finite numbers; dtype {array.dtype}"
    for array in leaves(y):
        if array.dtype.kind not in "uif":
            yield f"y_{part} must hold integer labels or numbers; {array.dtype}"
        elif not np.isfinite(array).all():
            yield f"y_{part} must hold finite numbers; {array.dtype} with NaN or infinity"


def _labels(part, y, first):
    if flat_labels(first) != flat_labels(y):
        yield f"y_{part} must hold integer labels as y_train does, or neither; {y.dtype}"
    elif flat_labels(y) and len(y) and (y.min() < 0 or y.max() > first.max()):
        yield (
            f"y_{part} must lie in 0..{first.max()}; {y.min()}..{y.max()} "
            "(numbers to predict are no labels: give them as floats)"
        )


def _shapes(shapes):
    return ", ".join(map(str, shapes))
