"""A model of the user's own: what its function declares, how it is narrowed, what is refused."""

import itertools
import sys
from dataclasses import replace

import keras
import numpy as np
import pytest

from keras_acts import results
from keras_acts.report import page
from keras_acts.tuning import choose_activation, choose_initializer, own
from keras_acts.tuning.oracle import Cells
from keras_acts.tuning.read import BadSweep, read
from keras_acts.tuning.sweep import sweep
from keras_acts.tuning.trial import key
from tests.tuning.sweeps import written

X = np.random.default_rng(0).normal(size=(40, 3)).astype("float32")


def load():
    return X, X @ [1.0, 2.0, 3.0]


def compiled(units=1, **options):
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(units)])
    model.compile(**{"loss": "mse", "metrics": ["mae"], **options})
    return model


def arms(hp):
    activation = choose_activation(hp, ["relu", "tanh"])
    choose_initializer(hp, ["msra", "glorot"], activation)
    return compiled()


def layers(hp):
    """As Keras Tuner's users do: how many hyperparameters there are depends on one of them."""
    for number in range(hp.Int("layers", 1, 3)):
        hp.Int(f"units_{number}", 4, 8, step=4)
    return compiled()


def scopes(hp):
    kind = hp.Choice("kind", ["a", "b"])
    with hp.conditional_scope("kind", ["b"]):
        if kind == "b":
            hp.Boolean("deep")
    hp.Float("rate", 0.1, 0.5, step=0.2)
    return compiled()


def twice(hp):
    for kind in hp.Choice("kind", ["a"]), "b":
        with hp.conditional_scope("kind", [kind]):
            hp.Int("units", 1, 2)
    return compiled()


def reserved(hp):
    hp.Choice("loss", ["mse", "mae"])
    return compiled()


def broken(hp):
    return compiled()[hp.Int("layers", 1, 3)]


def wandering(hp, calls=itertools.count(5)):  # noqa: B008
    hp.Int(f"units_{next(calls)}", 1, 1)
    return compiled()


def plain(hp):
    hp.Choice("rate", [0.1, 0.2])
    return keras.Sequential([keras.layers.Dense(1)])


def small(hp):
    model = compiled(metrics=["mae"], optimizer=keras.optimizers.SGD(hp.Float("rate", 0.01, 0.1)))
    return model


TEXT = """
costs = false
data = "tests.tuning.test_own:load"
model = "tests.tuning.test_own:NAME"
objective = "val_mae"
epochs = 1
[axes]
"""


def spec(tmp_path, name, axes="", tuner="grid"):
    text = TEXT.replace("NAME", name).replace("epochs", f'tuner = "{tuner}"\nepochs')
    return read(written(tmp_path, text + axes))


def cells(tmp_path, name, axes="", *names):
    return [tuple(c[n] for n in names if n in c) for c in spec(tmp_path, name, axes).cells()]


def test_arms_are_the_names_that_were_chosen(tmp_path):
    found = cells(tmp_path, "arms", "", "activation", "initializer", "batch_norm")
    assert found == [("relu", "msra", "own"), ("relu", "glorot", "own"), ("tanh", "glorot", "own")]


def test_axes_narrow_every_group_of_initializers(tmp_path):
    axes = 'initializer = ["glorot"]\nactivation = ["tanh", "relu"]\nbatch_size = [4, 8]\n'
    found = cells(tmp_path, "arms", axes, "activation", "initializer", "batch_size")
    assert found == [(a, "glorot", size) for size in (4, 8) for a in ("tanh", "relu")]


def test_what_is_declared_for_some_values_only_is_found(tmp_path):
    names = [one.name for one in own.declared("tests.tuning.test_own:layers")]
    assert names == ["layers", "units_0", "units_1", "units_2"]


def test_a_space_can_be_given_to_several_tuners(tmp_path):
    """One for each activation: Keras Tuner changes the configurations that it reads."""
    axes = 'initializer = ["glorot"]\n'
    one, two = (
        [Cells(found, tmp_path / "t").ask().cell["initializer"] for _ in range(2)]
        for found in (spec(tmp_path, "arms", "", "random"), spec(tmp_path, "arms", axes, "random"))
    )
    assert one[0] == one[1]
    assert two == ["glorot", "glorot"]


def test_a_conditional_scope_varies_where_it_is_active(tmp_path):
    found = cells(tmp_path, "scopes", "rate = [0.1]\n", "kind", "deep", "rate")
    assert found == [("a", 0.1), ("b", True, 0.1), ("b", False, 0.1)]


@pytest.mark.parametrize("tuner", ["random", "bayesian", "hyperband"])
def test_tuners_draw_cells_of_the_space(tuner, tmp_path):
    some = Cells(replace(spec(tmp_path, "scopes", tuner=tuner), epochs=9), tmp_path / "t")
    drawn = [some.ask().cell for _ in range(4)]
    assert {cell["kind"] for cell in drawn} == {"a", "b"}
    assert all(("deep" in cell) == (cell["kind"] == "b") for cell in drawn)
    assert {cell["rate"] for cell in drawn} <= {0.1, 0.1 + 0.2, 0.1 + 0.4}


@pytest.mark.parametrize(
    ("name", "axes", "message"),
    [
        ("nothing", "", "must name a function in a module that can be imported"),
        ("X", "", "must name a function; received a ndarray"),
        ("broken", "", "must build a compiled model from the defaults .* TypeError"),
        ("plain", "", r"received one without compile\(\)"),
        ("load", "", "must build a compiled model"),
        ("twice", "", "'units' in several conditional scopes"),
        ("reserved", "", "must not be called 'loss'"),
        ("arms", 'activaton = ["relu"]', "did you mean 'activation'"),
        ("arms", 'activation = ["elu"]', "among what the model declares, relu, tanh; .* 'elu'"),
        ("arms", "activation = []", "must be a list of choices"),
        ("arms", 'initializer = ["msra"]', "must leave a choice for 'initializer of tanh'"),
        ("layers", "layers = [4]", "among what the model declares, 1 to 3; received 4"),
        ("layers", "layers = [1.0]", "received 1.0"),
        ("layers", "layers = [1, 1]", "must not list a choice twice"),
        ("layers", "[model_options]\ndepth = 1", r"\[model_options\] of .* key 'depth'"),
    ],
)
def test_what_cannot_be_swept_is_refused(name, axes, message, tmp_path):
    with pytest.raises(BadSweep, match=message):
        spec(tmp_path, name, axes)


def test_one_that_declares_something_else_each_time_fails(tmp_path):
    space = own.declared("tests.tuning.test_own:layers")
    with pytest.raises(ValueError, match="must declare the same hyperparameters whenever"):
        own.built("tests.tuning.test_own:wandering", {"layers": 1, "units_0": 4}, space)


def pretend(spec, cell, seed, epochs):
    mae = cell.get("layers", 1) + sum(v for n, v in cell.items() if n.startswith("units")) + seed
    return {**key(spec, cell, seed, epochs), "status": "ok", "val_mae": mae, "seconds": 0.0}


def test_the_report_of_a_model_without_arms_is_by_hyperparameters(tmp_path):
    narrow = spec(tmp_path, "layers", "layers = [1, 2]\nunits_1 = [4]\nunits_2 = [4]\n")
    sweep(narrow, tmp_path / "small.toml", tmp_path / "out", lambda line: None, pretend)
    text = page.write(tmp_path / "out").read_text(encoding="utf-8")
    assert "| layers | units\\_0 |" in text or "| layers | units_0 |" in text
    assert text.index("| 1 | 4 | 4 | 4 |") < text.index("| 2 | 8 | 4 | 4 |")
    assert "own" not in text.replace("test_own", "").split("## How")[0]


def test_a_resume_refuses_another_source_and_says_what_it_declares(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    (tmp_path / "mine.py").write_text("from tests.tuning.test_own import layers as build\n")
    text = TEXT.replace("tests.tuning.test_own:NAME", "mine:build")
    path, quiet = written(tmp_path, text + "layers = [1]\n"), lambda line: None
    first = read(path)
    sweep(first, path, tmp_path / "out", quiet, pretend)
    again = read(written(tmp_path, text + "layers = [1, 2]\n"))
    sweep(again, path, tmp_path / "out", quiet, pretend)
    changed = {**vars(again), "source": "another", "nuisance": {**again.nuisance, "units_0": (4,)}}
    with pytest.raises(BadSweep, match=r"(?s)function, sha256: .* units_0: varied among \[4, 8\]"):
        sweep(type(again)(**changed), path, tmp_path / "out", quiet, pretend)


def test_the_model_must_measure_the_objective_and_take_the_data(tmp_path):
    path = written(tmp_path, TEXT.replace("NAME", "small").replace("val_mae", "val_accuracy"))
    for text, message in (
        (path.read_text(), "objective must be one of loss, mae, val_loss, val_mae"),
        (TEXT.replace("NAME", "small").replace("t_own:load", "t_own:narrow"), "must take the data"),
    ):
        path.write_text(text)
        with pytest.raises(BadSweep, match=message):
            sweep(read(path), path, tmp_path / "out", lambda line: None)
        assert not (tmp_path / "out" / "trials").exists()


def narrow():
    return X[:, :2], X[:, 0]


def test_a_sweep_from_end_to_end(tmp_path):
    path = written(tmp_path, TEXT.replace("NAME", "small") + "rate = [0.02, 0.05]\n")
    assert sweep(read(path), path, tmp_path / "out", lambda line: None)["ok"] == 2
    rows = results.read_rows(tmp_path / "out")
    assert {row["rate"] for row in rows} == {0.02, 0.05}
    best = results.read_json(tmp_path / "out" / "best.json")
    assert best["val_mae"] == min(row["val_mae"] for row in rows)
    assert best["val_mae_again"] == best["val_mae"]
