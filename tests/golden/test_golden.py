"""Files written by this and earlier versions load, and give what they gave then.

Outputs may differ by 16 ulp (2e-6 of the value), weights not at all: a later version may compute
a value in another way. `python -m tests.golden.write` adds the files of what is new.
"""

import json
import zipfile
from pathlib import Path

import keras
import numpy as np
import pytest

import keras_acts
from tests.examples import OURS
from tests.golden.models import every
from tests.golden.write import FOLDER, write

HERE = Path(__file__).parent
FILES = [path.relative_to(HERE).as_posix() for path in sorted(HERE.glob("*/*.json"))]
MODELS = [name for name in FILES if name.endswith(".keras.json")]


def model_of(path, kept):
    """The model in a file, or the one that the weights in it belong to."""
    if path.suffix == ".keras":
        return keras.models.load_model(path)
    model = every(kept["outputs"])
    model.load_weights(path)
    return model


@pytest.mark.parametrize("name", FILES)
def test_a_file_gives_what_it_gave(name):
    kept = json.loads((HERE / name).read_text(encoding="utf-8"))
    model = model_of((HERE / name).with_suffix(""), kept)
    for found, wanted in zip(model.get_weights(), kept["weights"], strict=True):
        np.testing.assert_array_equal(found, np.float32(wanted))
    outputs = model(np.float32(kept["inputs"]))
    for key, wanted in kept["outputs"].items():
        found = keras.ops.convert_to_numpy(outputs[key])
        np.testing.assert_allclose(found, wanted, rtol=2e-6, atol=1e-30)


@pytest.mark.parametrize("name", MODELS)
def test_it_loads_after_a_look_too(name):
    path = (HERE / name).with_suffix("")
    one, other = keras_acts.load_model(path), keras.models.load_model(path)
    for found, wanted in zip(one.get_weights(), other.get_weights(), strict=True):
        np.testing.assert_array_equal(found, wanted)


@pytest.mark.parametrize("name", MODELS)
def test_every_argument_in_a_file_is_kept(name):
    path = (HERE / name).with_suffix("")
    config = json.loads(zipfile.ZipFile(path).read("config.json"))
    model = keras.models.load_model(path)
    for entry in config["config"]["layers"]:
        found = model.get_layer(entry["name"]).get_config()
        plain = {key: one for key, one in entry["config"].items() if not isinstance(one, dict)}
        assert {key: _as_json(found[key]) for key in plain} == plain


def _as_json(value):
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.slow
def test_every_layer_has_a_file():
    have = {name.split("/")[1].removesuffix(".keras.json") for name in MODELS}
    assert set(OURS) <= have, "python -m tests.golden.write"


def test_a_file_is_never_written_again(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.golden.write.files", lambda: {"it.weights.h5": every(["mpelu"])})
    assert write(tmp_path) == ["it.weights.h5"]
    before = (tmp_path / "it.weights.h5").read_bytes()
    assert write(tmp_path) == []
    assert (tmp_path / "it.weights.h5").read_bytes() == before


def test_golden_files_are_small():
    sizes = {path.name: path.stat().st_size for path in FOLDER.glob("*") if path.is_file()}
    assert sizes, "python -m tests.golden.write"
    assert max(sizes.values()) < 100_000
