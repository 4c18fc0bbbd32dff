"""A layer of ours as `activation=` of another: what Keras cannot build with its parent."""

import keras
import pytest
from keras import ops

import keras_acts
from tests.examples import OURS
from tests.saved import assert_same_outputs, data, shaken

LEARNED = ["prelu", "mpelu", "noisy_hard_tanh", "noisy_hard_sigmoid", "noisy_relu"]
WITHOUT = ["rrelu", "elu", "subgradient_relu"]


def model_of(layer):
    hidden = keras.layers.Dense(4, activation=layer)
    model = keras.Sequential([keras.Input((4,)), hidden, keras.layers.Dense(2)])
    model.compile("sgd", "mse", run_eagerly=True)
    return model


def trained(name, **options):
    model = model_of(keras_acts.get(name, **options))
    model.fit(data(), data((8, 2)), verbose=0)
    return model


@pytest.mark.parametrize("suffix", [".weights.h5", ".keras"])
@pytest.mark.parametrize("name", LEARNED + WITHOUT)
def test_weights_load_into_a_model_that_was_never_called(name, suffix, tmp_path):
    model, fresh = trained(name), model_of(keras_acts.get(name))
    save = model.save if suffix == ".keras" else model.save_weights
    save(tmp_path / f"it{suffix}")
    fresh.load_weights(tmp_path / f"it{suffix}")
    assert fresh.count_params() == model.count_params()
    assert_same_outputs(fresh, model)
    fresh.fit(data(), data((8, 2)), verbose=0)


@pytest.mark.parametrize("name", LEARNED + WITHOUT)
def test_the_whole_model_comes_back(name, tmp_path):
    model = trained(name)
    model.save(tmp_path / "it.keras")
    assert_same_outputs(keras.models.load_model(tmp_path / "it.keras"), model)


@pytest.mark.parametrize("name", ["mpelu", "noisy_relu", "elu"])
def test_a_model_saved_before_its_first_call_comes_back(name, tmp_path):
    model = model_of(keras_acts.get(name))
    model.save(tmp_path / "it.keras")
    assert_same_outputs(keras.models.load_model(tmp_path / "it.keras"), model)


@pytest.mark.parametrize("shared_axes", ["spatial", "all", None, [1]])
def test_weights_of_every_sharing_load(shared_axes, tmp_path):
    def build():
        layer = keras_acts.get("prelu", shared_axes=shared_axes)
        return keras.Sequential(
            [keras.Input((5, 5, 1)), keras.layers.Conv2D(3, 2, activation=layer)]
        )

    x = data((2, 5, 5, 1))
    model, fresh = build(), build()
    model(x)
    shaken(model).save_weights(tmp_path / "it.weights.h5")
    fresh.load_weights(tmp_path / "it.weights.h5")
    assert_same_outputs(fresh, model, x)


def test_learned_parameters_train_there():
    model = trained("mpelu", alpha_initializer=0.5)
    alpha = model.layers[0].activation.alpha
    assert not (ops.convert_to_numpy(alpha) == 0.5).any()
    assert any(weight is alpha for weight in model.trainable_weights)


@pytest.mark.parametrize("name", OURS)
def test_after_the_other_layer_everything_is_there_at_once(name):
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4), keras_acts.get(name)])
    before = model.count_params()
    model(data())
    assert model.count_params() == before
    assert all(layer.built for layer in model.layers)


@pytest.mark.slow
def test_hyperband_promotes_and_hands_out_its_best_models(tmp_path):
    import keras_tuner

    def build(hp):
        hp.Float("unused", 0.0, 1.0)
        return model_of(keras_acts.get("mpelu"))

    tuner = keras_tuner.Hyperband(
        build, "val_loss", max_epochs=4, factor=2, directory=tmp_path, overwrite=True
    )
    tuner.search(data(), data((8, 2)), validation_data=(data(), data((8, 2))), verbose=0)
    states = {trial.status for trial in tuner.oracle.trials.values()}
    rounds = {trial.hyperparameters.values["tuner/round"] for trial in tuner.oracle.trials.values()}
    assert states == {"COMPLETED"}
    assert max(rounds) > 0
    (best,) = tuner.get_best_models()
    assert best.layers[0].activation.built
