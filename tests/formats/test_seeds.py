"""Random layers: what a seed means, and a resumed training that goes on bit for bit."""

import keras
import numpy as np
import pytest
from keras import ops

import keras_acts
from keras_acts.layers import ACTIVATIONS
from tests.examples import OURS
from tests.saved import data

RANDOM = [name for name in OURS if ACTIVATIONS[name].random]
DRAWS = [
    *RANDOM,
    *(
        pytest.param(f"noisy_hard_tanh {variant}", marks=pytest.mark.slow)
        for variant in ("NAN", "NANI", "NANIL", "NANIS")
    ),
]


def layer_of(name, seed):
    name, *variant = name.split()
    options = {"variant": variant[0]} if variant else {}
    if "p_initializer" in ACTIVATIONS[name].options:
        options["p_initializer"] = 0.5  # it is random, and has a seed of its own
    return keras_acts.get(name, seed=seed, **options)


def model_of(name, seed=3, run_eagerly=True):
    keras.utils.set_random_seed(0)
    parts = [keras.layers.Dense(4), layer_of(name, seed), keras.layers.Dense(1)]
    model = keras.Sequential([keras.Input((4,)), *parts])
    model.compile(keras.optimizers.SGD(0.01, momentum=0.9), "mse", run_eagerly=run_eagerly)
    model.optimizer.build(model.trainable_variables)
    return model


def fitted(model):
    model.fit(data(), data((8, 1)), batch_size=4, shuffle=False, verbose=0)
    return model


@pytest.mark.parametrize("run_eagerly", [True, pytest.param(False, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", DRAWS)
def test_a_resumed_training_is_the_one_that_was_not_stopped(name, run_eagerly, tmp_path):
    model = fitted(model_of(name, run_eagerly=run_eagerly))
    model.save(tmp_path / "it.keras")
    model.save_weights(tmp_path / "it.weights.h5")
    from_weights = model_of(name, seed=4, run_eagerly=run_eagerly)
    from_weights.load_weights(tmp_path / "it.weights.h5")
    whole = fitted(model).get_weights()
    for again in (keras.models.load_model(tmp_path / "it.keras"), from_weights):
        for one, other in zip(fitted(again).get_weights(), whole):
            np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("name", DRAWS)
def test_a_file_without_the_state_of_its_seed_loads(name, tmp_path, monkeypatch):
    model = fitted(model_of(name))
    with monkeypatch.context() as patch:
        patch.setattr(keras_acts.layers.saved.Saved, "save_own_variables", _as_keras_does)
        model.save(tmp_path / "it.keras")
    again = keras.models.load_model(tmp_path / "it.keras")
    looked_at = keras_acts.load_model(tmp_path / "it.keras")
    for one, other, last in zip(*(m.get_weights() for m in (again, model, looked_at))):
        np.testing.assert_array_equal(one, other)
        np.testing.assert_array_equal(last, other)
    state = ops.convert_to_numpy(again.layers[1].seed_generator.state)
    np.testing.assert_array_equal(state, [3, 0])


def _as_keras_does(layer, store):
    keras.layers.Layer.save_own_variables(layer, store)


def drawn(name, seed):
    """What two calls of a new layer give in training."""
    layer, x = layer_of(name, seed), data() - 2
    return np.stack([ops.convert_to_numpy(layer(x, training=True)) for _ in range(2)])


@pytest.mark.parametrize("name", DRAWS)
def test_an_integer_is_the_same_stream_each_time(name):
    first, again, other = (drawn(name, seed) for seed in (5, 5, 6))
    np.testing.assert_array_equal(again, first)
    assert (first[0] != first[1]).any()
    assert (first != other).any()


@pytest.mark.parametrize("name", RANDOM)
def test_none_is_another_stream_each_time_until_keras_is_seeded(name):
    states = []
    for _ in range(2):
        keras.utils.set_random_seed(7)
        layers = [layer_of(name, None) for _ in range(2)]
        states.append(
            [ops.convert_to_numpy(layer.seed_generator.state).tolist() for layer in layers]
        )
    assert states[0] == states[1]
    assert states[0][0] != states[0][1]
