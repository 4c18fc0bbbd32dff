"""Labels can be read back; nothing in them is executed."""

import pytest

from keras_acts.labels import parsed
from keras_acts.layers import ACTIVATIONS

OPTIONS = [
    {"name": "elu"},
    {"name": "leaky_relu", "negative_slope": 0.1},
    {"name": "leaky_relu", "negative_slope": 1e-05},
    {"name": "rrelu", "lower": 3, "upper": 8, "reciprocal": True},
    {"name": "crelu", "activation": "tanh", "axis": -1},
    {"name": "noisy_hard_tanh", "variant": "NAN", "seed": None},
    {"name": "mpelu", "shared_axes": [1, 2], "alpha_initializer": "zeros"},
]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_a_label_reads_back_as_its_arm(options):
    arm = ACTIVATIONS.arm(options)
    again = parsed(arm.label)
    assert again == options
    assert [type(v) for v in again.values()] == [type(options[k]) for k in again]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("f(a='1')", "1"),
        ('f(a="x, (y)")', "x, (y)"),
        ("f( a = .5 , )", 0.5),
        ("f(a=-3)", -3),
        ("f(a=2.)", 2.0),
        ("f(a=FALSE)", False),
        ("f(a=nan)", "nan"),
        ("f(a=[])", []),
        ("f(a=['b', 1.5])", ["b", 1.5]),
        ("f(a=1_0)", "1_0"),
    ],
)
def test_values_are_data(text, value):
    read = parsed(text)["a"]
    assert read == value
    assert type(read) is type(value)


NO_CALLS = ["", "f(", "f)", "f(1)", "f(a)", "f(a=)", "f(a=1 b=2)", "f(a=1, a=2)", "f(a=g(1))"]
NO_CALLS += ["f(a=1)(b=2)", "f(name=1)", "f(a=[1)", "f(a='1)", "f.g(a=1)", "f(a=1,,b=2)", "f(a=1)x"]


@pytest.mark.parametrize("text", NO_CALLS)
def test_what_is_no_call_with_options_is_refused(text):
    with pytest.raises(ValueError, match=r"must be written as name\(option=value, ...\)"):
        parsed(text)
