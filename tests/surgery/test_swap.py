"""What `swap` takes, leaves, keeps and gives back."""

import keras
import numpy as np
import pytest
from keras import layers, ops

import keras_acts
from keras_acts.found import Found, Place
from keras_acts.surgery.probe import batch
from keras_acts.surgery.starts import STARTS, start
from tests.surgery.nets import equal, nested, picture, weights


def reasons(certificate):
    return {one.path: one.reason.partition(";")[0] for one in certificate.left}


def taken(certificate):
    return [one.path for one in certificate.replaced]


def test_takes_layers_fused_strings_and_operations_in_nested_models():
    _, certificate = keras_acts.swap(nested(), "prelu")
    assert sorted(taken(certificate)) == sorted(
        ["stem", "block/relu", "block/second", "shared", certificate.replaced[-1].path]
    )
    assert reasons(certificate) == {"probabilities": "the output of the model"}


def test_leaves_outputs_gates_and_capped_ones():
    _, certificate = keras_acts.swap(picture(), "prelu")
    assert taken(certificate) == ["stem", "reduce", "act"]
    assert reasons(certificate) == {
        "excite": "a gate, which feeds a multiplication",
        "capped": "capped at 6",
        "out": "the output of the model",
    }


def test_prelu_for_relu_starts_identical():
    model = picture()
    new, certificate = keras_acts.swap(model, "prelu")
    probe = batch(model, seed=1)
    assert certificate.verdict == "identical"
    assert all(one.same for one in certificate.replaced)
    equal(new(probe), model(probe))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (layers.ReLU(), "prelu"),
        (layers.ReLU(), "mpelu"),
        (layers.ReLU(negative_slope=0.3), "prelu"),
        (layers.LeakyReLU(0.2), "prelu"),
        (layers.Activation("leaky_relu"), "prelu"),
        (layers.ELU(0.7), "mpelu"),
        (layers.Activation("elu"), "mpelu"),
        (layers.Activation("celu"), "mpelu"),
        (layers.PReLU("random_normal"), "prelu"),
        (layers.PReLU("random_normal", shared_axes=[1, 2]), "prelu"),
        (keras_acts.layers.RReLU(), "prelu"),
        (keras_acts.layers.SubgradientReLU(0.5), "mpelu"),
        (keras_acts.layers.ELU(0.5), "mpelu"),
        (layers.ELU(), "pelu"),
        (layers.Activation("celu"), "pelu"),
        (layers.LeakyReLU(0.2), "srelu"),
        (layers.PReLU("random_normal", shared_axes=[1, 2]), "srelu"),
        (keras_acts.layers.RReLU(), "srelu"),
        (layers.Activation("silu"), "swish"),
        (layers.Activation("silu"), "acon_c"),
        (keras_acts.layers.Swish(1.5), "acon_c"),
        (keras_acts.layers.SquaredReLU(), "star_relu"),
    ],
    ids=lambda one: one if isinstance(one, str) else type(one).__name__,
)
def test_preserving_starts(before, after):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((4, 4, 3)), before, layers.Conv2D(2, 3)])
    _, certificate = keras_acts.swap(model, after)
    assert certificate.verdict in ("identical", "within 1e-6")
    assert certificate.replaced[0].same


def test_the_user_says_otherwise():
    _, given = keras_acts.swap(picture(), "prelu", alpha_initializer=0.25)
    _, off = keras_acts.swap(picture(), "prelu", preserve=False)
    _, fixed = keras_acts.swap(picture(), "leaky_relu", negative_slope=0.25)
    for certificate in (given, off, fixed):
        assert certificate.verdict == "changed by design"
        assert certificate.difference.largest > 1e-3
    assert given.difference == off.difference == fixed.difference


def test_weights_names_sharing_and_training_state_are_kept():
    model = nested()
    model.get_layer("block").get_layer("first").trainable = False
    new, _ = keras_acts.swap(model, "gelu")
    old, kept = weights(model), weights(new)
    assert list(old) == list(kept)
    for name in old:
        equal(old[name], kept[name])
    assert [w.path for w in new.trainable_weights] == [w.path for w in model.trainable_weights]
    assert {op.name for op in new.operations} == {op.name for op in model.operations}


def test_a_shared_layer_gets_one_shared_activation():
    new, _ = keras_acts.swap(nested(), "prelu")
    prelus = [one for one in new._flatten_layers() if isinstance(one, keras_acts.layers.PReLU)]
    assert len(prelus) == 5
    assert len(new.get_layer("shared_prelu")._inbound_nodes) == 2


def test_the_state_of_random_layers_is_kept():
    model = nested()
    model(batch(model), training=True)
    new, _ = keras_acts.swap(model, "prelu")
    inputs = batch(model)
    equal(new(inputs, training=True), model(inputs, training=True))


def test_compile_state_is_kept_and_training_goes_on():
    def loss(y_true, y_pred):
        return ops.mean((y_true - y_pred) ** 2)

    model, squares = nested(), keras.metrics.MeanSquaredError("mse")
    model.compile(keras.optimizers.SGD(0.25, momentum=0.5), loss, metrics=["mae", squares])
    new, certificate = keras_acts.swap(model, "prelu")
    assert certificate.compiled
    assert float(new.optimizer.learning_rate) == 0.25
    assert new.optimizer is not model.optimizer
    history = new.fit(batch(new), np.zeros((4, 3)), verbose=0)
    assert set(history.history) == {"loss", "mae", "mse"}
    assert float(squares.result()) == 0


def test_the_given_model_is_not_changed():
    model = nested()
    before, config = weights(model), model.get_config()
    new, _ = keras_acts.swap(model, "prelu")
    for weight in new.weights:
        weight.assign(0 * weight)
    assert model.get_config() == config
    for name, value in weights(model).items():
        equal(value, before[name])


def test_round_trip_through_a_file(tmp_path):
    new, _ = keras_acts.swap(nested(), "mpelu")
    new.save(tmp_path / "new.keras")
    again = keras.models.load_model(tmp_path / "new.keras")
    inputs = batch(new)
    equal(again(inputs), new(inputs))


def test_random_activations_get_seeds_by_position():
    seeds = []
    for _ in range(2):
        new, _ = keras_acts.swap(nested(), "rrelu", seed=3)
        rrelus = [one for one in new._flatten_layers() if isinstance(one, keras_acts.layers.RReLU)]
        seeds.append([one.seed for one in rrelus])
    assert seeds[0] == seeds[1]
    assert len(set(seeds[0])) == 5


def test_a_table_or_an_arm_is_an_activation_too():
    table = {"name": "leaky_relu", "negative_slope": 0.25}
    arm = keras_acts.layers.ACTIVATIONS.arm(table)
    labels = []
    for activation in (table, arm):
        _, certificate = keras_acts.swap(picture(), activation, negative_slope=0.5)
        labels.append({one.after for one in certificate.replaced})
    assert labels == [{"leaky_relu(negative_slope=0.5)"}] * 2


def test_every_start_is_of_known_activations_and_their_parameters():
    for old, new in STARTS:
        assert {old, new} <= {*keras_acts.layers.ACTIVATIONS}
        layer = keras_acts.get(new)
        made = keras_acts.get(old)
        made.build((None, 2))
        parameters = start(Found(old, made, Place.WHOLE), new)
        assert set(parameters) <= set(layer.learned)
