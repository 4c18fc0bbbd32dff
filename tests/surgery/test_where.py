"""What `where` names, and what it cannot."""

import keras
import pytest
from keras import layers

import keras_acts
from keras_acts.surgery import Site
from tests.surgery.nets import nested, picture


def taken(model, activation, where):
    _, certificate = keras_acts.swap(model, activation, where)
    return [one.path for one in certificate.replaced]


@pytest.mark.parametrize(
    ("where", "paths"),
    [
        ("act", ["act"]),
        ("re*", ["stem", "reduce", "capped", "act", "out"]),
        ("relu6", ["capped"]),
        ("excite", ["excite"]),
        (["sigmoid", "out"], ["excite", "out"]),
        (layers.Activation, ["act"]),
        (layers.Conv2D, ["stem", "capped"]),
        (lambda site: site.role == "capped at 6", ["capped"]),
    ],
    ids=lambda one: getattr(one, "__name__", str(one)),
)
def test_where_takes_what_it_names_and_no_other(where, paths):
    assert taken(picture(), "mpelu", where) == paths


def test_a_pattern_reaches_into_nested_models():
    assert taken(nested(), "prelu", "block/*") == ["block/relu", "block/second"]
    assert taken(nested(), "prelu", "second") == ["block/second"]


class Clipped(layers.Layer):
    """An activation of the user's own."""

    def call(self, inputs):
        return keras.ops.clip(inputs, 0, 100)


def test_a_layer_of_the_users_own_is_taken_by_its_type():
    model = keras.Sequential([keras.Input((3,)), Clipped(name="mine"), layers.Dense(2)])
    assert taken(model, "prelu", Clipped) == ["mine"]


def test_a_predicate_sees_sites():
    seen = []
    keras_acts.swap(picture(), "prelu", lambda site: seen.append(site) or site.path == "act")
    assert all(type(site) is Site for site in seen)
    assert [(s.path, s.activation, s.layer.name) for s in seen][:2] == [
        ("stem", "relu", "stem"),
        ("reduce", "relu", "reduce"),
    ]


def test_a_where_that_names_nothing_says_what_there_is():
    with pytest.raises(ValueError, match=r"where='stam' \(did you mean 'stem'\?\).*sigmoid"):
        keras_acts.swap(picture(), "prelu", "stam")


@pytest.mark.parametrize(
    ("layer", "reason"),
    [
        (layers.SimpleRNN(3, activation="relu", name="it"), "inside of the call of SimpleRNN"),
        (layers.TimeDistributed(layers.ReLU(name="it")), "inside of the TimeDistributed"),
        (keras_acts.layers.CReLU(name="it"), "changes the number of channels"),
    ],
    ids=lambda one: one if isinstance(one, str) else type(one).__name__,
)
def test_what_cannot_be_taken_is_left_with_the_reason_even_when_named(layer, reason):
    model = keras.Sequential([keras.Input((5, 4)), layer, layers.Flatten(), layers.Dense(1)])
    for where in (None, "*it"):
        _, certificate = keras_acts.swap(model, "prelu", where)
        assert [(one.path.endswith("it"), reason in one.reason) for one in certificate.left] == [
            (True, True)
        ]
        assert not certificate.replaced


def test_where_there_is_that_activation_already_it_is_left():
    model = keras.Sequential(
        [keras.Input((3,)), keras_acts.layers.PReLU(name="act"), layers.Dense(1)]
    )
    _, same = keras_acts.swap(model, "prelu")
    _, other = keras_acts.swap(model, "prelu", alpha_initializer=0.5)
    assert [one.reason for one in same.left] == ["is prelu already"]
    assert [one.path for one in other.replaced] == ["act"]
