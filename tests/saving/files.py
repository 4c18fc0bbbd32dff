"""Small honest `.keras` files, and archives made by hand from their parts."""

import functools
import io
import json
import warnings
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import h5py
import keras
import numpy as np

import keras_acts

CONFIG, METADATA, WEIGHTS = "config.json", "metadata.json", "model.weights.h5"


def model():
    """Nested, compiled, with layers of ours and twice the same shape, weights drawn from a seed."""
    inner = keras.Sequential(
        [
            keras.Input((3,)),
            keras.layers.Dense(3, "tanh", kernel_regularizer="l2", name="b"),
            keras_acts.layers.PReLU(name="prelu"),
        ],
        name="inner",
    )
    x = keras.Input((3,), name="in")
    y = keras_acts.layers.MPELU(name="mpelu")(keras.layers.Dense(3, "relu", name="a")(x))
    y = keras.layers.BatchNormalization(name="norm")(inner(y) + 1.0)
    y = keras.layers.Dense(3, name="c")(keras_acts.layers.RReLU(seed=1, name="rrelu")(y))
    made = keras.Model(x, keras_acts.layers.ELU(name="elu")(y), name="mlp")
    made.compile("adam", loss="mse", metrics=["mae"])
    made.optimizer.build(made.trainable_variables)
    rng = np.random.default_rng(0)
    for weight in made.weights:
        weight.assign(rng.uniform(0.2, 0.9, weight.shape))
    return made


@functools.cache
def honest():
    """The bytes of `model()` saved."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "it.keras"
        model().save(path)
        return path.read_bytes()


def parts(image):
    """What the members of an archive hold, by name."""
    with zipfile.ZipFile(io.BytesIO(image)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive(members):
    """An archive with these members: a dict, or pairs where a name may come twice."""
    pairs = members.items() if isinstance(members, dict) else members
    image = io.BytesIO()
    with zipfile.ZipFile(image, "w") as file, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Duplicate name")
        for name, content in pairs:
            file.writestr(zipfile.ZipInfo(name), content)
    return image.getvalue()


def with_config(image, change):
    """The archive with its config changed: `change` gets it parsed and may give another."""
    members = parts(image)
    config = json.loads(members[CONFIG])
    changed = change(config)
    members[CONFIG] = json.dumps(config if changed is None else changed).encode()
    return archive(members)


def with_weights(image, change):
    """The archive with its weights file changed: `change` gets it open for writing."""
    members = parts(image)
    weights = io.BytesIO(members[WEIGHTS])
    with h5py.File(weights, "r+") as file:
        change(file)
    members[WEIGHTS] = weights.getvalue()
    return archive(members)


def objects(config):
    """Every object of a config, outermost first."""
    if isinstance(config, dict):
        if "class_name" in config:
            yield config
        for value in config.values():
            yield from objects(value)
    elif isinstance(config, list):
        for value in config:
            yield from objects(value)


def named(config, name):
    """The object whose config has this name."""
    return next(
        one
        for one in objects(config)
        if isinstance(one["config"], dict) and one["config"].get("name") == name
    )
