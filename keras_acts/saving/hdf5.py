"""The arrays of a weights file, read in a process that may loop or die without harm to this one."""

import json
import math
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from keras_acts.saving.refused import Refused

OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0) or None
"""How a process ends that the system stopped for its processor time."""
READER = Path(__file__).with_name("hdf5_reader.py")
SECONDS = 10
"""Processor time it may take, and a second more for each 10 MB; ten times that by the clock."""


@dataclass(frozen=True)
class Dataset:
    """One array of a weights file, with its size in bytes and what in it is no finite number."""

    name: str
    shape: tuple[int, ...]
    dtype: str
    size: int
    not_finite: int


@dataclass(frozen=True)
class Weights:
    """What a weights file holds: arrays by path, and by path of a group its layer's name or ''."""

    arrays: dict[str, np.ndarray]
    groups: dict[str, str]

    @property
    def datasets(self) -> tuple[Dataset, ...]:
        """A row for each array."""
        return tuple(
            Dataset(path, array.shape, _dtype(array), array.nbytes, _not_finite(array))
            for path, array in self.arrays.items()
        )


def read(image: bytes | memoryview) -> Weights:
    """The arrays of a weights file; Refused for what Keras would not have written."""
    head, _, content = _run(image).partition(b"\n")
    found = json.loads(head)
    if "refused" in found:
        raise Refused(found["refused"])
    arrays, groups, position = {}, {}, 0
    for path, text, said in found["entries"]:
        if said is None:
            groups[path] = text
            continue
        shape, dtype = said
        count = math.prod(shape)
        arrays[path] = np.frombuffer(content, dtype, count, position).reshape(shape)
        position += arrays[path].nbytes
    return Weights(arrays, groups)


def read_here(image: bytes) -> Weights:
    """The arrays of a weights file that this process has just had written."""
    from keras_acts.saving import hdf5_reader

    found = list(hdf5_reader.entries(image))
    arrays = {path: array for path, _, array in found if array is not None}
    return Weights(arrays, {path: text for path, text, array in found if array is None})


def write(path: Path, weights: Weights) -> None:
    """A new weights file with these arrays, as Keras writes it."""
    import h5py

    with h5py.File(path, "w") as file:
        for name, layer in weights.groups.items():
            group = file.require_group(f"/{name}")
            if layer:
                group.attrs["name"] = layer
        for name, array in weights.arrays.items():
            dataset = file.create_dataset(name, data=array)
            if array.dtype.kind == "V":
                dataset.attrs["dtype"] = "bfloat16"


def _run(image):
    """What the reader says of it."""
    seconds = SECONDS + len(image) // 10_000_000
    command = [sys.executable, "-P", str(READER), str(seconds)]
    env = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    try:
        done = subprocess.run(
            command, input=image, capture_output=True, timeout=10 * seconds, env=env
        )
    except subprocess.TimeoutExpired:
        raise Refused(f"model.weights.h5 must be read in {10 * seconds} s; it was not") from None
    if done.returncode == OUT_OF_TIME:
        raise Refused(f"model.weights.h5 must be read in {seconds} s; it makes HDF5 loop")
    if done.returncode:
        last = done.stderr.decode("utf-8", "backslashreplace").strip().split("\n")[-1][:200]
        text = f"HDF5 ended with {done.returncode} {last!r}"
        raise Refused(f"model.weights.h5 must be readable; it is damaged ({text})")
    return done.stdout


def _dtype(array):
    return "bfloat16" if array.dtype.kind == "V" else str(array.dtype)


def _not_finite(array):
    if array.dtype.kind == "V":
        return int(((array.view(np.uint16) & 0x7F80) == 0x7F80).sum())
    return int((~np.isfinite(array)).sum()) if array.dtype.kind == "f" else 0
