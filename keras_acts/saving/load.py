"""Load a `.keras` file after looking into it, and check that the weights are the file's."""

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import keras

from keras_acts.saving import archive, rehearsal, same
from keras_acts.saving.inspection import look
from keras_acts.saving.refused import Refused
from keras_acts.saving.walk import nodes


def load_model(path, compile: bool = False, custom_objects: Mapping[str, object] | None = None):
    """Loads a `.keras` file if nothing in it must be refused, and nothing else.

    The file is read once and wholly, within bounds, and its checksums checked. Its config may
    name public Keras, keras_acts and `custom_objects` only; never Lambda, nor anything that runs
    or reads what the file names. The model is first built without weights, then loaded by Keras
    with `safe_mode=True` from a private copy, and its weights are compared with the file's.

    This reduces the risk of a file from someone else; it does not remove it: HDF5, JSON and
    Keras still read what a stranger wrote, and a file whose checksums agree cannot be told from
    an honest one, whatever its weights do. Load what you do not trust in a sandbox.

    Args:
        path: of a `.keras` file.
        compile: whether to compile as the saved model was, with the state of its optimizer.
        custom_objects: more that the config may name, by registered name: `{"mine>Layer": Layer}`.

    Returns: the model.
    Raises: Refused (a ValueError) that names the file, what is wrong and where.
    """
    report, contents = look(path, custom_objects)
    try:
        if report.reasons:
            more = len(report.reasons) - 1
            others = f" ({more} more: keras-acts inspect lists them)" if more else ""
            raise Refused(f"{report.reasons[0]}{others}")
        return _load(contents, compile, dict(custom_objects or {}))
    except Refused as error:
        said = f"{path} ({report.size} bytes) is not loaded: {error}"
        raise Refused(said if said.endswith(".") else f"{said}.") from None


def _load(contents, compile, objects):
    config = contents[archive.CONFIG] if compile else _uncompiled(contents[archive.CONFIG])
    stored = same.weights(contents[archive.WEIGHTS], compile)
    rehearsal.rehearse(_uncompiled(config), stored.numbers, objects)
    parts = {**contents, archive.CONFIG: json.dumps(config).encode()}
    model, again = _by_keras(parts, compile, objects)
    names = {node.name for node in nodes(config) if node.is_object}
    same.compare(stored, same.weights(again, compile), names)
    return model


def _by_keras(parts, compile, objects):
    """The model, and its weights as Keras saves them again."""
    with TemporaryDirectory(prefix="keras_acts-") as folder:
        copy, again = Path(folder) / "model.keras", Path(folder) / "again.weights.h5"
        archive.write(copy, parts)
        try:
            model = keras.models.load_model(copy, objects, compile=compile, safe_mode=True)
            model.save_weights(again)
        except Exception as error:  # Keras raises nearly every built-in kind
            raise Refused(rehearsal.cause(error)) from None
        return model, again.read_bytes()


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
