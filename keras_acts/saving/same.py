"""Whether a loaded model holds the weights of its file: every array, bit by bit, in its layer."""

from collections.abc import Mapping, Set

import numpy as np

from keras_acts.layers.saved import SEED_STATE
from keras_acts.saving.hdf5 import Weights
from keras_acts.saving.refused import Refused, shown

UNTRAINED = {"optimizer/vars/0", "optimizer/vars/1"}
"""What an optimizer stores before it sees weights: iterations and learning rate."""


def without_optimizer(weights: Weights) -> Weights:
    """The weights without the state of optimizers, the model's and those inside of it."""
    return Weights(_without(weights.arrays), _without(weights.groups))


def compare(file: Weights, model: Weights, layers: Set[str]) -> None:
    """Refused unless the model has every array of the file, equal, in the layer noted at it.

    The model may have the state of a seed beside them, which older files lack.
    """
    if {path for path in file.arrays if path.startswith("optimizer/")} <= UNTRAINED:
        file, model = without_optimizer(file), without_optimizer(model)
    seeds = {path for path in model.arrays if path.endswith(f"/{SEED_STATE}")}
    for path in sorted(file.arrays.keys() | (model.arrays.keys() - seeds)):
        if path not in file.arrays:
            raise Refused(f"model.weights.h5 must hold {shown(path)} of the model; it does not")
        if path not in model.arrays:
            raise Refused(f"every array must belong to the model; {shown(path)} does not")
        _compare_arrays(path, file.arrays[path], model.arrays[path])
    for path in sorted(file.groups.keys() & model.groups.keys()):
        _compare_names(path, file.groups[path], model.groups[path], layers)


def _without(found: Mapping):
    return {path: one for path, one in found.items() if "optimizer" not in path.split("/")}


def _compare_arrays(path, stored: np.ndarray, loaded: np.ndarray):
    alike = (stored.dtype, stored.shape) == (loaded.dtype, loaded.shape)
    if not (alike and stored.tobytes() == loaded.tobytes()):
        raise Refused(
            f"the model must hold the weights of the file; {shown(path)} differs "
            f"(file: {stored.dtype} {stored.shape}, model: {loaded.dtype} {loaded.shape})"
        )


def _compare_names(path, stored, loaded, layers):
    if stored != loaded and {stored, loaded} & layers:
        raise Refused(
            f"weights must go to the layer they were saved for; those at {shown(path)} are of "
            f"{shown(stored)} and would go to {shown(loaded)}"
        )
