"""A `.keras` file as bytes: a zip of known members, read strictly and within bounds.

Python's zipfile believes the central directory alone, finds archives behind other data and lets
the last of two equal names win. Here every byte of the file belongs to one member, both headers
of a member agree, every member is read wholly and its CRC-32 checked before any is used.
Format: PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12, 4.3.16; no zip64, encryption or descriptors.
"""

import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from keras_acts.saving.refused import Refused, shown

CONFIG, METADATA, WEIGHTS = "config.json", "metadata.json", "model.weights.h5"
LARGEST = {CONFIG: 1 << 24, METADATA: 1 << 16, WEIGHTS: 1 << 31}
"""Bytes a member may have: 16 MiB, 64 KiB, 2 GiB; Keras writes these three."""
MOST_EXPANSION = 100
"""Size over stored size; Keras stores, so 1 is usual, and deflate alone can reach 1032."""
METHODS = {0: "stored", 8: "deflated"}
LOCAL, CENTRAL, END = "<4s5H3I2H", "<4s6H3I5H2I", "<4s4H2IH"
"""The fixed parts: of a local header, of a line of the directory, of the end record."""


@dataclass(frozen=True)
class Member:
    """One file inside of the archive: sizes in bytes."""

    name: str
    size: int
    stored: int

    @property
    def ratio(self) -> float:
        """Size over stored size."""
        return self.size / max(self.stored, 1)


def read(path: Path) -> tuple[list[Member], dict[str, memoryview | bytes]]:
    """The members and what they hold; Refused for anything that Keras would not have written."""
    image = memoryview(_bounded(path))
    members: list[Member] = []
    contents: dict[str, memoryview | bytes] = {}
    position = 0
    for name, method, crc, stored, size, offset, sizes in _directory(image):
        if offset != position:
            raise Refused(f"each byte must belong to one member; {position}..{offset} do not")
        _check(name, method, stored, size, [one.name for one in members])
        start = _local(image, offset, name, sizes)
        position = start + stored
        if position > len(image):
            raise Refused(f"member {shown(name)} must end inside of the file; it is truncated")
        contents[name] = _whole(name, method, crc, size, image[start:position])
        members.append(Member(name, size, stored))
    if position != _end(image)[1]:
        raise Refused(f"the members must end where the directory begins; they end at {position}")
    if missing := [name for name in (CONFIG, METADATA, WEIGHTS) if name not in contents]:
        raise Refused(f"the archive must hold {', '.join(LARGEST)}; it lacks {', '.join(missing)}")
    return members, contents


def write(path: Path, contents: dict[str, bytes | memoryview]) -> None:
    """An archive of these members and nothing else, as Keras writes it."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)


def _bounded(path):
    most = sum(LARGEST.values())
    with open(path, "rb") as file:
        image = file.read(most + 1)
    if len(image) > most:
        raise Refused(f"a file must have at most {most} bytes; this one has more")
    return image


def _end(image):
    """(members, start of the directory, its size) from the record that ends the file."""
    size = struct.calcsize(END)
    tail = bytes(image[-size:])
    if len(tail) < size or not tail.startswith(b"PK\5\6"):
        raise Refused(
            "a .keras file must end as a zip archive ends; it is truncated, or bytes were added"
        )
    _, disk, first, here, members, length, start, comment = struct.unpack(END, tail)
    plain = (disk, first, comment) == (0, 0, 0) and here == members
    if not plain or start + length + size != len(image):
        raise Refused(
            "the directory of the archive must end where the file ends; it declares "
            f"{length} bytes at {start} of {len(image)}"
        )
    return members, start, length


def _directory(image):
    """Each line of the central directory, with the fields that its local header must repeat."""
    members, position, length = _end(image)
    last = position + length
    for _ in range(members):
        fixed = bytes(image[position : position + struct.calcsize(CENTRAL)])
        if len(fixed) < struct.calcsize(CENTRAL) or not fixed.startswith(b"PK\1\2"):
            raise Refused("the directory of the archive must be whole; it is damaged")
        fields = struct.unpack(CENTRAL, fixed)
        _, _, needed, flags, method, _, _, crc, stored, size, name, extra, note, *_, offset = fields
        position += len(fixed)
        text = bytes(image[position : position + name]).decode("utf-8", "backslashreplace")
        position += name + extra + note
        yield text, method, crc, stored, size, offset, (needed, flags, method, crc, stored, size)
    if position != last:
        raise Refused("the directory of the archive must be whole; it is damaged")


def _check(name, method, stored, size, before):
    if name in before:
        raise Refused(f"no two members may have one name; {shown(name)} is there twice")
    if name not in LARGEST:
        raise Refused(
            f"members must be {', '.join(LARGEST)} (assets are not loaded); received {shown(name)}"
        )
    if method not in METHODS or (method == 0 and stored != size):
        raise Refused(f"member {name} must be stored or deflated; it has method {method}")
    if size > LARGEST[name] or size > MOST_EXPANSION * max(stored, 1):
        raise Refused(
            f"member {name} must have at most {LARGEST[name]} bytes and {MOST_EXPANSION} times "
            f"its stored size; it declares {size} bytes, {stored} stored"
        )


def _local(image, offset, name, sizes):
    """Where the content begins, after a local header that says what the directory says."""
    fixed = bytes(image[offset : offset + struct.calcsize(LOCAL)])
    if len(fixed) < struct.calcsize(LOCAL) or not fixed.startswith(b"PK\3\4"):
        raise Refused(f"member {shown(name)} must begin with its header; it is damaged")
    _, needed, flags, method, _, _, crc, stored, size, length, extra = struct.unpack(LOCAL, fixed)
    start = offset + len(fixed)
    again = bytes(image[start : start + length]).decode("utf-8", "backslashreplace")
    if again != name or (needed, flags, method, crc, stored, size) != sizes or flags & ~0x806:
        raise Refused(f"both headers of member {shown(name)} must agree and be plain; they differ")
    return start + length + extra


def _whole(name, method, crc, size, stored):
    content: memoryview | bytes = stored
    if method == 8:
        inflate = zlib.decompressobj(-15)
        try:
            content = inflate.decompress(stored, size + 1)
        except zlib.error as error:
            raise Refused(f"member {name} must inflate; it is damaged ({error})") from None
        if not inflate.eof or inflate.unused_data:
            raise Refused(f"member {name} must inflate to its declared {size} bytes; it does not")
    if len(content) != size or zlib.crc32(content) != crc:
        raise Refused(f"member {name} must have the CRC-32 the archive declares; it is damaged")
    return content
