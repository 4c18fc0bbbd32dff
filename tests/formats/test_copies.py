"""Copies and weights files of every layer of ours, by every way Keras has."""

import copy

import keras
import pytest

import keras_acts
from tests.examples import OURS
from tests.saved import assert_same_outputs, dense, shaken


def options(name):
    """Random starting values differ from build to build: these do not."""
    return {"p_initializer": 0.5} if name.startswith("noisy_hard") else {}


def model_of(name):
    return dense(keras_acts.get(name, **options(name)))


def inner(layer):
    x = keras.Input((4,))
    return keras.Model(x, layer(keras.layers.Dense(6)(x)))


PLACES = {
    "sequential": dense,
    "nested": lambda layer: keras.Sequential([keras.Input((4,)), inner(layer)]),
    "each step": lambda layer: keras.Sequential(
        [keras.Input((4,)), keras.layers.Reshape((2, 2)), keras.layers.TimeDistributed(layer)]
    ),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", OURS)
def test_weights_alone_load_into_a_fresh_model(name, place, tmp_path):
    model, fresh = (PLACES[place](keras_acts.get(name, **options(name))) for _ in range(2))
    shaken(model).save_weights(tmp_path / "it.weights.h5")
    fresh.load_weights(tmp_path / "it.weights.h5")
    assert_same_outputs(fresh, model)


@pytest.mark.parametrize("name", OURS)
def test_clones_and_configs_make_the_same_model_with_weights_of_its_own(name):
    model = shaken(model_of(name))
    cloned = keras.models.clone_model(model)
    again = keras.Sequential.from_config(model.get_config())
    for other in (cloned, again):
        assert not {id(w) for w in other.weights} & {id(w) for w in model.weights}
        other.set_weights(model.get_weights())
        assert_same_outputs(other, model)


@pytest.mark.parametrize("name", OURS)
def test_a_deep_copy_keeps_the_weights(name):
    model = shaken(model_of(name))
    layer = model.layers[1]
    assert_same_outputs(copy.deepcopy(model), model)
    alone = copy.deepcopy(layer)
    assert alone is not layer
    assert_same_outputs(alone, layer)


@pytest.mark.filterwarnings("ignore:Layer .* does not have a `quantize`")
@pytest.mark.parametrize("mode", ["float8", pytest.param("int8", marks=pytest.mark.slow)])
def test_quantizing_leaves_ours_alone(mode, tmp_path):
    pairs = ([keras.layers.Dense(4), keras_acts.get(name)] for name in OURS)
    model = keras.Sequential([keras.Input((4,)), *(layer for pair in pairs for layer in pair)])
    model.quantize(mode)
    assert {layer.dtype_policy.quantization_mode for layer in model.layers[::2]} == {mode}
    assert {layer.dtype_policy.name for layer in model.layers[1::2]} == {"float32"}
    model.save(tmp_path / "it.keras")
    assert_same_outputs(keras.models.load_model(tmp_path / "it.keras"), model)


@pytest.mark.parametrize("name", ["mpelu", "noisy_relu"])
def test_a_crelu_of_a_layer_with_weights_comes_back(name, tmp_path):
    model = shaken(dense(keras_acts.layers.CReLU(keras_acts.get(name))))
    model.save(tmp_path / "it.keras")
    assert_same_outputs(keras.models.load_model(tmp_path / "it.keras"), model)
    cloned = keras.models.clone_model(model)
    cloned.set_weights(model.get_weights())
    assert_same_outputs(cloned, model)
