"""Data sets: digits, MNIST, CIFAR-10, an .npz file, or a function of the user's."""

import os
import zipfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import keras
import numpy as np

from keras_acts import named
from keras_acts.arrays import mapped
from keras_acts.batches import Batches, batched, is_dataset
from keras_acts.given import FORMS, arranged, checked

ARRAYS = ("x_train", "y_train", "x_test", "y_test")


def folder() -> Path:
    """Where data lies: `$KERAS_HOME/datasets`, by default in the home folder."""
    home = os.environ.get("KERAS_HOME") or Path.home() / ".keras"
    return Path(home) / "datasets"


def digits() -> dict[str, np.ndarray]:
    """8x8 pictures of digits, shipped with scikit-learn: 1437 to train, 360 to test."""
    from sklearn.datasets import load_digits

    bunch = load_digits()
    x, y = bunch.images[..., None].astype("float32"), bunch.target
    order = np.random.default_rng(0).permutation(len(y))
    train, test = order[360:], order[:360]
    return dict(zip(ARRAYS, (x[train], y[train], x[test], y[test])))


def mnist() -> dict[str, np.ndarray]:
    """28x28 pictures of digits: 60,000 to train, 10,000 to test."""
    return _keras_arrays("mnist", keras.datasets.mnist.load_data)


def cifar10() -> dict[str, np.ndarray]:
    """32x32 colour pictures: 50,000 to train, 10,000 to test.

    Read from `cifar10.npz` in the data folder. Keras unpacks its own archive again at every
    call, so what it downloads is packed into that file once.
    """
    packed = folder() / "cifar10.npz"
    if packed.exists():
        return npz(packed)
    arrays = _keras_arrays("cifar10", keras.datasets.cifar10.load_data)
    temporary = packed.with_suffix(f".{os.getpid()}.npz")
    packed.parent.mkdir(parents=True, exist_ok=True)
    np.savez(temporary, **arrays)
    temporary.replace(packed)
    return arrays


SETS: dict[str, Callable[[], dict[str, np.ndarray]]] = {
    "digits": digits,
    "mnist": mnist,
    "cifar10": cifar10,
}
"""The functions that load the named sets."""


def npz(path: str | Path) -> dict[str, np.ndarray]:
    """The four arrays of an .npz file; nothing in it is executed."""
    try:
        with open(path, "rb") as stream, np.load(stream, allow_pickle=False) as file:
            found = {name: file[name] for name in (*ARRAYS, "x_val", "y_val") if name in file}
    except (OSError, ValueError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(
            f"{path} must be an .npz file of plain arrays; received one that cannot be read: "
            f"{error}. Write it again with numpy.savez."
        ) from error
    missing = [name for name in ARRAYS if name not in found]
    if missing:
        raise ValueError(
            f"{path}: a data file must hold {', '.join(ARRAYS)}; "
            f"received {', '.join(found) or 'none of them'}. Add {', '.join(missing)}."
        )
    return found


@lru_cache(maxsize=2)
def load(source: str, pictures: bool = True) -> Any:
    """The data set named `source`: a name, a path that ends in .npz, or `module:function`.

    The function returns (x, y), or ((x_train, y_train), (x_test, y_test)) as those of
    `keras.datasets` do, or a dict of such pairs by `train`, `validation` and `test`. Without a
    validation part a sweep splits one off. Datasets of `tf.data` come by two, to train and to
    validate, and are Batches; all else are Arrays. Raises ValueError for what cannot be trained
    on, with the reason.

    Args:
        pictures: whether x of three axes gets one for channels, and y of one column is flat.
    """
    if source in SETS:
        arrays = SETS[source]()
    elif source.endswith(".npz"):
        arrays = npz(source)
    elif source.startswith("given:"):
        arrays = named.given("data", source)
    elif ":" in source:
        arrays = _called(source)
    else:
        raise ValueError(
            f"data must be one of {', '.join(SETS)}, a file ending in .npz or `module:function`; "
            f"received data={source!r}."
        )
    if isinstance(arrays, Batches):
        return arrays
    return checked(source, {n: mapped(np.asarray, a) for n, a in arrays.items()}, pictures)


def _keras_arrays(name, load_data):
    try:
        train, test = load_data()
    except Exception as error:
        raise ValueError(
            f"{name} is not in {folder()} and could not be downloaded ({str(error)[:200]}). "
            f"Put {name}.npz there (arrays {', '.join(ARRAYS)}), or use data = 'digits', which "
            "needs no download."
        ) from error
    return dict(zip(ARRAYS, (*train, *test)))


def _called(source):
    """What `module:function` returns, by the names of its arrays."""
    load_data = named.function("data", source)
    try:
        found = load_data()
        return batched(found, load_data) if is_dataset(found) else arranged(found)
    except Exception as error:
        raise ValueError(
            f"data = '{source}' must name a function that returns {FORMS}; "
            f"received {type(error).__name__}: {error}."
        ) from error
