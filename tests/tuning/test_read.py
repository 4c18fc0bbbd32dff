"""Sweep files: what they mean, and every way in which they can be wrong."""

import pytest

from keras_acts.tuning.checks import Range
from keras_acts.tuning.read import BadSweep, read
from keras_acts.tuning.spec import identity
from tests.tuning.sweeps import SMALL, written


def test_cells_are_the_product_in_the_order_of_the_file(tmp_path):
    spec = read(written(tmp_path))
    cells = [(c["activation"], c["initializer"], c["learning_rate"]) for c in spec.cells()]
    assert cells[:3] == [("relu", "glorot", 0.01), ("relu", "glorot", 0.1), ("relu", "msra", 0.01)]
    assert len(cells) == 12
    assert len({identity(cell) for cell in spec.cells()}) == 12


def test_a_cell_says_everything_a_trial_is_built_from(tmp_path):
    cell = next(read(written(tmp_path)).cells())
    assert cell == {
        "activation": "relu",
        "initializer": "glorot",
        "batch_norm": "none",
        "optimizer": "sgd",
        "learning_rate": 0.01,
        "batch_size": 32,
        "input_scale": 1.0,
        "weight_decay": 0.0,
        "learned_rate": 1.0,
        "learned_decay": 0.0,
        "depth": 1,
        "width": 4,
    }


def test_a_margin_is_declared_before_the_trials_and_a_loss_has_none_by_itself(tmp_path):
    def margin(top):
        return read(written(tmp_path, f"{top}\n{SMALL}")).meaning()["margin"]

    assert (margin(""), margin("margin = 0.02")) == (0.005, 0.02)
    assert margin('objective = "val_loss"') is None
    with pytest.raises(BadSweep, match="margin must be a number above 0; received margin = -1"):
        margin("margin = -1")


def test_an_axis_with_the_usual_value_keeps_the_identity_of_cells(tmp_path):
    before = {identity(cell) for cell in read(written(tmp_path)).cells()}
    wider = SMALL + "weight_decay = [0.0, 0.001]\ndepth = [1, 2]\n"
    after = {
        identity(cell) for cell in read(written(tmp_path, wider.replace("depth = 1\n", ""))).cells()
    }
    assert before < after


def test_arms_with_options(tmp_path):
    text = SMALL.replace('"maxout"', '{ name = "leaky_relu", negative_slope = 0.25 }')
    spec = read(written(tmp_path, text + 'optimizer = ["adam", {name = "sgd", momentum = 0.5}]\n'))
    arm = spec.arms["activation"]["leaky_relu(negative_slope=0.25)"]
    assert arm().negative_slope == 0.25
    assert spec.nuisance["optimizer"] == ("adam", "sgd(momentum=0.5)")


def test_ranges_for_tuners_that_sample(tmp_path):
    bounds = '{ min = 0.001, max = 0.1, sampling = "log" }'
    text = SMALL.replace("[0.01, 0.1]", bounds).replace('"grid"', '"random"')
    assert read(written(tmp_path, text)).nuisance["learning_rate"] == Range(0.001, 0.1, "log")


def test_byte_order_mark_and_line_ends_of_other_systems(tmp_path):
    path = tmp_path / "small.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert read(path).epochs == 1


def test_the_baseline_is_the_first_activation_unless_it_is_said(tmp_path):
    assert read(written(tmp_path)).baseline == "relu"
    assert read(written(tmp_path, 'baseline = "mpelu"\n' + SMALL)).baseline == "mpelu"


def changed(old, new):
    assert old in SMALL
    return SMALL.replace(old, new)


BAD = [
    (changed("epochs = 1", "epochs = 0"), "epochs must be an integer of at least 1"),
    (changed("epochs = 1", "epochs = true"), "received epochs = True"),
    (changed("epochs = 1", "epoch = 1"), "key 'epoch' .did you mean 'epochs'"),
    (changed("[0, 1]", "[]"), "seeds must be a list of different integers"),
    (changed("[0, 1]", "[1, 1]"), "seeds must be a list of different integers"),
    (changed("[0, 1]", "[-1]"), "seeds must be an integer in 0..4294967295"),
    (changed("[0, 1]", "[4294967296]"), "seeds must be an integer in 0..4294967295"),
    (changed("[0, 1]", "0"), "seeds must be a list of different integers"),
    (changed('"grid"', '"gird"'), "did you mean 'grid'"),
    (changed('"digits"', '"digit"'), "did you mean 'digits'"),
    (changed('"digits"', '"nowhere.npz"'), "data must be a file that exists"),
    (changed("samples = 60", "samples = 1"), "samples must be an integer of at least 2"),
    (changed("trials = 6", "trials = 1.5"), "trials must be an integer"),
    (changed("batch_size = 32", "batch_size = nan"), "received batch_size = nan"),
    (changed("[0.01, 0.1]", "[0.01, nan]"), "learning_rate must be a number above 0"),
    (changed("[0.01, 0.1]", "[0.01, inf]"), "received learning_rate = inf"),
    (changed("[0.01, 0.1]", "[0.0]"), "received learning_rate = 0.0"),
    (changed("[0.01, 0.1]", '["fast"]'), "received learning_rate = 'fast'"),
    (changed("[0.01, 0.1]", "0.01"), "learning_rate must be a list of choices"),
    (changed("[0.01, 0.1]", "{min = 0.1, max = 0.2}"), "must be a list for the grid tuner"),
    (changed("[0.01, 0.1]", "[1" + 400 * "0" + "]"), "a number that a computer can hold"),
    (changed('"grid"', '"random"') + "weight_decay = {min = 0, max = 1, sampling = 'log'}\n",
     "above 0 for log sampling"),
    (changed('"maxout"', '["maxout"]'), "received activation="),
    (changed('"maxout"', '{name = ["maxout"]}'), "received activation="),
    (changed('"maxout"', '{name = "leaky_relu", negative_slope = nan}'), "must be finite"),
    (changed("[0.01, 0.1]", "[0.1, 0.1]"), "must not list a choice twice"),
    (changed("depth = 1", "dept = 1"), "did you mean 'depth'"),
    (changed("depth = 1", "depth = 1.5"), "depth must be an integer"),
    (changed('"maxout"', '"maxuot"'), "did you mean 'maxout'"),
    (changed('"maxout"', '"relu"'), "must not list a choice twice; received relu twice"),
    (changed('"maxout"', '{name = "elu", alpa = 1}'), "did you mean 'alpha'"),
    (changed('"maxout"', '{name = "elu", alpha = nan}'), "alpha must be .*finite"),
    (changed('"maxout"', '{name = "maxout", pieces = 1}'), "pieces must be an integer"),
    (changed('"maxout"', "3"), "received activation=3"),
    (changed('["relu", "mpelu", "maxout"]', "[]"), "activation must be a list of choices"),
    (changed('activation = ["relu", "mpelu", "maxout"]\n', ""), "must have the key 'activation'"),
    (changed('"msra"]', '"mrsa"]'), "did you mean 'msra'"),
    (SMALL + "momentum = [0.9]\n", r"\[nuisance\] must not have the key 'momentum'"),
    (SMALL + "activation = ['relu']\n", r"\[nuisance\] must not have the key 'activation'"),
    (changed("[axes]\n", "[axes]\nlearning_rate = [0.1]\n"), "an axis or a nuisance"),
    ('baseline = "elu"\n' + SMALL, "baseline must be one of the activations relu, mpelu, maxout"),
    ('model = "mlpp"\n' + SMALL, "did you mean 'mlp'"),
    ("axes = 1\n" + SMALL.split("[axes]")[0], r"\[axes\] must be a table"),
    ("epochs = = 1", "cannot be read as a sweep: .* line 1"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), BAD)
def test_bad_sweeps_are_refused_with_the_reason(text, message, tmp_path):
    with pytest.raises(BadSweep, match=message):
        read(written(tmp_path, text))


def test_all_problems_are_told_at_once(tmp_path):
    text = SMALL.replace("epochs = 1", "epochs = 0").replace('"maxout"', '"maxuot"')
    with pytest.raises(BadSweep) as caught:
        read(written(tmp_path, text.replace("depth = 1", "dept = 1")))
    assert str(caught.value).count("\n- ") == 3


@pytest.mark.parametrize("name", [".hidden", "a b", "ü", "x" * 65])
def test_names_that_are_no_folder_names_are_refused(name, tmp_path):
    with pytest.raises(BadSweep, match="a sweep file's name must be"):
        read(written(tmp_path, name=name))


@pytest.mark.parametrize("path", ["nothing.toml", "."])
def test_what_is_no_file_is_refused(path, tmp_path):
    with pytest.raises(BadSweep, match="cannot be read as a sweep"):
        read(tmp_path / path)
