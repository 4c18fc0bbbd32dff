"""One instance in two places: it comes back as it was, or is refused with what to do."""

import keras
import numpy as np
import pytest

import keras_acts
from tests.examples import OURS
from tests.saved import assert_same_outputs, shaken


def two(layer, first=keras.layers.Dense, second=keras.layers.Dense):
    return [keras.Input((4,)), first(4), layer, second(4), layer]


@pytest.mark.parametrize("name", OURS)
def test_twice_in_a_sequential_is_refused(name):
    with pytest.raises(ValueError, match=r"may stand in a Sequential once.*Make a layer for each"):
        keras.Sequential(two(keras_acts.get(name)))


def test_it_is_refused_when_added_one_by_one_and_without_an_input():
    model, layer = keras.Sequential(), keras_acts.get("elu")
    for one in two(layer)[:-1]:
        model.add(one)
    with pytest.raises(ValueError, match=r"name='elu\w*' twice"):
        model.add(layer)
    with pytest.raises(ValueError, match="once"):
        keras.Sequential(two(layer)[1:])(np.zeros((1, 4)))


def test_one_that_moves_on_to_another_sequential_is_not_refused():
    layer = keras_acts.get("elu")
    for _ in range(2):
        model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4), layer])
    model.add(keras.layers.Dense(4))
    model.add(keras_acts.get("elu"))
    assert len(model.layers) == 4


@pytest.mark.parametrize("name", ["mpelu", "rrelu", "noisy_relu", "elu"])
def test_a_functional_model_shares_it_again(name, tmp_path):
    layer, dense = keras_acts.get(name), keras.layers.Dense
    x = keras.Input((4,))
    model = shaken(keras.Model(x, layer(dense(4)(layer(dense(4)(x))))))
    model.save(tmp_path / "it.keras")
    again = keras.models.load_model(tmp_path / "it.keras")
    assert_same_outputs(again, model)
    assert len(again.layers) == len(model.layers) == 4


def test_the_functional_model_of_the_remedy_may_stand_in_a_sequential(tmp_path):
    layer, x = keras_acts.get("mpelu"), keras.Input((4,))
    inner = keras.Model(x, layer(keras.layers.Dense(4)(layer(x))))
    model = shaken(keras.Sequential([keras.Input((4,)), inner, keras.layers.Dense(2)]))
    model.save(tmp_path / "it.keras")
    assert_same_outputs(keras.models.load_model(tmp_path / "it.keras"), model)


@pytest.mark.parametrize("name", ["mpelu", "noisy_hard_tanh"])
def test_what_keras_saves_once_is_refused_and_loads_as_the_error_says(name, tmp_path):
    def build():
        layer = keras_acts.get(name)
        inner = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4), layer])
        return keras.Sequential([keras.Input((4,)), inner, keras.layers.Dense(4), layer])

    model = shaken(build())
    model.save(tmp_path / "it.keras")
    with pytest.raises(ValueError, match="build the model in code, as it was, and call its load"):
        keras.models.load_model(tmp_path / "it.keras")
    again = build()
    again.load_weights(tmp_path / "it.keras")
    assert_same_outputs(again, model)
