"""Sweeps from Python: the same rows as from the command line, and what can be given."""

import sys
import types
from pathlib import Path

import keras
import numpy as np
import pytest

import keras_acts
from keras_acts import agree, cli, results
from keras_acts.arrays import leaves, mapped
from keras_acts.costed import read_costs
from keras_acts.swept import Swept
from keras_acts.tuning.toml import toml
from tests.tuning.test_own import X, small

ROOT = Path(__file__).parents[1]
Y = X @ [1.0, 2.0, 3.0]
AXES = {
    "activation": ["relu"],
    "initializer": ["glorot"],
    "layers": [1],
    "learning_rate": [0.02, 0.04],
}


def silent(line):
    """Says nothing."""


def quick(build, data, folder, **more):
    usual = {"axes": {"rate": [0.02]}, "epochs": 1, "objective": "val_mae", "say": silent}
    usual["costs"] = False
    return keras_acts.sweep(build, data, folder=folder, **{**usual, **more})


def told(folder):
    """The rows without what a clock says."""
    rows = results.read_rows(folder)
    return [{key: value for key, value in row.items() if key not in agree.CLOCKS} for row in rows]


def test_python_and_the_command_line_give_the_same_rows(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "path", [*sys.path, str(ROOT)])
    from examples import diabetes

    swept = quick(diabetes.build, diabetes.load, tmp_path / "a", axes=AXES, epochs=2)
    assert swept.report().exists()
    lines = {"data": "examples.diabetes:load", "model": "examples.diabetes:build", "epochs": 2}
    lines["costs"] = False
    (tmp_path / "b.toml").write_text(toml({**lines, "objective": "val_mae", "axes": AXES}))
    assert cli.main(["sweep", str(tmp_path / "b.toml"), "--out", str(tmp_path / "b")]) == 0
    assert told(tmp_path / "a") == told(tmp_path / "b")
    assert [row["status"] for row in swept.rows] == ["ok", "ok"]
    one, two = (results.read_json(tmp_path / name / "best.json") for name in "ab")
    assert one == two
    assert min(row["val_mae"] for row in swept.rows) == one["val_mae"]


def test_the_best_model_and_a_second_call(tmp_path):
    swept = quick(small, (X, Y), tmp_path / "it")
    best = results.read_json(tmp_path / "it" / "best.json")
    outputs = swept.best_model().predict(X[:16], verbose=0)
    np.testing.assert_allclose(outputs, best["outputs"], rtol=1e-6)
    assert "test_samples" not in best
    said = []
    again = quick(small, (X, Y), tmp_path / "it", axes={"rate": [0.02, 0.05]}, say=said.append)
    assert [row["rate"] for row in again.rows if row not in swept.rows] == [0.05]
    assert len(said) == 1


def test_functions_and_arrays_of_this_process_only(tmp_path):
    def build(hp):
        return small(hp)

    data = {"train": (X, Y), "validation": (X[:7], Y[:7]), "test": (X[7:], Y[7:])}
    swept = quick(build, data, tmp_path / "it")
    assert swept.rows[0]["status"] == "ok"
    assert results.read_json(tmp_path / "it" / "best.json")["test_samples"] == 33
    assert not swept.verify().differs
    with pytest.raises(ValueError, match=r"data: 'given:arrays .*' became"):
        quick(build, (X, Y), tmp_path / "it")
    with pytest.raises(ValueError, match="workers must be 1 for what only this process has"):
        quick(build, data, tmp_path / "it", workers=2)


class Unsaved(keras.Model):
    """A model of a class, which Keras cannot save whole, with a step of its own."""

    def __init__(self, units):
        super().__init__()
        self.net = [keras.layers.Dense(units, "relu"), keras.layers.Dense(1)]

    def call(self, x):
        return self.net[1](self.net[0](x))

    def train_step(self, data):
        return super().train_step(data)


def of_a_class(hp):
    model = Unsaved(hp.Int("units", 2, 3))
    model.compile("sgd", "mse", metrics=["mae"])
    return model


def without_an_input(hp):
    layers = [keras.layers.Dense(hp.Choice("units", [2, 3]), "relu"), keras.layers.Dense(1)]
    model = keras.Sequential(layers)
    model.compile("adam", "mse", metrics=["mae"])
    return model


def of_several(hp):
    inputs = {name: keras.Input((size,), name=name) for name, size in (("a", 3), ("b", 1))}
    joined = keras.layers.Concatenate()(list(inputs.values()))
    x = keras.layers.Dense(hp.Int("units", 2, 3))(joined)
    outputs = {name: keras.layers.Dense(1, name=name)(x) for name in ("c", "d")}
    model = keras.Model(inputs, outputs)
    model.compile("sgd", {"c": "mse", "d": "mse"}, metrics={"c": ["mae"], "d": ["mse"]})
    return model


SEVERAL = {"a": X, "b": X[:, :1]}, {"c": Y, "d": Y}


def datasets():
    from tensorflow.data import Dataset

    whole = Dataset.from_tensor_slices((X, Y.astype("float32")))
    return whole.take(32).shuffle(32).batch(8), whole.skip(32).batch(8)


def test_datasets_are_made_anew_for_each_trial(tmp_path):
    swept = quick(small, datasets, tmp_path / "it", axes={"rate": [0.02, 0.03]}, costs=True)
    assert read_costs(tmp_path / "it")["batch_size"] == 8
    assert {(row["status"], row["trained_by"]) for row in swept.rows} == {("ok", "fit")}
    best = results.read_json(tmp_path / "it" / "best.json")
    assert best["val_mae_again"] == best["val_mae"]
    assert swept.best_model().predict(X, verbose=0).shape == (40, 1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda train, val: train, "must come with another to validate by; received train"),
        (lambda train, val: (train.repeat(), val), "train must be a tf.data.Dataset that ends"),
        (lambda train, val: (train, val.take(0)), "validation must hold a sample"),
        (lambda train, val: (train.map(lambda x, y: x), val), r"must give batches \(x, y\)"),
        (lambda train, val: (train.map(lambda x, y: (x / 0, y)), val), "NaN or infinity"),
        (lambda train, val: (train.unbatch(), val), "equally many x and y"),
    ],
)
def test_datasets_that_cannot_be_trained_on_are_refused(change, message, tmp_path):
    with pytest.raises(ValueError, match=message):
        quick(small, change(*datasets()), tmp_path / "it")


def diverging(hp):
    model = Unsaved(hp.Int("units", 2, 2))
    model.compile(keras.optimizers.SGD(1e30), "mse", metrics=["mae"])
    return model


def test_a_model_of_a_class_that_diverges_is_a_result(tmp_path):
    swept = quick(diverging, (X, Y), tmp_path / "it", axes={})
    assert [row["status"] for row in swept.rows] == ["diverged"]


@pytest.mark.parametrize(
    ("build", "data", "objective", "way"),
    [
        (of_a_class, (X, Y), "val_mae", "loop"),
        (without_an_input, (X, Y), "val_mae", "loop"),
        (of_several, SEVERAL, "val_c_mae", "fit"),
    ],
)
def test_models_of_every_kind(build, data, objective, way, tmp_path):
    more = {"seeds": [0, 1], "objective": objective, "costs": True}
    swept = quick(build, data, tmp_path / "it", axes={}, **more)
    (cost,) = read_costs(tmp_path / "it")["arms"]
    assert cost["reason"] is None
    assert cost["kept_bytes"] > 0
    assert {(row["status"], row["trained_by"]) for row in swept.rows} == {("ok", way)}
    assert len(swept.rows) == 4
    best = results.read_json(tmp_path / "it" / "best.json")
    outputs = swept.best_model().predict(mapped(lambda a: a[:16], data[0]), verbose=0)
    assert best[f"{objective}_again"] == best[objective]
    for one, other in zip(leaves(outputs), leaves(mapped(np.asarray, best["outputs"]))):
        np.testing.assert_allclose(one, other, rtol=1e-5)


def test_a_net_of_ours_predicts_numbers_as_they_come(tmp_path):
    data, rates = (X, 1000 + 50 * Y), {"learning_rate": [0.05]}
    options = {"model_options": {"depth": 1, "width": 8}, "nuisance": rates, "batch_size": 8}
    swept = quick("mlp", data, tmp_path / "it", axes={"activation": ["relu"]}, epochs=8, **options)
    (row,) = swept.rows
    assert row["val_mae"] < np.abs(data[1] - data[1].mean()).mean() / 2
    assert abs(swept.best_model().predict(X, verbose=0).mean() - 1000) < 100
    assert "doctor_trains" not in row


@pytest.mark.parametrize(
    ("build", "data", "more", "message"),
    [
        (3, (X, Y), {}, "build must be the name of a model"),
        (small, 3, {}, r"data must be .*received int"),
        (small, (X, Y, Y, Y), {}, "data must be a name"),
        (small, (X, Y), {"workers": 0}, "workers must be an integer of at least 1"),
        (small, (X, np.full(40, np.nan)), {}, "y_train must hold finite numbers"),
        (small, (X[:2], Y[:2]), {"validation": 0.1}, "must hold a sample"),
        (small, (X, Y), {"objective": "val_gain"}, "direction must be max or min"),
        (small, (X, Y), {"epoch": 3}, "did you mean 'epochs'"),
        ("mlp", (X, Y), {"axes": {"activation": ["relu"]}, "objective": "val_accuracy"},
         "objective must be one of loss, mae, mse"),
    ],
)  # fmt: skip
def test_what_cannot_be_swept_is_refused(build, data, more, message, tmp_path):
    with pytest.raises(ValueError, match=message):
        quick(build, data, tmp_path / "it", **more)
    assert not (tmp_path / "it" / "trials").exists()


def test_a_frame_where_pandas_is_there(tmp_path, monkeypatch):
    results.write_row(tmp_path, dict.fromkeys(results.NEEDED, 0) | {"status": "ok", "l": [1]})
    monkeypatch.setitem(sys.modules, "pandas", types.SimpleNamespace(DataFrame=list))
    swept = Swept(tmp_path, results.read_rows(tmp_path), None)
    assert [("l" in line, line["status"]) for line in swept.frame()] == [(False, "ok")]
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match="pip install pandas"):
        swept.frame()
    with pytest.raises(ValueError, match=r"best\.keras must be there"):
        swept.best_model()


def test_a_budget_and_all_pairs_are_as_on_the_command_line(tmp_path):
    three = {"model": "mlp", "data": "digits", "epochs": 1, "samples": 60, "costs": False}
    three |= {"axes": {"activation": ["relu", "elu", "tanh"]}, "batch_size": 32, "say": silent}
    out = {"folder": tmp_path / "out", "model_options": {"depth": 1, "width": 4}}
    build, data = three.pop("model"), three.pop("data")
    swept = keras_acts.sweep(build, data, budget="10m", all_pairs=True, **three, **out)
    assert results.read_provenance(tmp_path / "out")["budget"] == {"seconds": 600.0, "cuts": []}
    pairs = [(one.activation, one.other) for one in swept.verdicts()]
    assert pairs == [("elu", "relu"), ("tanh", "relu"), ("tanh", "elu")]
    with pytest.raises(ValueError, match="budget must be a time of hours"):
        keras_acts.sweep(build, data, budget="soon", **three, **out)
