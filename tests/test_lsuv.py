"""LSUV: variance 1 before every activation after one pass, and what is left is said."""

from contextlib import contextmanager

import keras
import numpy as np
import pytest
from keras import layers

from keras_acts.initializers import lsuv
from keras_acts.models import MODELS, build
from tests.variances import affine, variances

BATCH = np.random.default_rng(0).normal(size=(64, 12, 12, 3)).astype("float32")
SMALL = {
    "mlp": {"depth": 6, "width": 32, "activation": "tanh"},
    "convnet": {"width": 4, "blocks": 2, "activation": "mpelu"},
    "nin": {"multiplier": 0.1, "activation": "crelu", "batch_norm": "before"},
    "plain": {"depth": 12, "width": 8, "dense": 16, "activation": "sigmoid"},
}
KINDS = {
    "dense": (layers.Dense(7, "relu"), "io,jo->ij"),
    "conv": (layers.Conv2D(8, 3, strides=2, activation="relu"), "xyio,xyip->op"),
    "wide": (layers.Conv2D(40, 1, activation="sigmoid"), "xyio,xyjo->ij"),
    "transposed": (layers.Conv2DTranspose(5, 3, 2, activation="elu"), "xyoi,xypi->op"),
    "depthwise": (
        layers.DepthwiseConv2D(3, depth_multiplier=2, activation="tanh"),
        "xycm,xycn->cmn",
    ),
    "separable": (layers.SeparableConv2D(6, 3, activation="relu"), "xycm,xycn->cmn"),
    "einsum": (layers.EinsumDense("abcd,cde->abe", (12, 6), "relu", "e"), "cde,cdf->ef"),
    "heads": (layers.EinsumDense("abcd,dce->abce", (12, 12, 5), "relu", "e"), "dce,fce->cdf"),
}
"""A layer, and the products of its (first) kernel with itself that are an identity."""


@contextmanager
def policy(name):
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(name)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)


def net(layer):
    """A Dense layer after the layer in question."""
    inputs = keras.Input(BATCH.shape[1:])
    x = layers.GaussianNoise(1.0)(layers.BatchNormalization()(layer(inputs)))
    return keras.Model(inputs, layers.Dense(4, "softmax")(layers.Flatten()(x)))


def each_one(model):
    return {layer.name: pytest.approx(1, abs=1e-3) for layer in affine(model)}


@pytest.mark.parametrize("dtype", ["float32", "mixed_float16"])
@pytest.mark.parametrize("name", MODELS)
def test_one_pass_gives_every_layer_variance_one(name, dtype):
    with policy(dtype):
        model = build(name, input_shape=(12, 12, 3), classes=4, scale=9.0, seed=1, **SMALL[name])
    done = lsuv(model, BATCH)
    assert {one.layer for one in done.layers} == set(each_one(model))
    assert done.left == {}
    assert variances(model, BATCH) == each_one(model)


@pytest.mark.slow
@pytest.mark.parametrize("dtype", ["float32", "mixed_float16"])
@pytest.mark.parametrize("name", ["MobileNetV3Small", "ResNet50", "EfficientNetB0"])
def test_large_models(name, dtype, record_property):
    given = {"input_shape": (64, 64, 3), "weights": None, "classes": 10}
    with policy(dtype):
        model = getattr(keras.applications, name)(**given)
    batch = np.random.default_rng(0).uniform(0, 255, (32, 64, 64, 3)).astype("float32")
    done = lsuv(model, batch)
    measured = variances(model, batch)
    off = max(abs(value - 1) for name, value in measured.items() if name not in done.left)
    record_property("figure", f"{name} {dtype}: {len(done.layers)} layers within {off:.1e} of 1")
    assert measured == each_one(model)
    assert done.left == {}


@pytest.mark.parametrize("kind", KINDS)
def test_every_affine_layer(kind):
    example, products = KINDS[kind]
    config = {**example.get_config(), "bias_initializer": "random_normal"}
    layer = type(example).from_config(config)
    model = net(layer)
    lsuv(model, BATCH)
    assert variances(model, BATCH) == each_one(model)
    np.testing.assert_array_equal(keras.ops.convert_to_numpy(layer.bias), 0)
    kernel = keras.ops.convert_to_numpy(layer.weights[0])
    product = np.einsum(products, kernel, kernel)
    identity = np.broadcast_to(np.eye(product.shape[-1]), product.shape)
    np.testing.assert_allclose(product / product.flat[0], identity, atol=1e-5)


def test_a_group_of_a_kernel_is_orthonormal_by_itself():
    layer = layers.Conv2D(6, 2, groups=3)
    model = keras.Sequential([keras.Input((12, 12, 3)), layer])
    lsuv(model, BATCH)
    columns = np.asarray(layer.kernel).reshape(4, 3, 2).transpose(1, 0, 2)
    inner = columns[:, :, 0] * columns[:, :, 1]
    np.testing.assert_allclose(inner.sum(axis=1), 0, atol=1e-5)


def test_a_shared_layer_is_scaled_for_its_first_call():
    shared = layers.Dense(432, "relu", name="shared")
    inputs = keras.Input(BATCH.shape[1:])
    x = layers.Flatten()(inputs)
    model = keras.Model(inputs, layers.Dense(3, name="last")(shared(shared(x))))
    done = lsuv(model, BATCH)
    assert [one.layer for one in done.layers] == ["shared", "last"]
    z = BATCH.reshape(64, -1) @ np.asarray(shared.kernel)
    np.testing.assert_allclose(z.var(dtype="float64"), 1, atol=1e-3)
    logits = keras.ops.convert_to_numpy(model(BATCH))
    np.testing.assert_allclose(logits.var(dtype="float64"), 1, atol=1e-3)


def test_what_is_left_is_said():
    inputs = keras.Input((4, 3))
    frozen = layers.Dense(3, name="frozen", trainable=False)
    x = layers.GRU(4, name="gru")(layers.TimeDistributed(layers.Dense(3))(frozen(inputs)))
    flat = layers.Dense(3, name="flat")(layers.Rescaling(0.0)(x))
    model = keras.Model(inputs, [flat, layers.Dense(1, name="one")(layers.Dense(5)(x))])
    before = frozen.get_weights()
    done = lsuv(model, np.random.default_rng(0).normal(size=(16, 4, 3)))
    np.testing.assert_array_equal(before[0], frozen.get_weights()[0])
    left = {name.split("/")[-1]: reason for name, reason in done.left.items()}
    assert left["frozen"] == "frozen"
    assert left["flat"] == "its variance on the batch is 0"
    assert left["one"] == "16 numbers in the batch are too few to scale by"
    assert left["gru_cell"] == "no call of it as Dense, EinsumDense or convolution is seen"
    assert all(reason in str(done) for reason in left.values())


def test_seeds():
    def kernel(seed):
        model = build("mlp", input_shape=(12, 12, 3), classes=5, depth=2, width=8)
        lsuv(model, BATCH, seed=seed)
        return model.get_weights()[2]

    np.testing.assert_array_equal(kernel(1), kernel(1))
    assert np.abs(kernel(1) - kernel(2)).max() > 0.1


def test_nothing_but_kernels_and_biases_changes():
    model = net(layers.Conv2D(4, 3))
    others = [w for w in model.weights if w.name not in ("kernel", "bias")]
    before = [np.array(one) for one in others]
    lsuv(model, BATCH)
    for one, value in zip(others, before):
        np.testing.assert_array_equal(one, value)


@pytest.mark.parametrize(
    ("model", "batch", "message"),
    [
        (lambda: keras.Sequential([layers.Dense(2)]), BATCH, "must be a built Keras model"),
        (lambda: "model", BATCH, "received model='model'"),
        (lambda: net(layers.Conv2D(4, 3)), BATCH[:0], r"received arrays of length \[0\]"),
        (lambda: keras.Sequential([keras.Input((3,)), layers.ReLU()]), BATCH[:, 0, 0], "none"),
    ],
)
def test_bad_inputs_are_named(model, batch, message):
    with pytest.raises(ValueError, match=message):
        lsuv(model(), batch)
