"""What Python hands to a sweep, by the names that a sweep file would have for it."""

import hashlib
from collections.abc import Callable
from typing import Any

from keras_acts import named
from keras_acts.arrays import leaves
from keras_acts.batches import batched, is_dataset
from keras_acts.given import arranged


def model(build: str | Callable[..., Any]) -> str:
    """The name of a model, of a function in a module, or of one that this process keeps."""
    if isinstance(build, str):
        return build
    if not callable(build):
        raise ValueError(
            "build must be the name of a model, 'module:function' or a function of hp; received "
            f"build = {build!r}. Give one of them."
        )
    return named.name_of(build) or named.keep(build, getattr(build, "__name__", "build"))


def data(found: Any) -> str:
    """The name that stands for data; arrays are named by their hash."""
    if isinstance(found, str) or hasattr(found, "__fspath__"):
        return str(found)
    if callable(found):
        return named.name_of(found) or _kept(found(), "test")
    return _kept(found, "validation")


def _kept(found: Any, second: str) -> str:
    if is_dataset(found):
        sets = batched(found)
        return named.keep(sets, f"datasets {sets.sha256[:16]}")
    try:
        arrays = arranged(found, second)
    except ValueError as error:
        raise ValueError(
            "data must be a name, a function, (x, y), ((x, y), (x_val, y_val)) or a dict of pairs "
            f"by train, validation and test; {error}. Give one of them."
        ) from error
    digest = hashlib.sha256(repr([*arrays]).encode())
    for array in (one for part in arrays.values() for one in leaves(part)):
        digest.update(array.tobytes())
    return named.keep(arrays, f"arrays {digest.hexdigest()[:16]}")
