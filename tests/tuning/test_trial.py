"""One trial: the row it leaves, whatever happens."""

import keras
import numpy as np
import pytest

from keras_acts import data
from keras_acts.split import split
from keras_acts.tuning import trial
from keras_acts.tuning.build import compiled
from keras_acts.tuning.divergence import StopWhenDiverged
from keras_acts.tuning.read import BadSweep, read
from tests.tuning.sweeps import SMALL, swept, written


def run(tmp_path, text=SMALL, number=0, seed=0, epochs=2):
    spec = read(written(tmp_path, text))
    return trial.run(spec, list(spec.cells())[number], seed, epochs)


def test_ok(tmp_path):
    row = run(tmp_path)
    assert (row["status"], row["reason"], row["epochs"]) == ("ok", "", 2)
    assert len(row["history_val_accuracy"]) == 2
    assert row["val_accuracy"] == row["history_val_accuracy"][-1]
    assert row["parameters"] == 64 * 4 + 4 + 4 * 10 + 10
    assert row["seconds"] > 0


def test_the_same_seed_gives_the_same_bits_and_another_does_not(tmp_path):
    first, second, other = (run(tmp_path, number=4, seed=s) for s in (0, 0, 1))
    assert first["history_loss"] == second["history_loss"] != other["history_loss"]


def test_an_initializer_that_needs_data_gets_the_training_part(tmp_path):
    spec = read(written(tmp_path, SMALL.replace('"glorot", "msra"', '"lsuv"')))
    arrays = data.load("digits")
    parts = split(arrays, 0, spec.samples, spec.validation)
    first, again, other = (
        compiled(spec, next(spec.cells()), seed, arrays, parts) for seed in (0, 0, 1)
    )
    np.testing.assert_allclose(np.var(first(parts.x_train)), 1, atol=1e-3)
    np.testing.assert_array_equal(first.get_weights()[0], again.get_weights()[0])
    assert np.abs(first.get_weights()[0] - other.get_weights()[0]).max() > 0.1


def test_diverged_is_a_result_with_its_place(tmp_path):
    row = run(tmp_path, SMALL.replace("[0.01, 0.1]", "[1e30]"), number=4, epochs=3)
    assert row["status"] == "diverged"
    assert row["diverged_epoch"] == 0
    assert row["first_bad_layer"] in ("dense", "logits")
    assert "at epoch 0" in row["reason"]


def test_skipped_has_its_reason(tmp_path):
    row = run(tmp_path, number=10)
    assert (row["activation"], row["initializer"], row["status"]) == ("maxout", "msra", "skipped")
    assert "maxout has no slope at 0" in row["reason"]


def test_an_impossible_width_is_skipped_too(tmp_path):
    text = SMALL.replace('"relu", "mpelu", "maxout"', '"crelu"').replace("width = 4", "width = 5")
    row = run(tmp_path, text)
    assert row["status"] == "skipped"
    assert "must be a multiple of 2" in row["reason"]


def test_an_exception_is_a_failure_with_its_text(tmp_path, monkeypatch):
    def broken(*arguments):
        raise RuntimeError("out of luck")

    monkeypatch.setattr(trial, "compiled", broken)
    row = run(tmp_path)
    assert (row["status"], row["reason"]) == ("failed", "RuntimeError: out of luck")


@pytest.mark.parametrize("bad", ["weights", "outputs"])
def test_the_first_bad_layer_is_found(bad):
    inputs = keras.Input((3,))
    hidden = keras.layers.Dense(3, name="hidden", bias_initializer="ones")(inputs)
    huge = keras.layers.Rescaling(3e38, name="huge")(hidden)
    outputs = keras.layers.Dense(1, name="last")(huge)
    model = keras.Model(inputs, outputs)
    if bad == "weights":
        model.get_layer("last").bias.assign([np.nan])
    watch = StopWhenDiverged(100 * np.ones((2, 3)))
    watch.set_model(model)
    watch.on_epoch_begin(4)
    watch.on_train_batch_end(7, {"loss": float("inf")})
    assert model.stop_training
    assert (watch.found["diverged_epoch"], watch.found["diverged_step"]) == (4, 7)
    assert watch.found["first_bad_layer"] == ("last" if bad == "weights" else "huge")


def test_weights_are_watched_when_the_loss_is_finite():
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, name="only")])
    watch = StopWhenDiverged(np.ones((2, 1)))
    watch.set_model(model)
    watch.on_epoch_begin(0)
    watch.on_train_batch_end(0, {"loss": 1.0})
    watch.on_epoch_end(0)
    assert watch.found == {}
    model.layers[0].kernel.assign([[np.inf]])
    watch.on_epoch_end(0)
    assert watch.found["what"] == "weights not finite"


def test_a_validation_metric_that_is_not_finite_is_a_divergence():
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    watch = StopWhenDiverged(np.ones((2, 1)))
    watch.set_model(model)
    watch.on_epoch_begin(0)
    watch.on_train_batch_end(3, {"loss": 1.0})
    watch.on_epoch_end(0, {"loss": 1.0, "val_loss": float("nan")})
    assert (watch.found["what"], watch.found["diverged_step"]) == ("val_loss not finite", 3)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("samples = 60", "samples = 2", "must hold a sample"),
        ("[model_options]\ndepth = 1\nwidth = 4", "model = 'plain'\n[model_options]\ndepth = 5",
         "plain: depth must be at least 6"),
    ],
)  # fmt: skip
def test_what_no_cell_can_do_is_refused_before_anything_is_written(old, new, message, tmp_path):
    assert old in SMALL
    path = written(tmp_path, SMALL.replace(old, new))
    with pytest.raises(BadSweep, match=message):
        swept(path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_weight_decay_is_for_kernels_only(tmp_path):

    spec = read(written(tmp_path, SMALL + "weight_decay = [0.5]\n"))
    arrays = data.load("digits")
    parts = split(arrays, 0, 60)
    cell = list(spec.cells())[4]
    model = compiled(spec, cell, 0, arrays, parts)
    decays = {w.name for w in model.trainable_variables if model.optimizer._use_weight_decay(w)}
    assert (cell["activation"], decays) == ("mpelu", {"kernel"})
