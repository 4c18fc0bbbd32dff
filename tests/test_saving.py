"""Saved models with our layers load again, wherever the layer stands."""

import keras
import numpy as np
import pytest

import keras_acts
from keras_acts.layers import ACTIVATIONS
from keras_acts.models import build
from tests.processes import python

OURS = [
    name
    for name, row in ACTIVATIONS.items()
    if type(row.layer()).__module__.startswith("keras_acts")
]


def sequential(layer):
    return keras.Sequential([keras.Input((5, 4)), layer])


def functional(layer):
    x = keras.Input((5, 4))
    return keras.Model(x, layer(keras.layers.Dense(4)(x)))


def time_distributed(layer):
    return keras.Sequential([keras.Input((5, 4)), keras.layers.TimeDistributed(layer)])


@pytest.mark.parametrize("place", [sequential, functional, time_distributed])
@pytest.mark.parametrize("name", OURS)
def test_round_trip(name, place, tmp_path):
    model = place(keras_acts.get(name))
    rng = np.random.default_rng(0)
    for weight in model.trainable_weights:
        weight.assign(rng.uniform(0.3, 1.7, weight.shape))
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    x = rng.normal(0, 3, (3, 5, 4)).astype("float32")
    np.testing.assert_array_equal(again.predict(x, verbose=0), model.predict(x, verbose=0))


def test_weights_alone_load_into_a_fresh_model(tmp_path):
    model, fresh = (functional(keras_acts.get("mpelu", alpha_initializer=0.3)) for _ in range(2))
    model.layers[-1].alpha.assign([[0.1, 0.2, 0.3, 0.4]])
    model.save_weights(tmp_path / "it.weights.h5")
    fresh.load_weights(tmp_path / "it.weights.h5")
    np.testing.assert_array_equal(fresh.layers[-1].alpha, model.layers[-1].alpha)


def test_without_the_import_kerass_error_names_the_class(tmp_path):
    functional(keras_acts.get("mpelu")).save(tmp_path / "model.keras")
    load = "import keras; keras.models.load_model('model.keras')"
    _, errors = python(load, cwd=tmp_path, check=False)
    assert "keras_acts" in errors
    assert "MPELU" in errors
    python(load.replace("import keras;", "import keras, keras_acts;"), cwd=tmp_path)


def test_custom_objects_do_for_those_who_pass_them():
    objects = keras_acts.custom_objects()
    assert {f"keras_acts>{type(ACTIVATIONS[name].layer()).__name__}" for name in OURS} <= set(
        objects
    )
    assert {"keras_acts>MSRA", "keras_acts>Taylor", "keras_acts>Moment"} <= set(objects)


def test_a_config_with_a_value_that_is_no_number_is_refused():
    config = {**keras_acts.get("elu").get_config(), "alpha": "__import__('os')"}
    with pytest.raises((TypeError, ValueError), match="alpha must be a finite number"):
        keras_acts.layers.ELU.from_config(config)


def test_a_config_with_an_unknown_key_is_refused():
    config = {**keras_acts.get("elu").get_config(), "gamma": 1}
    with pytest.raises((TypeError, ValueError), match="gamma"):
        keras_acts.layers.ELU.from_config(config)


@pytest.mark.parametrize("initializer", ["msra", "taylor", "moment"])
def test_initializers_survive_saving(initializer, tmp_path):
    model = build(
        "mlp",
        input_shape=(4,),
        classes=2,
        activation="elu",
        initializer=initializer,
        depth=1,
        width=4,
        seed=1,
    )
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    configs = [m.layers[3].kernel_initializer.get_config() for m in (model, again)]
    assert configs[0] == configs[1]
