"""The doctor: planted nets, what it says of each layer, and what it leaves alone."""

import keras
import numpy as np
import pytest
from keras import layers

import keras_acts
from keras_acts.cli import main
from keras_acts.models import build
from keras_acts.prognosis import pairs
from keras_acts.prognosis.pairs import chosen
from keras_acts.report.predictions import sentence

RNG = np.random.default_rng(0)
X = RNG.normal(size=(96, 8, 8, 1)).astype("float32")
Y = RNG.integers(10, size=96)
NETS = {
    "healthy": ({"activation": "relu", "initializer": "he", "depth": 4}, True, "Gradients arrive"),
    "collapsed": ({"activation": "sigmoid", "depth": 12}, False, "samples look alike to logits"),
    "faded": (
        {"activation": "tanh", "initializer": {"name": "normal", "stddev": 0.01}, "depth": 6},
        *(False, "the signal fades: its variance falls by a factor of"),
    ),
    "exploding": (
        {"initializer": {"name": "normal", "stddev": 3.0}, "depth": 12},
        *(False, "any step is too large"),
    ),
    "not finite": (
        {"initializer": {"name": "normal", "stddev": 3.0}, "depth": 4, "scale": 1e37},
        *(False, "not finite from"),
    ),
}


def net(**choices):
    return build("mlp", input_shape=(8, 8, 1), classes=10, seed=1, width=32, **choices)


@pytest.mark.parametrize("name", NETS)
def test_planted_nets(name):
    choices, trains, why = NETS[name]
    found = keras_acts.doctor(net(**choices), X, Y)
    assert found.trains is trains
    assert why in found.why
    assert str(found).startswith(f"trains: {'yes' if trains else 'no'}. {found.why}")


def test_layers_have_their_gains():
    model = net(activation="relu", depth=2)
    model.layers[-1].kernel.assign(model.layers[-1].kernel * 2)
    first, second, last = keras_acts.doctor(model, X, Y).layers
    z = keras.Model(model.inputs, model.layers[-1].output)([X])
    z = keras.ops.convert_to_numpy(z).astype("float64")
    np.testing.assert_allclose(last.variance, z.var(), rtol=1e-5)
    np.testing.assert_allclose(last.forward_gain, last.variance / second.variance)
    np.testing.assert_allclose(first.gradient_gain, first.gradient / second.gradient)
    assert (last.name, last.dead, last.gradient_gain) == ("logits", None, None)
    assert 0.3 < first.saturated < 0.7


def test_dead_units_are_counted():
    model = keras.Sequential([keras.Input((4,)), layers.Dense(4, "relu"), layers.Dense(2)])
    model.layers[0].bias.assign([-99.0, -99.0, -99.0, 99.0])
    found = keras_acts.doctor(model, X[:, 0, :4, 0], Y % 2)
    assert found.layers[0].dead == 0.75
    assert found.layers[0].shift > 20


def test_the_model_stays_as_it_is():
    model = net(activation="noisy_relu", batch_norm="before", depth=2)
    before = [np.array(v) for v in model.variables]
    first, again = (keras_acts.doctor(model, X, Y) for _ in range(2))
    assert first == again
    assert not model.compiled
    for variable, value in zip(model.variables, before):
        np.testing.assert_array_equal(variable, value)


def test_the_loss_is_the_one_of_the_outputs():
    """Logits with integers, probabilities with one-hot labels: the same gradients."""
    logits = net(depth=1)
    outputs = layers.Softmax()(logits.outputs[0])
    softmax = keras.Model(logits.inputs, outputs)
    one = keras_acts.doctor(logits, X, Y)
    other = keras_acts.doctor(softmax, X, keras.utils.to_categorical(Y, 10))
    np.testing.assert_allclose(one.layers[0].gradient, other.layers[0].gradient, rtol=1e-4)


def test_pairs_and_the_gain_that_mends():
    model = net(activation="sigmoid", depth=8)
    weak, strong, none = pairs(model, X, Y, "relu+normal,relu+he,sigmoid+glorot")
    assert (weak.trains, strong.trains, none.trains) == (False, True, False)
    assert 10 < weak.gain < 30
    assert strong.gain is None is none.gain
    assert "with kernels x" in str(weak)
    assert "no gain mends it" in str(none)


def test_all_pairs_fit_and_keep_the_channels():
    every = chosen("all")
    assert {"relu", "mpelu", "gelu"} <= set(every) - {"crelu", "maxout"} == set(every)
    assert "msra" in every["relu"]
    assert "msra" not in every["sigmoid"]


def test_command(tmp_path, capsys):
    net(activation="tanh", depth=2).save(tmp_path / "model.keras")
    words = ["doctor", str(tmp_path / "model.keras"), "--data", "digits"]
    assert main([*words, "--try", "relu+he,elu+taylor"]) == 0
    said = capsys.readouterr().out
    assert "trains: " in said
    assert "elu + taylor: trains" in said
    assert "of 2 pairs train" in said
    assert main([*words, "--try", "relu+hee"]) == 2
    assert "did you mean 'he'?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("model", "x", "y", "message"),
    [
        (lambda: keras.Sequential([layers.Dense(2)]), X, Y, "must be a built Keras model"),
        (lambda: net(depth=1), X, Y[:9], r"received lengths \[9, 96\]"),
        (lambda: net(depth=1), X[:1], Y[:1], "at least 2"),
        (lambda: net(depth=1), X * np.nan, Y, "x must be finite"),
        (lambda: net(depth=1), X, Y + 1, "must be labels 0..9"),
        (lambda: keras.Sequential([keras.Input((2,)), layers.ReLU()]), X[:, 0, :2, 0], Y % 2, "no"),
    ],
)
def test_bad_inputs_are_named(model, x, y, message):
    with pytest.raises(ValueError, match=message):
        keras_acts.doctor(model(), x, y)


def test_a_pair_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="not such a rectifier"):
        chosen("relu,sigmoid+msra")


def test_the_report_counts_what_came_true():
    old = {"status": "ok", "history_loss": [0.1]}
    row = {**old, "doctor_trains": True, "chance_loss": 2.3}
    late = {**row, "history_loss": [2.0, 1.2]}
    lost = {**row, "status": "diverged", "history_loss": [None], "doctor_trains": False}
    text = sentence([old, row, late, lost, {**row, "doctor_trains": False}])
    assert "right about 2 of 4 trials: 1 of the 2" in text
    assert "1 of the 2 that it said would not did not" in text
    assert sentence([old]) == ""
