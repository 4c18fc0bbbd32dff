"""What a weights file holds, read without trusting what it declares.

HDF5 can link to other files, store its numbers in them, map a data set onto others, and declare
a shape that is not there. Keras writes none of these: groups, hard links and plain arrays.
Source: HDF5 file format specification 3.0; CVE-2026-0897, CVE-2026-1669.
"""

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from keras_acts.saving.refused import Refused, shown

MOST_OBJECTS = 100_000
"""Groups and data sets in one file; ResNet50 has about 800."""
DEEPEST = 64
"""Groups inside of groups."""


@dataclass(frozen=True)
class Dataset:
    """One array of a weights file, with its size in bytes and what in it is no finite number."""

    name: str
    shape: tuple[int, ...]
    dtype: str
    size: int
    not_finite: int


def read(image: bytes | memoryview) -> tuple[list[Dataset], dict[str, str]]:
    """Every data set, and the layer name noted at each group; Refused for what is not plain."""
    found, names = [], {}
    for name, entry, array in entries(image):
        if array is None:
            names[name] = entry
        else:
            found.append(Dataset(name, array.shape, entry, array.nbytes, _not_finite(array, entry)))
    return found, names


def entries(image: bytes | memoryview) -> Iterator[tuple[str, str, np.ndarray | None]]:
    """(path, layer name, None) for a group that notes one, (path, dtype, array) for a data set."""
    import h5py

    try:
        with h5py.File(io.BytesIO(image), "r") as file:
            if file.userblock_size:
                raise Refused(f"no bytes may stand before it; {file.userblock_size} do")
            yield from _walk(h5py, file, len(image))
    except Refused as error:
        raise Refused(f"model.weights.h5: {error}") from None
    except Exception as error:  # h5py raises nearly every built-in kind on damaged files
        text = shown(str(error).split("\n")[0], 200)
        raise Refused(f"model.weights.h5 must be HDF5; it is damaged ({text})") from None


def _walk(h5py, file, room):
    seen: set[int] = set()
    waiting = [("", file)]
    while waiting:
        path, group = waiting.pop()
        if path.count("/") > DEEPEST:
            raise Refused(f"groups must nest at most {DEEPEST} deep; {shown(path)} nests deeper")
        if noted := _noted(h5py, group):
            yield path, noted, None
        for name in group:
            entry = f"{path}/{name}".lstrip("/")
            child = _child(h5py, group, name, entry, seen)
            if isinstance(child, h5py.Group):
                waiting.append((entry, child))
                continue
            room -= _declared(h5py, child, entry)
            if room < 0:
                raise Refused(f"arrays must fit into the file; {shown(entry)} does not")
            yield entry, _dtype(h5py, child, entry), child[()]


def _child(h5py, group, name, entry, seen):
    """The object behind a link, if the link is plain and leads to it for the first time."""
    if not (name.isprintable() and name not in (".", "..")):
        raise Refused(f"names must be printable and no path; received {shown(entry)}")
    link = group.get(name, getlink=True)
    if link is None:
        raise Refused(f"it must be whole; {shown(entry)} is damaged")
    if type(link) is not h5py.HardLink:
        raise Refused(f"links must be hard; {shown(entry)} is an HDF5 {type(link).__name__}")
    child = group[name]
    address = h5py.h5o.get_info(child.id).addr
    if address in seen:
        raise Refused(f"an object must have one name; {shown(entry)} is another name of one")
    seen.add(address)
    if len(seen) > MOST_OBJECTS:
        raise Refused(f"there must be at most {MOST_OBJECTS} objects; there are more")
    if not isinstance(child, (h5py.Group, h5py.Dataset)):
        raise Refused(f"there must be groups and data sets only; {shown(entry)} is neither")
    return child


def _declared(h5py, dataset, entry):
    """The bytes of a data set; Refused unless they are said to lie, plainly, in this file."""
    if dataset.is_virtual or dataset.external or dataset.chunks or dataset.shape is None:
        raise Refused(
            f"arrays must be stored plainly in the file; {shown(entry)} is virtual, external, "
            "chunked or empty"
        )
    declared = math.prod(dataset.shape) * dataset.dtype.itemsize
    if declared and declared != dataset.id.get_storage_size():
        raise Refused(
            f"an array must be stored whole; {shown(entry)} declares shape={dataset.shape}, "
            f"{declared} bytes, and stores {dataset.id.get_storage_size()}"
        )
    return declared


def _dtype(h5py, dataset, entry):
    """The name of the dtype; bfloat16, which HDF5 lacks, is two opaque bytes and a note."""
    kind, width = dataset.dtype.kind, dataset.dtype.itemsize
    noted = _text(h5py, dataset, "dtype")
    if (kind, width, noted) == ("V", 2, "bfloat16"):
        return noted
    if noted or kind not in "fiub" or width > 8:
        raise Refused(
            f"arrays must hold numbers; {shown(entry)} holds {shown(str(dataset.dtype))}"
            + f", noted as {shown(noted)}" * bool(noted)
        )
    return str(dataset.dtype)


def _noted(h5py, group):
    """The layer name Keras notes at a group of weights, if any."""
    noted = _text(h5py, group, "name")
    if noted and not noted.isprintable():
        raise Refused(f"layer names must be printable; {shown(group.name)} notes {shown(noted)}")
    return noted


def _text(h5py, node, name):
    """The attribute `name`, if it is one text; an array of texts is never read."""
    if name not in node.attrs:
        return ""
    attribute = node.attrs.get_id(name)
    if attribute.shape != () or h5py.check_string_dtype(attribute.dtype) is None:
        raise Refused(f"attribute {name} must be one text; at {shown(node.name)} it is not")
    value = node.attrs[name]
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)


def _not_finite(array, dtype):
    if dtype == "bfloat16":
        return int(((array.view(np.uint16) & 0x7F80) == 0x7F80).sum())
    return int((~np.isfinite(array)).sum()) if array.dtype.kind == "f" else 0
