"""Learned activations made fixed."""

import keras
import numpy as np
import pytest
from keras import layers, ops

import keras_acts
from keras_acts.layers import MPELU, PReLU
from keras_acts.surgery.freeze import _seen
from keras_acts.surgery.nearest import nearest, normal
from keras_acts.surgery.sites import sites
from tests.surgery.nets import equal


def net(*activations):
    keras.utils.set_random_seed(0)
    stack = [part for one in activations for part in (layers.Dense(3), one)]
    return keras.Sequential([keras.Input((3,)), *stack, layers.Dense(1)], name="net")


def after(certificate):
    return [one.after for one in certificate.replaced]


def test_prelu_becomes_the_leaky_relu_of_its_mean_slope():
    model = net(PReLU(name="act"), layers.PReLU(name="theirs"))
    model.get_layer("act").alpha.assign([[0.1, 0.2, 0.6]][0])
    model.get_layer("theirs").alpha.assign([0.25, 0.25, 0.25])
    frozen, certificate = keras_acts.freeze_learned(model)
    assert after(certificate) == [f"leaky_relu(negative_slope={s})" for s in (0.3, 0.25)]
    assert "alpha 0.1 to 0.6, sd 0.22; error" in certificate.replaced[0].note
    assert [one.same for one in certificate.replaced] == [False, True]
    assert certificate.verdict == "changed by design"
    assert not [one for one in frozen.trainable_weights if "alpha" in one.path]


@pytest.mark.parametrize(
    ("layer", "name"),
    [
        (MPELU(0.5, 1.0), "elu(alpha=0.5)"),
        (MPELU(0.0, 1.0), "relu"),
        (MPELU(1.0, 1.0), "elu(alpha=1.0)"),
        (PReLU(0.0), "relu"),
        (PReLU(0.1, shared_axes="all"), "leaky_relu(negative_slope=0.1)"),
    ],
    ids=lambda one: one if isinstance(one, str) else type(one).__name__,
)
def test_what_is_a_fixed_activation_becomes_that_one(layer, name):
    _, certificate = keras_acts.freeze_learned(net(layer))
    assert after(certificate) == [name]
    assert certificate.verdict in ("identical", "within 1e-6")


def test_nearest_is_meant_over_the_inputs_where_there_are_some():
    inputs = np.abs(np.random.default_rng(0).normal(size=(64, 3))).astype("float32")
    model = keras.Sequential([keras.Input((3,)), PReLU(0.5), layers.Dense(1)])
    _, certificate = keras_acts.freeze_learned(model, inputs)
    assert after(certificate) == ["relu"]
    assert certificate.difference.largest == 0
    assert "over the inputs" in certificate.replaced[0].note


def test_inputs_reach_nested_models():
    keras.utils.set_random_seed(0)
    block = keras.Sequential([keras.Input((3,)), layers.Dense(3), MPELU(0.5, 3.0)], name="block")
    inputs = keras.Input((3,))
    model = keras.Model(inputs, layers.Dense(1)(block(layers.Dense(3)(inputs))))
    data = np.random.default_rng(0).normal(size=(64, 3)).astype("float32")
    frozen, certificate = keras_acts.freeze_learned(model, data)
    assert after(certificate)[0].startswith("elu")
    moved = np.abs(ops.convert_to_numpy(frozen(data) - model(data))).max()
    assert certificate.difference.largest == pytest.approx(moved, rel=1e-5)


def test_undo_gives_the_learned_ones_back():
    model = net(PReLU("random_normal"), MPELU("random_normal"))
    frozen, certificate = keras_acts.freeze_learned(model)
    back = certificate.undo(frozen)
    assert back.get_config() == model.get_config()
    for one, two in zip(back.weights, model.weights):
        equal(one, two)


def test_an_error_of_the_fit_is_what_it_says():
    x = normal()
    y = np.where(x > 0, x, 0.5 * np.expm1(3 * x))
    best = nearest(x, y)
    assert best.arm.row.name == "elu"
    level = best.arm.options["alpha"]
    fitted = np.where(x > 0, x, level * np.expm1(x))
    assert best.error == pytest.approx(np.sqrt(np.mean((fitted - y) ** 2)), rel=1e-4)
    for other in (0.9 * level, 1.1 * level):
        worse = np.where(x > 0, x, other * np.expm1(x))
        assert np.mean((worse - y) ** 2) > best.error**2


def test_a_shared_unit_is_seen_at_each_of_its_calls():
    x = keras.Input((3,))
    unit = MPELU(1.0, 0.5)
    model = keras.Model(x, layers.Dense(1)(unit(unit(x))))
    data = np.random.default_rng(0).normal(size=(64, 3)).astype("float32")
    seen = _seen(model, data, sites(model))[id(unit)]
    equal(seen[0], data)
    equal(seen[1], unit(data))
