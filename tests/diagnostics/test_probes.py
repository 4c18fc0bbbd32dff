"""Every probe against its formula in float64, on nets of which everything is known."""

import keras
import numpy as np
import pytest

from keras_acts.diagnostics import PROBES, Observer, observe
from keras_acts.diagnostics.observe import named, prepared
from keras_acts.layers import Maxout, PReLU
from tests.diagnostics.nets import X, Y, by_hand, net, weights

norm = np.linalg.norm


def close(one, other, rtol=2e-5):
    np.testing.assert_allclose(one, other, rtol=rtol, atol=1e-9)


def test_every_probe_has_a_reading():
    model = net("relu")
    before = [2 * one for one in model.get_weights()]
    look = Observer(model, named(None))(*prepared(X, Y), before)
    empty = {probe for probe, numbers in look.items() if not numbers}
    assert list(look) == list(PROBES)
    assert empty == {"parameter_mean", "parameter_spread"}


def test_gradients_of_kernels():
    model = net()
    *_, first, second = by_hand(model)
    look = observe(model, X, Y, ["gradient", "gradient_norm", "gradient_ratio"])
    w1, _, w2, _ = weights(model)
    close(list(look["gradient"].values()), [abs(first).mean(), abs(second).mean()])
    close(list(look["gradient_norm"].values()), [norm(first), norm(second)])
    close(list(look["gradient_ratio"].values()), [norm(first) / norm(w1), norm(second) / norm(w2)])
    assert list(look["gradient"]) == ["hidden", "out"]


def test_variances_forward_and_backward():
    model = net()
    x, _, _, back, *_ = by_hand(model)
    look = observe(model, X, Y, ["forward_variance", "backward_variance"])
    close(look["forward_variance"]["hidden"], x.var())
    close(look["backward_variance"]["hidden"], back.var())
    assert list(look["forward_variance"]) == ["hidden", "out"]


def test_a_regularizer_is_a_part_of_the_gradient():
    model = net()
    *_, first, _ = by_hand(model)
    w1 = weights(model)[0]
    model.layers[0].kernel.regularizer = keras.regularizers.L2(0.5)
    look = observe(model, X, Y, ["gradient"])
    close(look["gradient"]["hidden"], abs(first + w1).mean())


def test_bias_shift_and_its_change():
    model = net()
    _, y, *_ = by_hand(model)
    before = model.get_weights()
    model.layers[0].bias.assign_add([1.0, -1.0, 1.0, -1.0])
    _, moved, *_ = by_hand(model)
    look = Observer(model, named(["bias_shift", "bias_shift_change"]))(*prepared(X, Y), before)
    close(look["bias_shift"]["hidden"], abs(moved.mean(0)).mean())
    close(look["bias_shift_change"]["hidden"], abs(moved.mean(0) - y.mean(0)).mean(), 1e-4)


def test_relative_weight_change():
    model = net()
    before = model.get_weights()
    model.layers[0].kernel.assign(1.25 * before[0])
    look = Observer(model, named(["weight_change"]))(*prepared(X, Y), before)
    close(list(look["weight_change"].values()), [0.25, 0.0])


def test_changes_have_no_reading_without_a_before():
    assert observe(net(), X, Y, ["weight_change", "bias_shift_change"]) == {
        "weight_change": {},
        "bias_shift_change": {},
    }


def test_a_planted_dead_unit_and_the_zeros_of_the_others():
    model = net("relu")
    model.layers[0].bias.assign([0.0, -1e3, 0.0, 0.0])
    _, y, *_ = by_hand(model, lambda x: np.maximum(x, 0), lambda x: x > 0)
    look = observe(model, X, Y, ["sparsity", "dead_units", "dead_channels"])
    close(look["sparsity"]["hidden"], (y == 0).mean())
    assert look["dead_units"] == look["dead_channels"] == {"hidden": 0.25}


def test_a_unit_of_a_picture_is_a_position_and_a_channel_all_of_them():
    inputs = keras.Input((2, 2, 1))
    conv = keras.layers.Conv2D(2, 1, activation="relu", kernel_initializer="ones", name="conv")
    model = keras.Model(inputs, keras.layers.Flatten()(conv(inputs)))
    model.compile("sgd", "mse")
    conv.bias.assign([0.0, -9.0])
    x = np.ones((3, 2, 2, 1), "float32")
    x[:, 0, 0] = -1
    look = observe(model, x, np.zeros((3, 8), "float32"), ["dead_units", "dead_channels"])
    assert (look["dead_units"]["conv"], look["dead_channels"]["conv"]) == (5 / 8, 1 / 2)


@pytest.mark.parametrize(
    ("name", "f", "slope"),
    [
        ("sigmoid", lambda x: 1 / (1 + np.exp(-x)), lambda x: np.exp(-x) / (1 + np.exp(-x)) ** 2),
        ("relu6", lambda x: np.clip(x, 0, 6), lambda x: (x > 0) & (x < 6)),
    ],
)
def test_planted_saturation(name, f, slope):
    model = net(name)
    model.layers[0].kernel.assign(6 * model.get_weights()[0])
    x, _, flat, *_ = by_hand(model, f, slope)
    look = observe(model, X, Y, ["saturated_left", "saturated_right", "hard_left", "hard_right"])
    sides = (x < 0, x > 0)
    found = [look[probe]["hidden"] for probe in look]
    close(found[:2], [(side & (flat < 0.01)).mean() for side in sides])
    assert min(found[:2]) > 0
    if name == "relu6":  # in float32 a far sigmoid has slope 0 too
        close(found[2:], [(side & (flat == 0)).mean() for side in sides])
        assert min(found[2:]) > 0


def test_what_gives_fewer_numbers_than_it_takes_has_no_slope():
    inputs = keras.Input((3,))
    x = keras.layers.Dense(4)(inputs)
    model = keras.Model(inputs, keras.layers.Dense(2, "softmax", name="out")(Maxout(name="max")(x)))
    model.compile("sgd", "mse")
    look = observe(model, X, Y, ["saturated_left", "sparsity"])
    assert list(look["saturated_left"]) == ["out"]
    assert list(look["sparsity"]) == ["max", "out"]


def test_softmax_is_saturated_where_one_output_has_it_all():
    model = net(last="softmax")
    assert observe(model, X, Y, ["saturated_right"])["saturated_right"]["out"] < 0.5
    model.layers[1].bias.assign([60.0, 40.0])
    assert observe(model, X, Y, ["saturated_right"])["saturated_right"]["out"] == 1


def test_weights_that_are_not_finite():
    model = net()
    model.layers[1].kernel.assign([[np.nan, 1], [np.inf, 1], [1, 1], [1, 1]])
    look = observe(model, X, Y, ["finite_weights"])["finite_weights"]
    assert look == {"hidden/kernel": 1, "hidden/bias": 1, "out/kernel": 0.75, "out/bias": 1}


def test_learned_parameters_by_path():
    model = net(PReLU(name="rising"))
    model(X)
    model.layers[0].activation.alpha.assign([0, 0.5, 0.5, 1])
    look = observe(model, X, Y, ["parameter_mean", "parameter_spread"])
    close(look["parameter_mean"]["hidden/rising/alpha"], 0.5)
    close(look["parameter_spread"]["hidden/rising/alpha"], 0.125**0.5)


def test_gradients_far_below_one_are_not_lost():
    model = net()
    model.layers[1].kernel.assign(1e-30 * model.get_weights()[2])
    *_, back, first, _ = by_hand(model)
    look = observe(model, X, Y, ["gradient_norm", "backward_variance"])
    np.testing.assert_allclose(look["gradient_norm"]["hidden"], norm(first), rtol=1e-4)
    np.testing.assert_allclose(look["backward_variance"]["hidden"], back.var(), rtol=1e-4)
