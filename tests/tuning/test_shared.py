"""Trials that share a graph give the bits that each would give alone."""

import gc
import itertools

import keras
import numpy as np
import pytest

from keras_acts import agree, data
from keras_acts.split import split
from keras_acts.tuning import net as module
from keras_acts.tuning import trial
from keras_acts.tuning.build import compiled
from keras_acts.tuning.read import read
from keras_acts.tuning.shared import Constants, graph
from tests.tuning.sweeps import SMALL, written

pytestmark = pytest.mark.skipif(
    keras.backend.backend() != "tensorflow", reason="graphs are shared on TensorFlow"
)
VARIED = SMALL.replace('"msra"', '"lsuv"')


def spec(tmp_path, activation, more="", nuisance="[nuisance]"):
    text = VARIED.replace('"relu", "mpelu", "maxout"', activation)
    return read(written(tmp_path, text.replace("[nuisance]", nuisance) + more))


@pytest.fixture
def made(monkeypatch):
    """The batch sizes of the nets that are made; none is kept at the start."""
    monkeypatch.setattr(module, "_kept", {})
    sizes, make = [], module._made
    monkeypatch.setattr(module, "_made", lambda *args: sizes.append(args[2]) or make(*args))
    return sizes


@pytest.mark.parametrize(
    ("activation", "more"),
    [
        ('"rrelu"', "optimizer = ['adam']\nweight_decay = [0.01]\n"),
        ('"mpelu"', "learned_rate = [5.0]\n"),
    ],
)
def test_a_shared_graph_gives_the_same_bits(activation, more, tmp_path, made):
    norm = "batch_norm = ['after']\n[nuisance]"
    sweep = spec(tmp_path, activation, more, norm)
    todo = list(itertools.product(sweep.cells(), sweep.seeds))
    shared = [trial.run(sweep, *one, 2) for one in todo]
    assert (len(shared), len(made)) == (8, 1)
    for row, one in list(zip(shared, todo))[::-5]:
        module._kept.clear()
        alone = trial.run(sweep, *one, 2)
        assert alone["status"] == "ok"
        assert {n: v for n, v in alone.items() if n not in agree.CLOCKS} == {
            n: v for n, v in row.items() if n not in agree.CLOCKS
        }


def test_a_divergence_leaves_nothing_to_the_next_trial(tmp_path, made):
    sweep = spec(tmp_path, '"relu"')
    good, _, bad = (dict(cell) for cell in itertools.islice(sweep.cells(), 3))
    bad["learning_rate"] = 1e30
    first, broken, again = (trial.run(sweep, cell, 0, 2) for cell in (good, bad, good))
    assert (broken["status"], len(made)) == ("diverged", 1)
    assert first["history_loss"] == again["history_loss"]


def test_the_model_of_the_winner_is_its_own(tmp_path, made):
    sweep = spec(tmp_path, '"mpelu"')
    cells = list(sweep.cells())
    rows = [trial.run(sweep, cell, 1, 2) for cell in cells]
    model, row = trial.trained(sweep, cells[-1], 1, 2)
    assert (row["val_loss"], len(made)) == (rows[-1]["val_loss"], 1)
    assert all(model is not one.model for one in module._kept.values())
    outputs = model(data.load("digits").x_test)
    trial.run(sweep, cells[0], 0, 2)
    np.testing.assert_array_equal(outputs, model(data.load("digits").x_test))
    np.testing.assert_allclose(model.layers[1].scale, 1 / 6, atol=0.02)


def test_no_more_than_two_are_kept(tmp_path, made):
    sweep = spec(tmp_path, '"relu", "elu", "mpelu"')
    for cell in list(sweep.cells())[::4]:
        trial.run(sweep, cell, 0, 1)
    assert (len(made), len(module._kept)) == (3, 2)


def graphs():
    """How many graphs of functions there are, and how many gradients TensorFlow knows."""
    from tensorflow.python.framework.ops import gradient_registry

    gc.collect()
    living = (type(one).__name__ == "FuncGraph" for one in gc.get_objects())
    return sum(living), len(gradient_registry.list())


@pytest.mark.slow
def test_what_is_not_kept_is_freed(tmp_path, made):
    text = SMALL.replace("width = 4", "").replace('"relu", "mpelu", "maxout"', '"mpelu"')
    sweep = read(written(tmp_path, text.replace("[nuisance]", "[nuisance]\nwidth = [4, 5, 6, 7]")))
    by_width = {cell["width"]: cell for cell in sweep.cells()}
    seen = []
    for cell in by_width.values():
        trial.run(sweep, cell, 0, 1)
        seen.append(graphs())
    assert (len(made), seen[2]) == (4, seen[3])


CHANGES = {
    "depth": "depth = 2",
    "batch_size": "batch_size = 16",
    "weight_decay": "weight_decay = 0.1",
    "optimizer": "optimizer = 'adam'",
    "batch_norm": "batch_norm = ['before']",
}


def key(tmp_path, more="", activation='"relu"', seed=0, number=0):
    text = SMALL.replace('"relu", "mpelu", "maxout"', activation)
    old = more.split(" = ")[0]
    lines = [line for line in text.splitlines() if not (more and line.startswith(f"{old} = "))]
    before = {"depth": "[axes]", "batch_norm": "[nuisance]"}.get(old, "[model_options]")
    text = "\n".join(lines).replace(before, f"{more}\n{before}")
    sweep, arrays = read(written(tmp_path, text)), data.load("digits")
    parts = split(arrays, seed, 60)
    cell = list(sweep.cells())[number]
    keras.backend.clear_session(free_memory=False)
    return graph(compiled(sweep, cell, seed, arrays, parts), parts, cell["batch_size"])


@pytest.mark.parametrize("name", CHANGES)
def test_what_changes_a_graph_changes_its_key(name, tmp_path):
    assert key(tmp_path) == key(tmp_path, seed=1, number=3) != key(tmp_path, CHANGES[name])


def test_an_option_of_an_activation_changes_the_graph(tmp_path):
    keys = {key(tmp_path, activation=f"{{name = 'elu', alpha = {a}}}") for a in (1.0, 0.5)}
    assert len(keys) == 2


@keras.saving.register_keras_serializable("tests_tuning_shared")
class Foreign(keras.layers.Layer):
    pass


def test_a_layer_of_someone_elses_is_not_shared():
    parts = split(data.load("digits"), 0, 60)
    nets = []
    for layer in (Foreign(), keras.layers.Identity()):
        nets.append(keras.Sequential([keras.Input((8, 8, 1)), keras.layers.Flatten(), layer]))
        nets[-1].add(keras.layers.Dense(10))
        nets[-1].compile("sgd", "mse")
        nets[-1].optimizer.build(nets[-1].trainable_variables)
    assert [graph(one, parts, 32) is None for one in nets] == [True, False]


def test_constants_are_those_of_the_model_again_afterwards():
    nets = [
        keras.Sequential([keras.Input((2,)), keras.layers.Rescaling(s, -s)]) for s in (2.0, 3.0)
    ]
    constants = Constants(nets[0])
    constants.put(nets[1])
    with constants:
        np.testing.assert_array_equal(nets[0](np.ones((1, 2))), [[0.0, 0.0]])
        np.testing.assert_array_equal(nets[0](2 * np.ones((1, 2))), [[3.0, 3.0]])
    np.testing.assert_array_equal(nets[0](2 * np.ones((1, 2))), [[2.0, 2.0]])
