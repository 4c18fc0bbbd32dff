"""The choices in a Keras Tuner user's own build(hp)."""

import keras
import keras_tuner
import numpy as np
import pytest

from keras_acts.tuning import choose_activation, choose_batch_norm, choose_initializer
from keras_acts.tuning.oracle import Cells
from keras_acts.tuning.read import read
from tests.tuning.sweeps import SMALL, written

ACTIVATIONS = ["relu", "mpelu", "tanh", {"name": "leaky_relu", "negative_slope": 0.25}]


def build(hp):
    activation = choose_activation(hp, ACTIVATIONS)
    initializer = choose_initializer(hp, ["msra", "taylor", "glorot"], activation)
    batch_norm = choose_batch_norm(hp, ["none", {"place": "before", "momentum": 0.9}, "after"])
    inputs = x = keras.Input((8,))
    for _ in range(2):
        x = batch_norm.before(keras.layers.Dense(8, kernel_initializer=initializer())(x))
        x = batch_norm.after(activation()(x))
    model = keras.Model(inputs, keras.layers.Dense(2)(x))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss, metrics=["accuracy"])
    return model


@pytest.mark.filterwarnings("ignore:Skipping variable loading for optimizer")
def test_a_stock_random_search_ends_and_its_best_model_loads(tmp_path):
    tuner = keras_tuner.RandomSearch(
        build, "val_accuracy", max_trials=6, seed=1, directory=tmp_path, project_name="stock"
    )
    rng = np.random.default_rng(0)
    x = rng.normal(size=(64, 8)).astype("float32")
    y = (x[:, 0] > 0).astype(int)
    tuner.search(x, y, validation_data=(x, y), epochs=1, verbose=0)
    assert {trial.status for trial in tuner.oracle.trials.values()} == {"COMPLETED"}
    best = tuner.get_best_models()[0]
    best.save(tmp_path / "best.keras")
    again = keras.models.load_model(tmp_path / "best.keras")
    np.testing.assert_array_equal(again.predict(x, verbose=0), best.predict(x, verbose=0))


def test_only_initializers_that_fit_are_offered():
    offered = {}
    for activation in ("relu", "mpelu", "tanh"):
        hp = keras_tuner.HyperParameters()
        hp.values["activation"] = activation
        chosen = choose_activation(hp, ACTIVATIONS)
        choose_initializer(hp, ["msra", "glorot"], chosen)
        active = [one for one in hp.space if "initializer" in one.name and hp.is_active(one)]
        offered[activation] = [list(one.values) for one in active]
    both, one = [["msra", "glorot"]], [["glorot"]]
    assert offered == {"relu": both, "mpelu": both, "tanh": one}


def test_an_activation_that_nothing_fits_is_refused():
    hp = keras_tuner.HyperParameters()
    with pytest.raises(ValueError, match="tanh must have an initializer that fits"):
        choose_initializer(hp, ["msra"], choose_activation(hp, ["relu", "tanh"]))


def test_an_initializer_that_needs_data_is_refused():
    hp = keras_tuner.HyperParameters()
    with pytest.raises(ValueError, match="received lsuv"):
        choose_initializer(hp, ["glorot", "lsuv"], "relu")


def test_a_name_that_is_taken_says_so():
    hp = keras_tuner.HyperParameters()
    choose_activation(hp, ["relu"])
    with pytest.raises(ValueError, match="Give another `name=`"):
        choose_activation(hp, ["elu"])


def test_a_fixed_activation_needs_no_scope():
    hp = keras_tuner.HyperParameters()
    assert choose_initializer(hp, ["msra", "glorot"], "prelu")(seed=1).scale == 2 / 1.0625
    assert [one.conditions for one in hp.space] == [[]]


def test_the_choices_of_a_sweep_have_its_bounds(tmp_path):
    text = SMALL.replace("[0.01, 0.1]", '{ min = 0.001, max = 0.1, sampling = "log" }')
    spec = read(written(tmp_path, text.replace('"grid"', '"random"')))
    cells = Cells(spec, tmp_path / "tuner")
    rates = []
    while (asked := cells.ask()) is not None:
        rates.append(asked.cell["learning_rate"])
        cells.tell(asked, 0.5)
    assert len(set(rates)) == cells.planned == 6
    assert all(0.001 <= rate <= 0.1 for rate in rates)


def test_hyperband_trains_the_better_ones_longer(tmp_path):
    text = SMALL.replace('"grid"', '"hyperband"').replace("epochs = 1", "epochs = 9")
    text = text.replace("[0.01, 0.1]", "{ min = 0.001, max = 0.1 }")
    cells = Cells(read(written(tmp_path, text)), tmp_path / "tuner")
    epochs = []
    while (asked := cells.ask()) is not None:
        epochs.append(asked.epochs)
        cells.tell(asked, len(epochs) / 100)
    assert len(epochs) == cells.planned
    assert set(epochs) == {1, 3, 9}
    assert epochs.count(9) < epochs.count(1)


@pytest.mark.parametrize(("tuner", "epochs"), [("hyperband", 9), ("random", 1)])
def test_a_space_smaller_than_the_search_is_searched_whole(tuner, epochs, tmp_path):
    text = SMALL.replace('"grid"', f'"{tuner}"').replace("epochs = 1", f"epochs = {epochs}")
    cells = Cells(
        read(written(tmp_path, text.replace("trials = 6", "trials = 99"))), tmp_path / "t"
    )
    asked = []
    while (one := cells.ask()) is not None:
        asked.append((tuple(one.cell.items()), one.epochs))
        cells.tell(one, len(asked) / 1000)
    assert len(asked) == cells.planned
    assert len({cell for cell, _ in asked}) == 12
    assert max(length for _, length in asked) == epochs


def test_bounds_that_are_integers_give_integers(tmp_path):
    text = SMALL.replace('"grid"', '"random"').replace("batch_size = 32\n", "")
    cells = Cells(read(written(tmp_path, text + "batch_size = { min = 16, max = 32 }\n")), tmp_path)
    assert isinstance(cells.ask().cell["batch_size"], int)
