"""Data sets: digits, MNIST, CIFAR-10, an .npz file, or a function of the user's."""

import hashlib
import importlib
import os
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import keras
import numpy as np

ARRAYS = ("x_train", "y_train", "x_test", "y_test")


@dataclass(frozen=True)
class Arrays:
    """A data set as it comes: pictures or features, and integer labels 0 .. classes - 1."""

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray

    @property
    def classes(self) -> int:
        """How many labels there are."""
        return int(self.y_train.max()) + 1

    @property
    def sha256(self) -> str:
        """The hash of the four arrays' bytes, one after the other."""
        digest = hashlib.sha256()
        for name in ARRAYS:
            digest.update(np.ascontiguousarray(getattr(self, name)).tobytes())
        return digest.hexdigest()


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


def npz(path: str | Path) -> dict[str, np.ndarray]:
    """The four arrays of an .npz file; nothing in it is executed."""
    try:
        with open(path, "rb") as stream, np.load(stream, allow_pickle=False) as file:
            found = {name: file[name] for name in ARRAYS if name in file}
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
def load(source: str) -> Arrays:
    """The data set named `source`: a name, a path that ends in .npz, or `module:function`.

    The function returns ((x_train, y_train), (x_test, y_test)), as those of `keras.datasets` do.
    Raises ValueError for arrays that cannot be trained on, with the reason.
    """
    if source in SETS:
        arrays = SETS[source]()
    elif source.endswith(".npz"):
        arrays = npz(source)
    elif ":" in source:
        arrays = _called(source)
    else:
        raise ValueError(
            f"data must be one of {', '.join(SETS)}, a file ending in .npz or `module:function`; "
            f"received data={source!r}."
        )
    return _checked(source, {name: np.asarray(array) for name, array in arrays.items()})


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
    """What `module:function` returns; the module is looked for in the current folder too."""
    module, _, name = source.partition(":")
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    try:
        (x_train, y_train), (x_test, y_test) = getattr(importlib.import_module(module), name)()
    except Exception as error:
        raise ValueError(
            f"data = '{source}' must name a function that returns ((x_train, y_train), "
            f"(x_test, y_test)) in a module that can be imported from here; "
            f"received {type(error).__name__}: {error}."
        ) from error
    return dict(zip(ARRAYS, (x_train, y_train, x_test, y_test)))


def _checked(source, arrays):
    """The arrays with a channel axis and flat labels; ValueError with every reason against."""
    flat = [name for name, array in arrays.items() if array.ndim == 0]
    if flat:
        raise ValueError(f"data {source!r}: {', '.join(flat)} must be arrays of samples.")
    x_train, x_test = arrays["x_train"], arrays["x_test"]
    y_train, y_test = arrays["y_train"].reshape(-1), arrays["y_test"].reshape(-1)
    problems = []
    for part, x, y in (("train", x_train, y_train), ("test", x_test, y_test)):
        if len(x) != len(y) or not len(x):
            problems.append(f"x_{part} and y_{part} must be equally long; {len(x)} and {len(y)}")
        if not np.issubdtype(y.dtype, np.integer):
            problems.append(f"y_{part} must hold integer labels; {y.dtype}")
        elif len(y) and (y.min() < 0 or y.max() > y_train.max()):
            problems.append(f"y_{part} must lie in 0..{y_train.max()}; {y.min()}..{y.max()}")
        if x.dtype.kind not in "uif" or not np.isfinite(x).all():
            problems.append(f"x_{part} must hold finite numbers; dtype {x.dtype}")
    if x_train.shape[1:] != x_test.shape[1:]:
        problems.append(f"shapes must agree; {x_train.shape[1:]} and {x_test.shape[1:]}")
    if len(np.unique(y_train)) < 2:
        problems.append("y_train must hold at least two classes")
    if problems:
        raise ValueError(f"data {source!r} cannot be trained on: " + "; ".join(problems) + ".")
    if x_train.ndim == 3:
        x_train, x_test = x_train[..., None], x_test[..., None]
    return Arrays(x_train, y_train.astype("int32"), x_test, y_test.astype("int32"))
