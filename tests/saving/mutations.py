"""What chance or a person may do to a `.keras` file: each takes a generator and the bytes."""

import io
import json

import h5py

from tests.saving.files import CONFIG, WEIGHTS, archive, objects, parts, with_config, with_weights

NASTY = (
    *(None, True, -1, 0, 2, 10**6, 10**9, 10**12, 2**63, 10**30, -0.5, 1e38, 1e999, float("nan")),
    *("", "relu", "eval", "os.system", "../../x", "a/b", "a\x00b", "keras_acts>MPELU", "x" * 10**5),
    *([], [[[[1]]]], [10**9], [None], {}, {"class_name": "Lambda", "config": {}}, {"a": 1}),
    {"class_name": "__lambda__", "config": {"value": "x"}},
    {"module": "os", "class_name": "system", "config": {}, "registered_name": "system"},
    {"module": "builtins", "class_name": "function", "config": "eval", "registered_name": "eval"},
)


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


def _places(value):
    """Every (container, key) in a config."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in list(inside):
        yield value, key
        if isinstance(one, (dict, list)):
            yield from _places(one)


def _place(rng, config):
    places = list(_places(config))
    return places[rng.integers(len(places))]


def lose_key(rng, image):
    def change(config):
        container, key = _place(rng, config)
        del container[key]

    return with_config(image, change)


def nasty_value(rng, image):
    def change(config):
        container, key = _place(rng, config)
        container[key] = NASTY[rng.integers(len(NASTY))]

    return with_config(image, change)


def extra_key(rng, image):
    def change(config):
        chosen = list(objects(config))[rng.integers(len(list(objects(config))))]
        key = str(rng.choice(["schema", "gamma", "fn", "module", "name", "units", "path"]))
        where = chosen["config"] if isinstance(chosen["config"], dict) else chosen
        where[key] = NASTY[rng.integers(len(NASTY))]

    return with_config(image, change)


def swap_values(rng, image):
    def change(config):
        (one, key), (other, name) = _place(rng, config), _place(rng, config)
        copy = json.loads(json.dumps(one[key]))
        one[key], other[name] = json.loads(json.dumps(other[name])), copy

    return with_config(image, change)


def swap_classes(rng, image):
    def change(config):
        found = list(objects(config))
        one, other = (found[rng.integers(len(found))] for _ in range(2))
        for key in ("module", "class_name", "registered_name"):
            one[key], other[key] = other.get(key), one.get(key)

    return with_config(image, change)


def swap_layers(rng, image):
    def change(config):
        layers = config["config"]["layers"]
        i, j = rng.choice(len(layers), 2, replace=False)
        layers[i], layers[j] = layers[j], layers[i]

    return with_config(image, change)


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
            name += "9"
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


def recompress(rng, image):
    """Not damage: the same members, deflated."""
    import zipfile

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
CONFIGS = (lose_key, nasty_value, extra_key, swap_values, swap_classes, swap_layers)
ARRAYS = (
    *(move_dataset, lose_dataset, reshape_dataset, retype_dataset, swap_datasets, attribute),
    *(link, odd_storage, flip_weights, flip_headers),
)
MUTATIONS = {one.__name__: one for one in (*BYTES, *ARCHIVE, *CONFIGS, *ARRAYS)}
