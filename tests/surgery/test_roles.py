"""Outputs, gates and rectifiers, told apart by what they do."""

import keras
import pytest
from keras import layers, ops

from keras_acts.surgery.sites import sites


def role(outputs, inputs, name):
    found = sites(keras.Model(inputs, outputs))
    return next(site.role for site in found if site.path == name)


@pytest.mark.parametrize("name", ["relu", "elu", "selu", "gelu", "silu", "mish", "softplus"])
def test_rectifiers_are_hidden_rectifiers(name):
    x = keras.Input((4,))
    y = layers.Dense(1)(layers.Activation(name, name="it")(x))
    assert role(y, x, "it") is None


@pytest.mark.parametrize(
    ("activation", "reason"),
    [
        ("relu6", "capped at 6"),
        ("sigmoid", "bounded: 0 to 1"),
        ("tanh", "bounded: -1 to 1"),
        ("softmax", "a softmax"),
        ("exponential", "not a rectifier"),
        ("tanh_shrink", "not a rectifier"),
    ],
)
def test_others_are_not(activation, reason):
    x = keras.Input((4,))
    it = layers.Activation(activation, name="it")(x)
    assert role(layers.Dense(1)(it), x, "it") == reason


def test_what_changes_the_shape_is_not():
    x = keras.Input((4,))
    y = keras.activations.glu(x)
    reason = "changes the shape, which the next layer is made for"
    assert role(layers.Dense(1)(y), x, y._keras_history.operation.name) == reason


def test_an_output_is_one_through_reshaping_and_nested_models():
    x = keras.Input((4,))
    inner = keras.Sequential([keras.Input((4,)), layers.ReLU(name="it")], name="inner")
    assert role(layers.Reshape((2, 2))(inner(x)), x, "inner/it") == "the output of the model"
    assert role(layers.Dense(1)(inner(x)), x, "inner/it") is None


def gated(combine):
    x = keras.Input((4,))
    it = layers.Dense(4, activation="relu", name="it")(x)
    return role(layers.Dense(1)(combine(it, layers.Dense(4)(x))), x, "it") or ""


@pytest.mark.parametrize(
    ("combine", "gate"),
    [
        (lambda a, b: layers.Multiply()([a, b]), True),
        (lambda a, b: a * b, True),
        (lambda a, b: ops.matmul(ops.expand_dims(a, 1), ops.expand_dims(b, 2))[:, 0], True),
        (lambda a, b: layers.Reshape((4,))(layers.Reshape((2, 2))(a) * 0.5) * b, True),
        (lambda a, b: a * a, True),
        (lambda a, b: a * ops.sigmoid(b), False),
        (lambda a, b: layers.Multiply()([a, (layers.ReLU(6)(b + 3)) * (1 / 6)]), False),
        (lambda a, b: a * 3, False),
        (lambda a, b: a + b, False),
        (lambda a, b: layers.Dense(4)(a) * b, False),
    ],
)
def test_a_gate_is_what_a_product_has_that_is_bounded_or_else_any_factor(combine, gate):
    assert gated(combine).startswith("a gate") == gate


def test_the_bounded_factor_is_the_gate():
    x = keras.Input((4,))
    se = layers.Reshape((4,))(layers.Dense(4, activation="sigmoid", name="it")(x))
    assert role(layers.Dense(1)(layers.ReLU()(x) * se), x, "it").startswith("a gate")


def test_one_reason_of_a_shared_layer_is_enough():
    x = keras.Input((4,))
    it = layers.ReLU(name="it")
    assert role(it(layers.Dense(4)(it(x))), x, "it") == "the output of the model"
