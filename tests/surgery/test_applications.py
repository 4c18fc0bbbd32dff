"""Nets as they are in use, with random weights."""

import keras
import numpy as np
import pytest
from keras import applications

import keras_acts
from keras_acts.surgery.probe import batch
from tests.surgery.nets import equal

pytestmark = pytest.mark.slow
NETS = {
    "ResNet50": ({"relu -> prelu(alpha_initializer=0.0)": 49}, {"the output of the model": 1}),
    "MobileNetV3Small": (
        {"relu -> prelu(alpha_initializer=0.0)": 14, "hard_silu -> prelu": 19},
        {"a gate, which feeds a multiplication": 9, "the output of the model": 1},
    ),
    "EfficientNetV2B0": (
        {"silu -> prelu": 55},
        {"a gate, which feeds a multiplication": 16, "the output of the model": 1},
    ),
}


def count(texts):
    texts = list(texts)
    return {text: texts.count(text) for text in texts}


@pytest.fixture(scope="module", params=NETS)
def swapped(request):
    """The certificate's name, the old model, the new one, and the certificate."""
    keras.utils.set_random_seed(0)
    model = getattr(applications, request.param)(weights=None, input_shape=(64, 64, 3))
    return request.param, model, *keras_acts.swap(model, "prelu")


def test_every_activation_is_replaced_or_left_for_the_right_reason(swapped):
    name, _, _, certificate = swapped
    replaced, left = NETS[name]
    print(f"\n{certificate}")
    assert count(f"{one.before} -> {one.after}" for one in certificate.replaced) == replaced
    assert count(one.reason.partition(";")[0] for one in certificate.left) == left


def test_relu_to_prelu_is_identical_to_the_bit(swapped):
    name, model, new, certificate = swapped
    if name == "ResNet50":
        inputs = batch(model, seed=1)
        assert certificate.verdict == "identical"
        equal(new(inputs), model(inputs))
    else:
        assert certificate.verdict == "changed by design"


def test_round_trip_through_a_file(swapped, tmp_path):
    _, _, new, _ = swapped
    new.save(tmp_path / "it.keras")
    inputs = batch(new)
    again = keras.models.load_model(tmp_path / "it.keras")
    equal(again(inputs), new(inputs))


def test_undo_gives_the_old_net(swapped):
    _, model, new, certificate = swapped
    old, inputs = certificate.undo(new), batch(model)
    assert old.get_config() == model.get_config()
    equal(old(inputs), model(inputs))


def test_trains_a_step(swapped):
    _, _, new, _ = swapped
    copy = keras.models.clone_model(new)
    copy.compile("sgd", "sparse_categorical_crossentropy")
    before = [np.array(weight) for weight in copy.trainable_weights if "alpha" in weight.path]
    copy.train_on_batch(batch(copy), np.arange(4))
    after = [np.array(weight) for weight in copy.trainable_weights if "alpha" in weight.path]
    assert any((one != two).any() for one, two in zip(before, after))
    assert all(np.isfinite(weight).all() for weight in after)
