"""`load_model`: what loads, what it takes, and that nothing runs, is written or goes astray."""

import json
import os
import socket
import sys
import warnings

import keras
import numpy as np
import pytest

import keras_acts
from keras_acts.saving import Refused, hdf5
from tests.processes import python
from tests.saving.bad_weights import heap_cut
from tests.saving.files import honest, model, named, parts, with_config, with_weights

X = np.random.default_rng(0).normal(0, 2, (5, 3)).astype("float32")


@pytest.fixture
def path(tmp_path):
    (tmp_path / "it.keras").write_bytes(honest())
    return tmp_path / "it.keras"


@pytest.mark.parametrize("compile", [False, True])
def test_an_honest_file_predicts_what_the_model_predicts(path, compile):
    again = keras_acts.load_model(path, compile=compile)
    np.testing.assert_array_equal(again(X), model()(X))
    assert again.compiled == compile


def test_the_state_of_the_optimizer_is_loaded(tmp_path):
    trained = model()
    trained.fit(X, X, verbose=0)
    trained.save(tmp_path / "it.keras")
    again = keras_acts.load_model(tmp_path / "it.keras", compile=True)
    for one, other in zip(again.optimizer.variables, trained.optimizer.variables, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_model_compiled_and_never_trained_loads(tmp_path):
    fresh = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    fresh.compile("adam", "mse")
    fresh.save(tmp_path / "it.keras")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Skipping variable loading for optimizer")
        again = keras_acts.load_model(tmp_path / "it.keras", compile=True)
    np.testing.assert_array_equal(again(X), fresh(X))


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """What a process says that only imports keras_acts; it is told to allow unsafe files."""
    folder = tmp_path_factory.mktemp("fresh")
    lambda_layer = {"module": "keras.layers", "class_name": "Lambda", "registered_name": None}
    unsafe = with_config(honest(), lambda config: named(config, "a").update(lambda_layer))
    (folder / "it.keras").write_bytes(honest())
    (folder / "unsafe.keras").write_bytes(unsafe)
    code = """
import json, sys, keras_acts
before = set(sys.modules)
keras_acts.inspect("it.keras")
added = sorted(set(sys.modules) - before)
name = keras_acts.load_model("it.keras").name
sys.modules["keras"].config.enable_unsafe_deserialization()
try:
    keras_acts.load_model("unsafe.keras")
except ValueError as error:
    print(json.dumps({"added": added, "name": name, "unsafe": str(error)}))
"""
    return json.loads(python(code, cwd=folder)[0].splitlines()[-1])


def test_an_import_is_all_it_takes(fresh):
    assert fresh["name"] == "mlp"


def test_nothing_is_imported_to_inspect(fresh):
    assert [name for name in fresh["added"] if name not in sys.stdlib_module_names] == []


def test_unsafe_mode_elsewhere_changes_nothing(fresh):
    assert "class Lambda is never loaded" in fresh["unsafe"]


def test_nothing_in_a_file_runs(tmp_path):
    """A Lambda as Keras itself writes it, whose code would leave a file behind."""
    x = keras.Input((3,))
    code = eval(f"lambda t: open({str(tmp_path / 'ran')!r}, 'w') and t")
    layer = keras.layers.Lambda(code, output_shape=(3,))
    keras.Model(x, keras.layers.Dense(2)(x)).save(tmp_path / "it.keras")
    image = (tmp_path / "it.keras").read_bytes()
    lambda_config = keras.saving.serialize_keras_object(layer)
    changed = with_config(image, lambda config: config["config"]["layers"].append(lambda_config))
    (tmp_path / "it.keras").write_bytes(changed)
    for look in (keras_acts.load_model, lambda path: pytest.fail(str(keras_acts.inspect(path)))):
        with pytest.raises((Refused, pytest.fail.Exception), match="runs Python code"):
            look(tmp_path / "it.keras")
    assert not (tmp_path / "ran").exists()


def test_custom_objects_extend_the_list(tmp_path):
    @keras.saving.register_keras_serializable("test_load")
    class Twice(keras.layers.Layer):
        def call(self, x):
            return 2 * x

    keras.Sequential([keras.Input((3,)), Twice()]).save(tmp_path / "it.keras")
    with pytest.raises(Refused, match=r"custom_objects=\{'test_load>Twice': Twice\}"):
        keras_acts.load_model(tmp_path / "it.keras")
    given = {"test_load>Twice": Twice}
    again = keras_acts.load_model(tmp_path / "it.keras", custom_objects=given)
    np.testing.assert_array_equal(again(X), 2 * X)


def test_weights_that_are_not_finite_load(path):
    def change(file):
        file["layers/dense/vars/1"][0] = np.nan

    path.write_bytes(with_weights(honest(), change))
    assert np.isnan(keras_acts.load_model(path).get_layer("a").bias[0])


def test_a_file_of_an_older_schema_may_lack_a_newer_key(path, monkeypatch):
    def change(config):
        del named(config, "elu")["config"]["alpha"]

    path.write_bytes(with_config(honest(), change))
    with pytest.raises(Refused, match="the key alpha must be there"):
        keras_acts.load_model(path)
    monkeypatch.setattr(keras_acts.layers.ELU, "schema", 2, raising=False)
    assert keras_acts.load_model(path).get_layer("elu").alpha == 1


def test_a_deflated_archive_loads(path):
    import zipfile

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts(honest()).items():
            file.writestr(name, content)
    np.testing.assert_array_equal(keras_acts.load_model(path)(X), model()(X))


def test_a_file_that_makes_hdf5_loop_is_given_up(path, monkeypatch):
    path.write_bytes(heap_cut(honest()))
    monkeypatch.setattr(hdf5, "SECONDS", 2)
    with pytest.raises(Refused, match="must be read in 2 s; it makes HDF5 loop"):
        keras_acts.load_model(path)


def test_a_file_that_kills_hdf5_is_named(path, monkeypatch, tmp_path):
    (tmp_path / "dies.py").write_text("import os; os.abort()", encoding="utf-8")
    monkeypatch.setattr(hdf5, "READER", tmp_path / "dies.py")
    with pytest.raises(Refused, match="HDF5 ended with -6"):
        keras_acts.load_model(path)


def test_nothing_is_written_but_a_copy_that_is_gone_again(path, monkeypatch):
    (path.parent / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(path.parent / "temporary"))
    monkeypatch.chdir(path.parent)
    keras_acts.inspect(path)
    keras_acts.load_model(path)
    assert sorted(os.listdir(path.parent)) == ["it.keras", "temporary"]
    assert os.listdir("temporary") == []


def test_no_network_is_used(path, monkeypatch):
    monkeypatch.setattr(socket, "socket", lambda *a, **k: pytest.fail("a socket was opened"))
    assert keras_acts.load_model(path).name == "mlp"
