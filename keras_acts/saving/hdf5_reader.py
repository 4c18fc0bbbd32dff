"""Reads a weights file that nobody vouches for; run as a program, it imports nothing of ours.

HDF5 can link to other files, store its numbers in them, map a data set onto others, and declare
a shape that is not there. Keras writes none of these: groups, hard links and plain arrays. And
libhdf5 itself can be made to loop or die by a file, so `hdf5.py` runs this in another process:
the file comes on stdin; a JSON line and then the bytes of every array go to stdout.
Source: HDF5 file format specification 3.0; CVE-2026-0897, CVE-2026-1669.
"""

import io
import json
import math
import sys
from collections.abc import Iterator

import h5py
import numpy as np

MOST_OBJECTS = 100_000
"""Groups and data sets in one file; ResNet50 has about 800."""
DEEPEST = 64
"""Groups inside of groups."""


def entries(image: bytes) -> Iterator[tuple[str, str, np.ndarray | None]]:
    """(path, layer name, None) for a group, (path, dtype, array) for a data set.

    Raises: ValueError for what Keras would not have written.
    """
    try:
        with h5py.File(io.BytesIO(image), "r") as file:
            _must(not file.userblock_size, f"no bytes before it; {file.userblock_size} are")
            yield from _walk(file, len(image))
    except _Not as error:
        raise ValueError(f"model.weights.h5 must have {error}") from None
    except Exception as error:  # h5py raises nearly every built-in kind on damaged files
        text = _said(str(error).split("\n")[0], 200)
        raise ValueError(f"model.weights.h5 must be HDF5; it is damaged ({text})") from None


class _Not(Exception):
    """What must hold and does not."""


def _must(holds, text):
    if not holds:
        raise _Not(text)


def _said(text, most=80):
    return repr(text if len(text) <= most else f"{text[:most]}...")


def _walk(file, room):
    seen: set[int] = set()
    waiting = [("", file)]
    while waiting:
        path, group = waiting.pop()
        _must(path.count("/") < DEEPEST, f"groups nested at most {DEEPEST} deep; {_said(path)} is")
        yield path, _text(group, "name"), None
        for name in group:
            entry = f"{path}/{name}".lstrip("/")
            child = _child(group, name, entry, seen)
            if isinstance(child, h5py.Group):
                waiting.append((entry, child))
                continue
            room -= _declared(child, entry)
            _must(room >= 0, f"arrays that fit into it; {_said(entry)} does not")
            yield entry, _dtype(child, entry), child[()]


def _child(group, name, entry, seen):
    """The object behind a link, if the link is plain and leads to it for the first time."""
    _must(name.isprintable() and ".." not in name, f"printable names; received {_said(entry)}")
    link = group.get(name, getlink=True)
    _must(link is not None, f"links that lead somewhere; {_said(entry)} does not")
    kind = type(link).__name__
    _must(type(link) is h5py.HardLink, f"hard links only; {_said(entry)} is an HDF5 {kind}")
    child = group[name]
    address = h5py.h5o.get_info(child.id).addr
    _must(address not in seen, f"one name for each object; {_said(entry)} is a second")
    seen.add(address)
    _must(len(seen) <= MOST_OBJECTS, f"at most {MOST_OBJECTS} objects; it has more")
    plain = isinstance(child, (h5py.Group, h5py.Dataset))
    _must(plain, f"groups and data sets only; {_said(entry)} is neither")
    return child


def _declared(dataset, entry):
    """The bytes of a data set, all of them stored, plainly, in this file."""
    plain = not (dataset.is_virtual or dataset.external or dataset.chunks or dataset.shape is None)
    text = f"arrays stored plainly in it; {_said(entry)} is virtual, external, chunked or empty"
    _must(plain, text)
    declared = math.prod(dataset.shape) * dataset.dtype.itemsize
    stored = dataset.id.get_storage_size()
    text = f"whole arrays; {_said(entry)} declares shape={dataset.shape}, {declared} bytes, and"
    _must(declared in (0, stored), f"{text} stores {stored}")
    return declared


def _dtype(dataset, entry):
    """The name of the dtype; bfloat16, which HDF5 lacks, is two opaque bytes and a note."""
    kind, width = dataset.dtype.kind, dataset.dtype.itemsize
    noted = _text(dataset, "dtype")
    if (kind, width, noted) == ("V", 2, "bfloat16"):
        return noted
    text = f"arrays of numbers; {_said(entry)} holds {_said(str(dataset.dtype))} {noted!r}"
    _must(kind in "fiub" and width <= 8 and not noted, text)
    return str(dataset.dtype)


def _text(node, name):
    """The attribute `name`, if it is one printable text; an array of texts is never read."""
    if name not in node.attrs:
        return ""
    attribute = node.attrs.get_id(name)
    one = attribute.shape == () and h5py.check_string_dtype(attribute.dtype) is not None
    _must(one, f"one text as attribute {name}; at {_said(node.name)} it has not")
    value = node.attrs[name]
    value = value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)
    _must(value.isprintable(), f"printable names; at {_said(node.name)} it has {_said(value)}")
    return value


def main():
    """stdin to stdout: {"refused": why}, or {"entries": [[path, text, shape, dtype]]} and bytes."""
    _limited(image := sys.stdin.buffer.read())
    try:
        found = list(entries(image))
    except ValueError as error:
        print(json.dumps({"refused": str(error)}))
        return
    shapes = [(p, s, a if a is None else (a.shape, a.dtype.str)) for p, s, a in found]
    sys.stdout.buffer.write(json.dumps({"entries": shapes}).encode() + b"\n")
    for _, _, array in found:
        if array is not None:
            sys.stdout.buffer.write(np.ascontiguousarray(array).tobytes())


def _limited(image):
    """Time and memory for the file and its arrays and no more, where the system can be told."""
    try:
        import resource
    except ImportError:
        return
    memory, seconds = 4 * len(image) + (2 << 30), int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


if __name__ == "__main__":
    main()
