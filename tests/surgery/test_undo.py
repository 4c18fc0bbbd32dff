"""The way back from a surgery."""

import keras
import pytest
from keras import layers

import keras_acts
from keras_acts.surgery.probe import batch
from tests.surgery.nets import equal, nested, picture, weights


def test_undo_gives_the_old_architecture_with_the_weights_of_now():
    model = nested()
    for activation in ("prelu", "gelu", "rrelu"):
        new, certificate = keras_acts.swap(model, activation)
        for weight in new.weights:
            weight.assign(weight + 1)
        old = certificate.undo(new)
        assert old.get_config() == model.get_config()
        for name, value in weights(model).items():
            equal(weights(old)[name], value + 1)


def test_undo_gives_learned_activations_back():
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((4,)), layers.PReLU("random_normal"), layers.Dense(2)])
    new, certificate = keras_acts.swap(model, "relu")
    old, inputs = certificate.undo(new), batch(model)
    equal(old(inputs), model(inputs))


def test_undo_of_another_model_is_refused():
    _, certificate = keras_acts.swap(nested(), "prelu")
    with pytest.raises(ValueError, match=r"must be the one the surgery made.*'picture'"):
        certificate.undo(picture())
