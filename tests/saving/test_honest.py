"""What Keras itself saves is not refused: models in models, ops, policies, optimizers, losses."""

import keras
import numpy as np
import pytest
from keras import layers

import keras_acts


def recurrent():
    return keras.Sequential([keras.Input((4, 3)), layers.Bidirectional(layers.LSTM(2))])


def attention():
    x = keras.Input((5, 8))
    return keras.Model(x, layers.MultiHeadAttention(2, 4)(x, x))


def shared_and_operations():
    x, dense = keras.Input((3,), name="x"), layers.Dense(3)
    return keras.Model({"x": x}, {"y": keras.ops.maximum(dense(dense(x)), 0)[:, :2]})


def functions():
    model = keras.Sequential([keras.Input((3,)), layers.Dense(2, keras.activations.gelu)])
    model.compile("sgd", keras.losses.mean_squared_error, [keras.metrics.mean_absolute_error])
    return model


def scheduled():
    model = keras.Sequential([keras.Input((3,)), layers.Dense(2)])
    rate = keras.optimizers.schedules.CosineDecay(0.1, 10)
    model.compile(keras.optimizers.SGD(rate), keras.losses.Huber(), weighted_metrics=["mse"])
    return model


def half():
    inner = [layers.Dense(2, dtype="mixed_float16"), keras_acts.layers.MPELU(dtype="bfloat16")]
    return keras.Sequential([keras.Input((3,)), *inner])


def adapted():
    normal = layers.Normalization()
    normal.adapt(np.arange(12.0).reshape(4, 3))
    return keras.Sequential([keras.Input((3,)), normal, keras_acts.layers.CReLU()])


def quantized():
    model = keras.Sequential([keras.Input((4,)), layers.Dense(3)])
    model.layers[0].quantize("int8")
    return model


def einsum():
    return keras.Sequential([keras.Input((3,)), layers.EinsumDense("...x,xy->...y", (4,))])


MODELS = (
    *(recurrent, attention, shared_and_operations, functions, scheduled),
    *(half, adapted, quantized, einsum),
)


@pytest.mark.parametrize("make", MODELS, ids=lambda make: make.__name__)
def test_it_loads_with_the_weights_it_was_saved_with(make, tmp_path):
    model = make()
    model.save(tmp_path / "it.keras")
    assert keras_acts.inspect(tmp_path / "it.keras").reasons == ()
    again = keras_acts.load_model(tmp_path / "it.keras")
    for one, other in zip(again.get_weights(), model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ResNet50", "MobileNetV3Small", "EfficientNetV2B0"])
def test_an_application_loads(name, tmp_path):
    model = getattr(keras.applications, name)(weights=None)
    model.save(tmp_path / "it.keras")
    again = keras_acts.load_model(tmp_path / "it.keras")
    for one, other in zip(again.get_weights(), model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
