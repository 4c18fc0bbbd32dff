"""What chance may do to a file as it lies on a disk, and a person to the archive that it is."""

import io
import zipfile

from tests.saving.files import CONFIG, archive, parts


def flip(rng, image):
    image = bytearray(image)
    for _ in range(rng.integers(1, 9)):
        image[rng.integers(len(image))] ^= 1 << rng.integers(8)
    return bytes(image)


def truncate(rng, image):
    return image[: rng.integers(len(image))]


def _span(rng, image):
    start = int(rng.integers(len(image)))
    return start, min(len(image), start + int(2 ** rng.uniform(0, 12)))


def zero(rng, image):
    start, end = _span(rng, image)
    return image[:start] + bytes(end - start) + image[end:]


def double(rng, image):
    start, end = _span(rng, image)
    return image[:end] + image[start:end] + image[end:]


def swap(rng, image):
    (a, b), (c, d) = sorted((_span(rng, image), _span(rng, image)))
    b = min(b, c)
    return image[:a] + image[c:d] + image[b:c] + image[a:b] + image[d:]


def surround(rng, image):
    extra = rng.bytes(int(rng.integers(1, 64)))
    return image + extra if rng.integers(2) else extra + image


def rename(rng, image):
    members = list(parts(image).items())
    i = rng.integers(len(members))
    new = rng.choice(["../x", "Config.json", "a/config.json", "model.weights.npz", "x", CONFIG])
    members[i] = (str(new), members[i][1])
    return archive(members)


def drop(rng, image):
    members = list(parts(image).items())
    del members[rng.integers(len(members))]
    return archive(members)


def twice(rng, image):
    members = list(parts(image).items())
    name, content = members[rng.integers(len(members))]
    return archive([*members, (name, flip(rng, content))])


def replace(rng, image):
    members = parts(image)
    name = str(rng.choice(sorted(members)))
    other = members[str(rng.choice(sorted(members)))]
    content = [b"", rng.bytes(100), b"[" * 10**5, other, flip(rng, members[name])]
    return archive({**members, name: content[rng.integers(len(content))]})


def recompress(rng, image):
    """Not damage: the same members, deflated."""
    file = io.BytesIO()
    with zipfile.ZipFile(
        file, "w", zipfile.ZIP_DEFLATED, compresslevel=int(rng.integers(1, 9))
    ) as z:
        for name, content in parts(image).items():
            z.writestr(name, content)
    return file.getvalue()


BYTES = (flip, truncate, zero, double, swap, surround)
"""To the file as it lies on a disk: whatever loads must predict what the original predicts."""
ARCHIVE = (rename, drop, twice, replace, recompress)
