"""Weights files that must not load: links, declared sizes, arrays missing, added or elsewhere."""

import h5py
import numpy as np

from tests.saving.bad import BOMB, FLIPPED, Bad
from tests.saving.files import WEIGHTS as MEMBER
from tests.saving.files import archive, parts, with_weights

ARRAY = "layers/dense/vars/0"
"""The kernel of layer `a`: 3 x 3 numbers of float32."""


def changed(change):
    return lambda image: with_weights(image, change)


def instead(make):
    """The array taken away and something else put in its place."""

    def change(file):
        value = file[ARRAY][()]
        del file[ARRAY]
        make(file, value)

    return changed(change)


def put(make):
    return instead(lambda file, value: file.__setitem__(ARRAY, make(value)))


def moved(old, new):
    return changed(lambda file: file.move(old, new))


def added(name, value):
    return changed(lambda file: file.__setitem__(name, value))


def giant(file, value):
    file.create_dataset(ARRAY, (10**9, 10**3), "f4", chunks=(1, 1000), compression="gzip")


def not_stored(file, value):
    file.create_dataset(ARRAY, (10**6, 10**6), "f4")


def elsewhere(file, value):
    file.create_dataset(ARRAY, (3, 3), "f4", external=[("/etc/passwd", 0, 36)])


def virtual(file, value):
    layout = h5py.VirtualLayout((3, 3), "f4")
    layout[:] = h5py.VirtualSource("/etc/passwd", "x", (3, 3))
    file.create_virtual_dataset(ARRAY, layout)


def names_swapped(file):
    one, other = (file[f"layers/{name}/vars"].attrs for name in ("dense", "dense_1"))
    one["name"], other["name"] = other["name"], one["name"]


def heap_cut(image):
    """A length in the heap of texts that sends libhdf5 1.14 round for ever."""
    members = parts(image)
    weights = bytearray(members[MEMBER])
    weights[weights.index(b"GCOL") + 49] = 4
    return archive({**members, MEMBER: bytes(weights)})


ZEROS = np.zeros(3, "f4")
TEXTS = np.array(["a", "b"], dtype=h5py.string_dtype())

WEIGHTS = (
    Bad(FLIPPED, "array renamed", moved("layers/mpelu/vars/1", "layers/mpelu/vars/2")),
    Bad(FLIPPED, "layer renamed", moved("layers/mpelu", "layers/mpelo")),
    Bad(FLIPPED, "array added", added("layers/mpelu/vars/2", ZEROS)),
    Bad(FLIPPED, "array of no layer", added("layers/dense_7/vars/0", ZEROS)),
    Bad(FLIPPED, "shape", put(lambda value: value.reshape(9, 1))),
    Bad(FLIPPED, "dtype", put(lambda value: value.astype("f8"))),
    Bad(FLIPPED, "texts", put(lambda value: TEXTS)),
    Bad(FLIPPED, "weights of another layer", changed(names_swapped)),
    Bad(BOMB, "giant shape", instead(giant)),
    Bad(BOMB, "shape not stored", instead(not_stored)),
    Bad(BOMB, "external link", put(lambda value: h5py.ExternalLink("/etc/passwd", "/x"))),
    Bad(BOMB, "soft link", put(lambda value: h5py.SoftLink("/layers/dense_1/vars/0"))),
    Bad(BOMB, "stored elsewhere", instead(elsewhere)),
    Bad(BOMB, "virtual", instead(virtual)),
    Bad(BOMB, "a group in itself", changed(lambda file: file.__setitem__("x", file["/layers"]))),
    Bad(BOMB, "an array twice", changed(lambda file: file.__setitem__("x", file[ARRAY]))),
    Bad(BOMB, "a long attribute", changed(lambda f: f[ARRAY].attrs.update(dtype=ZEROS))),
)
