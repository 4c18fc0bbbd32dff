"""What a person may do to a weights file: arrays moved, lost, of another shape, type or place."""

import h5py

from tests.saving.files import WEIGHTS, archive, parts, with_weights
from tests.saving.mutations_bytes import flip


def _datasets(file):
    found = []
    file.visititems(lambda name, one: found.append(name) if isinstance(one, h5py.Dataset) else None)
    return found


def _dataset(rng, file):
    names = _datasets(file)
    return names[rng.integers(len(names))]


def move_dataset(rng, image):
    def change(file):
        name = _dataset(rng, file)
        target = str(rng.choice([name + "x", "layers/dense/vars/7", "x", name[:-1] + "9"]))
        if target not in file:
            file.move(name, target)

    return with_weights(image, change)


def lose_dataset(rng, image):
    def change(file):
        del file[_dataset(rng, file)]

    return with_weights(image, change)


def reshape_dataset(rng, image):
    def change(file):
        name = _dataset(rng, file)
        value = file[name][()]
        shapes = [(-1,), (1, *value.shape), (*value.shape, 1), value.shape[::-1]]
        del file[name]
        file[name] = value.reshape(shapes[rng.integers(len(shapes))])

    return with_weights(image, change)


def retype_dataset(rng, image):
    def change(file):
        name = _dataset(rng, file)
        value = file[name][()]
        del file[name]
        file[name] = value.astype(str(rng.choice(["f8", "f2", ">f4", "i4", "c8", "S4", "?"])))

    return with_weights(image, change)


def swap_datasets(rng, image):
    def change(file):
        one, other = _dataset(rng, file), _dataset(rng, file)
        first, second = file[one][()], file[other][()]
        del file[one]
        file[one] = second
        if one != other:
            del file[other]
            file[other] = first

    return with_weights(image, change)


def attribute(rng, image):
    def change(file):
        groups = []
        file.visit(lambda name: groups.append(name))
        where = file[groups[rng.integers(len(groups))]]
        name = str(rng.choice(["name", "dtype", "x"]))
        value = ["bfloat16", "a", "b", 3, [1.0] * 99, "x" * 9999, b"\xff"][rng.integers(7)]
        where.attrs[name] = value

    return with_weights(image, change)


def link(rng, image):
    def change(file):
        name = _dataset(rng, file)
        kinds = [h5py.SoftLink("/" + _dataset(rng, file)), h5py.ExternalLink("x.h5", "/a")]
        target = [*kinds, file[_dataset(rng, file)], file["layers"]][rng.integers(4)]
        if rng.integers(2):
            del file[name]
        else:
            name += "x"
        file[name] = target

    return with_weights(image, change)


def odd_storage(rng, image):
    def change(file):
        name = _dataset(rng, file)
        value = file[name][()]
        del file[name]
        if rng.integers(2):
            external = [("/etc/passwd", 0, max(value.nbytes, 1))]
            file.create_dataset(name, value.shape, value.dtype, external=external)
        else:
            shape = (*value.shape[:-1], 10 ** int(rng.integers(3, 12)))
            file.create_dataset(name, shape, value.dtype, chunks=True, compression="gzip")

    return with_weights(image, change)


def flip_weights(rng, image):
    """Bits inside of the weights file, with the checksum made right again."""
    members = parts(image)
    return archive({**members, WEIGHTS: flip(rng, members[WEIGHTS])})


def flip_headers(rng, image):
    """Bits of what HDF5 says of the numbers rather than of the numbers: its first 2 KiB, too."""
    members = parts(image)
    weights = members[WEIGHTS]
    return archive({**members, WEIGHTS: flip(rng, weights[:2048]) + weights[2048:]})


ARRAYS = (
    *(move_dataset, lose_dataset, reshape_dataset, retype_dataset, swap_datasets, attribute),
    *(link, odd_storage, flip_weights, flip_headers),
)
