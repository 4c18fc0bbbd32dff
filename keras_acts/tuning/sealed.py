"""The test part of data, behind a seal: it is looked at once a selection is on disk.

No other file of `tuning` may name the test part: what is measured on it passes through here.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keras
import numpy as np

from keras_acts import selection
from keras_acts.arrays import Arrays, leaves, mapped
from keras_acts.batches import Batches

OUTPUTS = 16
"""How many test outputs best.json holds, to compare another process with."""


def tested(model: keras.Model, arrays: Arrays | Batches, folder: Path) -> dict[str, Any]:
    """Each metric on the test part, if there is one; Unreadable unless the selection is sealed."""
    selection.sealed(folder)
    if isinstance(arrays, Batches):
        if arrays.test is None:
            return {}
        return _named(model.evaluate(arrays.test, verbose=0, return_dict=True))
    if arrays.x_test is None:
        return {}
    x = mapped(_float32, arrays.x_test)
    measured = model.evaluate(x, arrays.y_test, batch_size=256, verbose=0, return_dict=True)
    return {**_named(measured), "test_samples": len(next(leaves(x)))}


def outputs(model: keras.Model, arrays: Arrays | Batches, folder: Path) -> dict[str, Any]:
    """What the model gives for a few inputs, to compare another process with.

    They are of the test part where there is one; Unreadable unless the selection is sealed.
    """
    selection.sealed(folder)
    if isinstance(arrays, Batches):
        return {}
    part, x = ("test", arrays.x_test) if arrays.x_test is not None else ("data", arrays.x_train)
    given = model.predict(mapped(lambda a: _float32(a[:OUTPUTS]), x), verbose=0)
    given = tuple(given) if isinstance(given, list) else given
    return {
        "outputs_of": f"the first {OUTPUTS} {part} inputs, as float32",
        "outputs": mapped(lambda a: np.asarray(a, "float64").tolist(), given),
    }


def _named(measured: Mapping[str, Any]) -> dict[str, float]:
    return {f"test_{name}": float(value) for name, value in measured.items()}


def _float32(array: np.ndarray) -> np.ndarray:
    return array.astype("float32")
