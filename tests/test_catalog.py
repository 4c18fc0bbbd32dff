"""What `keras-acts list` says of the keys of a sweep file."""

from keras_acts.tuning import keys
from keras_acts.tuning.checks import SETTINGS
from keras_acts.tuning.keys import CONFIRM, TOP


def test_every_key_has_its_meaning():
    assert list(keys.MEANS) == [*TOP, *SETTINGS, *(f"confirm.{key}" for key in CONFIRM)]


def test_what_a_key_must_be_is_what_its_check_says():
    lines = {key: must for key, _, must, _ in keys.lines()}
    assert lines["weight_decay"] == "a number of at least 0"
    assert lines["data"] == "one of digits, mnist, cifar10"
