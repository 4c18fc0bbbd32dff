"""Tables of rows, arms, and seeds."""

import pytest

from keras_acts.layers import ACTIVATIONS, get
from keras_acts.seeds import derive
from keras_acts.table import Table


def test_a_miss_names_the_nearest():
    with pytest.raises(ValueError, match=r"received activation='mpelo' \(did you mean 'mpelu'\?\)"):
        ACTIVATIONS["mpelo"]


def test_two_rows_of_a_name_are_refused():
    row = ACTIVATIONS["relu"]
    with pytest.raises(ValueError, match="two rows share a name"):
        Table("activation", row, row)


def test_an_unknown_option_names_the_nearest():
    with pytest.raises(ValueError, match=r"received alpa=1 \(did you mean 'alpha'\?\)"):
        ACTIVATIONS.arm({"name": "elu", "alpa": 1})


def test_options_without_a_name_are_refused():
    with pytest.raises(ValueError, match="must have the key `name`"):
        ACTIVATIONS.arm({"alpha": 1})


def test_the_label_sorts_the_options():
    arm = ACTIVATIONS.arm({"name": "rrelu", "upper": 0.5, "lower": 0.25})
    assert arm.label == "rrelu(lower=0.25, upper=0.5)"
    assert ACTIVATIONS.arm(arm) is arm
    assert ACTIVATIONS.arm("elu").label == "elu"


def test_an_arm_gives_a_fresh_layer_each_time():
    arm = ACTIVATIONS.arm({"name": "elu", "alpha": 0.5})
    assert arm() is not arm()
    assert arm().alpha == get("elu", alpha=0.5).alpha == 0.5


def test_derived_seeds_differ_by_purpose_and_by_seed():
    names = [("split",), ("model",), ("layer", 1), ("layer", 11), ("layer/1", 1)]
    seeds = {derive(seed, *name) for seed in range(100) for name in names}
    assert len(seeds) == 500
    assert all(0 <= seed < 2**31 for seed in seeds)
