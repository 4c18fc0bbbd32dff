"""Archives that must not load: cut, flipped, doubled, declared larger than they are."""

import struct

from tests.saving.bad import BOMB, FLIPPED, NAMES, TRUNCATED, V2, V4, Bad
from tests.saving.files import CONFIG, METADATA, WEIGHTS, archive, parts


def with_members(**changes):
    """Members replaced: `config=`, `metadata=`, `weights=`."""
    names = {"config": CONFIG, "metadata": METADATA, "weights": WEIGHTS}
    return lambda image: archive({**parts(image), **{names[k]: v for k, v in changes.items()}})


def flipped(image):
    """One bit of the numbers of the weights."""
    at = image.rindex(b"PK\1\2") - 5000
    return image[:at] + bytes([image[at] ^ 1]) + image[at + 1 :]


def renamed_in_one_header(image):
    return image.replace(b"config.json", b"confiG.json", 1)


def declared(size, method):
    """The weights said, in both headers, to have `size` bytes packed by `method`."""

    def change(image):
        image, central = bytearray(image), image.rindex(b"PK\1\2")
        local = struct.unpack_from("<I", image, central + 42)[0]
        struct.pack_into("<H", image, local + 8, method)
        struct.pack_into("<H", image, central + 10, method)
        struct.pack_into("<I", image, local + 22, size)
        struct.pack_into("<I", image, central + 24, size)
        return bytes(image)

    return change


def directory_shifted(image):
    """Two bytes between the last member and the directory, and the end record told of them."""
    start = struct.unpack_from("<I", image, len(image) - 6)[0]
    image = bytearray(image[:start] + b"!!" + image[start:])
    struct.pack_into("<I", image, len(image) - 6, start + 2)
    return bytes(image)


ARCHIVES = (
    Bad(TRUNCATED, "empty", lambda image: b""),
    Bad(TRUNCATED, "half", lambda image: image[: len(image) // 2]),
    Bad(TRUNCATED, "one byte short", lambda image: image[:-1]),
    Bad(TRUNCATED, "no zip", lambda image: b"hello, there"),
    Bad(TRUNCATED, "bytes after it", lambda image: image + b"\n"),
    Bad(TRUNCATED, "bytes before it", lambda image: b"PK\3\4" + image),
    Bad(TRUNCATED, "bytes between", directory_shifted),
    Bad(FLIPPED, "in the weights", flipped),
    Bad(FLIPPED, "a name in one header", renamed_in_one_header),
    Bad(FLIPPED, "the method", declared(100, 8)),
    Bad(BOMB, "declares 2 GiB", declared(2**31 - 1, 8)),
    Bad(BOMB, "method unknown", declared(100, 99)),
    Bad(BOMB, "JSON of 16 MiB", with_members(config=b" " * (2**24 + 1))),
    Bad(BOMB, "JSON of 10^6 brackets", with_members(config=b"[" * 10**6)),
    Bad(NAMES, "a member", lambda image: archive({**parts(image), "../../x": b""})),
    Bad(V2, "a key twice", with_members(config=b'{"a": 1, "a": 2}')),
    Bad(V2, "a number of 5000 digits", with_members(config=b"1" * 5000)),
    Bad(V4, "a member twice", lambda i: archive([*parts(i).items(), (CONFIG, b"{}")])),
    Bad(V4, "assets", lambda i: archive({**parts(i), "assets/x": b""})),
    Bad(V4, "members missing", lambda i: archive({CONFIG: parts(i)[CONFIG]})),
    Bad(V4, "no config", with_members(config=b"")),
    Bad(V4, "config of no model", with_members(config=b"[]")),
    Bad(V4, "no version of Keras", with_members(metadata=b"{}")),
    Bad(V4, "no HDF5", with_members(weights=b"x" * 9)),
)
