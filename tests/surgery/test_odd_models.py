"""Models with something that gets lost easily, and models that are refused."""

import keras
import numpy as np
import pytest
from keras import layers, ops

import keras_acts
from keras_acts.surgery.probe import batch
from tests.surgery.nets import equal, nested


def rectified(x):
    """A function of the user's that Keras cannot look up."""
    return ops.relu(x)


def sequential(shape, *stack, dtype=None):
    return keras.Sequential([keras.Input(shape, dtype=dtype), *stack])


def hidden(**options):
    return layers.Dense(3, activation="relu", name="hidden", **options)


def masked():
    stack = [layers.Embedding(3, 4, mask_zero=True), layers.ReLU(), layers.LSTM(3), hidden()]
    return sequential((5,), *stack, layers.Dense(1), dtype="int32")


def attending():
    x = keras.Input((5,), dtype="int32")
    y = layers.ReLU()(layers.Embedding(3, 4, mask_zero=True)(x))
    y = layers.MultiHeadAttention(2, 2)(y, value=y)
    return keras.Model(x, layers.Dense(1)(hidden()(layers.GlobalAveragePooling1D()(y))))


def of_dicts():
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b", dtype="int32")
    y = layers.Add()([hidden()(a), ops.relu(layers.Dense(3)(b))])
    return keras.Model({"a": a, "b": b}, {"p": layers.Dense(1, name="p")(y), "q": y})


def normalised():
    normalization = layers.Normalization()
    normalization.adapt(np.random.default_rng(0).normal(3, 2, (50, 4)).astype("float32"))
    return sequential((4,), normalization, hidden(), layers.Dense(1))


def quantized():
    model = sequential((4,), hidden(), layers.Dense(1))
    for layer in model.layers:
        layer.quantize("int8")
    return model


def looked_up():
    lookup = layers.Discretization(num_bins=4)
    lookup.adapt(np.random.default_rng(0).normal(0, 30, (50, 1)))
    return sequential((4,), lookup, layers.Rescaling(1.0), hidden(), layers.Dense(1))


MODELS = {
    "looked up": looked_up,
    "masked": masked,
    "attending": attending,
    "of dicts": of_dicts,
    "normalised": normalised,
    "quantized": quantized,
    "any size": lambda: sequential(
        (None, None, 3), layers.Conv2D(2, 3), layers.ReLU(), layers.Conv2D(1, 3)
    ),
    "half": lambda: sequential((4,), hidden(dtype="mixed_float16"), layers.Dense(1)),
    "double": lambda: sequential((4,), hidden(dtype="float64"), layers.Dense(1), dtype="float64"),
    "function": lambda: sequential(
        (4,), layers.Dense(2, activation=rectified), hidden(), layers.Dense(1)
    ),
    "built late": lambda: keras.Sequential([hidden(), layers.Dense(1)]),
}


@pytest.mark.parametrize("name", MODELS)
def test_nothing_gets_lost(name):
    if name == "double" and keras.backend.backend() == "jax":
        pytest.skip("JAX has no float64 unless it is switched on")
    model = MODELS[name]()
    if not model.built:
        model.build((None, 4))
    new, certificate = keras_acts.swap(model, "prelu", ["hidden", layers.ReLU])
    assert certificate.verdict in ("identical", "within 1e-6")
    back = certificate.undo(new)
    assert [one.name for one in back.layers] == [one.name for one in model.layers]
    inputs = batch(model)
    for one, two in zip(*(keras.tree.flatten(m(inputs)) for m in (model, back))):
        equal(one, two)


def test_a_regularizer_of_the_output_follows_the_activation():
    model = sequential((4,), hidden(activity_regularizer="l2"), layers.Dense(1))
    new, _ = keras_acts.swap(model, "prelu")
    for one in (model, new):
        one(batch(model))
    assert [float(one) for one in new.losses] == pytest.approx([float(one) for one in model.losses])


def test_a_learned_layer_as_activation_becomes_a_layer_of_its_own():
    model = sequential(
        (4,), layers.Dense(3, activation=layers.PReLU("ones"), name="it"), layers.Dense(1)
    )
    model(batch(model))
    model.layers[0].activation.alpha.assign([0.1, 0.2, 0.3])
    new, certificate = keras_acts.swap(model, "prelu")
    assert certificate.verdict == "identical"
    equal(new.get_layer("it_prelu").alpha, model.layers[0].activation.alpha)


def test_frozen_layers_give_frozen_activations():
    model = sequential((4,), hidden(trainable=False), layers.Dense(1))
    new, _ = keras_acts.swap(model, "prelu")
    assert [one.path for one in new.trainable_weights] == [
        one.path for one in new.layers[-1].weights
    ]
    model.trainable = False
    assert keras_acts.swap(model, "prelu")[0].trainable_weights == []


def test_trainable_of_a_model_and_of_its_layers_are_kept_apart():
    model = nested()
    block = model.get_layer("block")
    block.trainable = False
    block.get_layer("first").trainable = True
    new = keras_acts.swap(model, "prelu")[0].get_layer("block")
    assert not new.trainable
    assert [layer.name for layer in new.layers if layer.trainable] == ["first"]


class Subclassed(keras.Model):
    """What happens in its call cannot be seen."""

    def call(self, inputs):
        return inputs


def test_what_cannot_be_done_is_refused_with_the_remedy():
    relu = sequential((4,), hidden(), layers.Dense(1))
    text = sequential((), layers.TextVectorization(3, vocabulary=["a"]), dtype="string")
    for model, activation, message in [
        (Subclassed(), "prelu", r"must be Functional or Sequential.*received Subclassed"),
        (keras.Sequential([hidden()]), "prelu", "must be built.*Call it once"),
        ("model", "prelu", "must be a Keras model"),
        (text, "prelu", "a probe batch needs numbers"),
        (relu, "crelu", "number of channels.*multiplies it by 2.*1/2 times as wide"),
        (relu, "maxout", "multiplies it by 1/2.*2 times as wide"),
        (relu, "prelo", "did you mean 'prelu'"),
    ]:
        with pytest.raises(ValueError, match=message):
            keras_acts.swap(model, activation)
    with pytest.raises(ValueError, match="received alpha=1"):
        keras_acts.swap(relu, "prelu", alpha=1)


@pytest.mark.parametrize("wrap", [lambda layer: layer, layers.TimeDistributed])
def test_a_lambda_layer_is_refused(wrap):
    model = sequential((4, 2), wrap(layers.Lambda(rectified)), hidden(), layers.Dense(1))
    with pytest.raises(ValueError, match=r"no Lambda layer.*share_lambda=True"):
        keras_acts.swap(model, "prelu")


def test_a_lambda_layer_is_shared_if_asked_for():
    model = sequential((4,), layers.Lambda(lambda x: 2 * x, name="code"), hidden(), layers.Dense(1))
    new, certificate = keras_acts.swap(model, "prelu", share_lambda=True)
    assert new.get_layer("code") is model.get_layer("code")
    assert certificate.verdict == "identical"


class Watched(layers.Dense):
    """Tells in which mode it was made from its config."""

    @classmethod
    def from_config(cls, config):
        modes.append(keras.src.saving.serialization_lib.in_safe_mode())
        return super().from_config(config)


modes: list = []


def test_configs_are_read_in_safe_mode_whatever_the_process_has_set():
    model = sequential((4,), Watched(3, activation="relu"), Watched(1))
    keras.config.enable_unsafe_deserialization()
    try:
        new, certificate = keras_acts.swap(model, "prelu")
        certificate.undo(new)
        assert keras.src.saving.serialization_lib.in_safe_mode() is False
    finally:
        keras.src.backend.common.global_state.set_global_attribute("safe_mode_saving", None)
    assert modes == 4 * [True]


def test_the_probe_reaches_100_on_both_sides():
    for shape, size in {(4,): 4, (None, None, 3): 32 * 32 * 3}.items():
        probe = ops.convert_to_numpy(batch(sequential(shape, layers.ReLU())))
        assert (probe.min(), probe.max(), probe[0].size) == (-100, 100, size)
        assert np.abs(probe[:2]).max() < 6
