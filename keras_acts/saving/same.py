"""Whether a loaded model holds the weights of its file: every array, bit by bit, in its layer."""

import hashlib
import math
from collections.abc import Set
from dataclasses import dataclass

import numpy as np

from keras_acts.saving import hdf5
from keras_acts.saving.refused import Refused, shown


@dataclass(frozen=True)
class Weights:
    """What a weights file says: per array its dtype, shape and hash, per group its layer's name."""

    arrays: dict[str, tuple[str, tuple[int, ...], bytes]]
    names: dict[str, str]

    @property
    def numbers(self) -> int:
        """How many numbers all arrays have together."""
        return sum(math.prod(shape) for _, shape, _ in self.arrays.values())


def weights(image: bytes | memoryview, compiled: bool) -> Weights:
    """The arrays of a weights file; without `compiled` the state of optimizers is left out."""
    arrays, names = {}, {}
    for path, said, array in hdf5.entries(image):
        if not compiled and "optimizer" in path.split("/"):
            continue
        if array is None:
            names[path] = said
        else:
            content = np.ascontiguousarray(array).tobytes()
            arrays[path] = said, array.shape, hashlib.blake2b(content).digest()
    return Weights(arrays, names)


UNTRAINED = {"optimizer/vars/0", "optimizer/vars/1"}
"""What an optimizer stores before it sees weights: iterations and learning rate."""


def compare(file: Weights, model: Weights, layers: Set[str]) -> None:
    """Refused unless the model has every array of the file, equal, in the layer noted at it."""
    paths = file.arrays.keys() | model.arrays.keys()
    if {path for path in file.arrays if path.startswith("optimizer/")} <= UNTRAINED:
        paths = {path for path in paths if not path.startswith("optimizer/")}
    for path in sorted(paths):
        stored, loaded = file.arrays.get(path), model.arrays.get(path)
        if stored is None:
            raise Refused(f"model.weights.h5 must hold {shown(path)} of the model; it does not")
        if loaded is None:
            raise Refused(f"every array must belong to the model; {shown(path)} does not")
        if stored != loaded:
            raise Refused(
                f"the model must hold the weights of the file; {shown(path)} differs "
                f"(file: {stored[0]} {stored[1]}, model: {loaded[0]} {loaded[1]})"
            )
    for path in sorted(file.names.keys() & model.names.keys()):
        stored_name, name = file.names[path], model.names[path]
        if stored_name != name and {stored_name, name} & layers:
            raise Refused(
                f"weights must go to the layer they were saved for; those at {shown(path)} are of "
                f"{shown(stored_name)} and would go to {shown(name)}"
            )
