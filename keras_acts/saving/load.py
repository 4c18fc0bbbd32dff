"""Load a `.keras` file after looking into it, and check that the weights are the file's."""

import json
import warnings
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import keras

from keras_acts.saving import archive, hdf5, rehearsal, same
from keras_acts.saving.inspection import look
from keras_acts.saving.refused import Refused
from keras_acts.saving.walk import nodes


def load_model(path, compile: bool = False, custom_objects: Mapping[str, object] | None = None):
    """Loads a `.keras` file if nothing in it must be refused, and nothing else.

    The file is read once and wholly, within bounds, and its checksums checked. Its config may
    name public Keras, keras_acts and `custom_objects` only; never Lambda, nor anything that runs
    or reads what the file names. The weights are read in another process. The model is first
    built without them, then loaded by Keras with `safe_mode=True` from an archive made anew of
    what was read, and its weights are compared with the file's.

    This reduces the risk of a file from someone else; it does not remove it: JSON, HDF5 and
    Keras still read what a stranger wrote, a config can ask for more work than it seems to, and
    a file whose checksums agree cannot be told from an honest one, whatever its weights do.
    Load what you do not trust in a sandbox.

    Args:
        path: of a `.keras` file.
        compile: whether to compile as the saved model was, with the state of its optimizer.
        custom_objects: more that the config may name, by registered name: `{"mine>Layer": Layer}`.

    Returns: the model.
    Raises: Refused (a ValueError) that names the file, what is wrong and where.

    >>> load_model("nothing.h5")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    keras_acts.saving.refused.Refused: path must be a .keras file; received path='nothing.h5': ...
    """
    report, contents, weights = look(path, custom_objects)
    try:
        if report.reasons:
            more = len(report.reasons) - 1
            others = f" ({more} more: keras-acts inspect lists them)" if more else ""
            raise Refused(f"{report.reasons[0]}{others}")
        return _load(contents, weights, compile, dict(custom_objects or {}))
    except Refused as error:
        said = f"{path} ({report.size} bytes) is not loaded: {error}"
        raise Refused(said if said.endswith(".") else f"{said}.") from None


def _load(contents, weights, compile, objects):
    config = contents[archive.CONFIG]
    if not compile:
        config, weights = _uncompiled(config), same.without_optimizer(weights)
    numbers = sum(array.size for array in weights.arrays.values())
    rehearsal.rehearse(_uncompiled(config), numbers, objects)
    parts = {**contents, archive.CONFIG: json.dumps(config).encode()}
    with TemporaryDirectory(prefix="keras_acts-") as folder, warnings.catch_warnings():
        # what is skipped would be missed when the weights are compared
        warnings.filterwarnings("ignore", "Skipping nested container")
        model, again = _by_keras(Path(folder), parts, weights, compile, objects)
    names = {node.name for node in nodes(config) if node.is_object}
    same.compare(weights, again, names)
    return model


def _by_keras(folder, parts, weights, compile, objects):
    """The model, from an archive made anew of what was read, and its weights as it has them."""
    copy, stored, again = (folder / name for name in ("it.keras", "it.h5", "again.weights.h5"))
    hdf5.write(stored, weights)
    archive.write(copy, {**parts, archive.WEIGHTS: stored.read_bytes()})
    try:
        model = keras.models.load_model(copy, objects, compile=compile, safe_mode=True)
        model.save_weights(again)
    except Exception as error:  # Keras raises nearly every built-in kind
        raise Refused(rehearsal.cause(error)) from None
    return model, hdf5.read_here(again.read_bytes())


def _uncompiled(config):
    """The config without what is compiled, in every model inside of it."""
    if isinstance(config, list):
        return [_uncompiled(one) for one in config]
    if not isinstance(config, dict):
        return config
    return {
        key: None if key == "compile_config" else _uncompiled(value)
        for key, value in config.items()
    }
