"""Each kind of sweep that cannot run: status 2, a message in three parts, nothing written."""

import re

import numpy as np
import pytest

from keras_acts import cli, commands
from tests.promises.forked import FOUR, Dummy
from tests.tuning.sweeps import written


def changed(old, new):
    assert old in FOUR
    return FOUR.replace(old, new)


BAD = {
    "unknown activation": (changed('"relu"', '"rleu"'), "did you mean 'relu'"),
    "unknown initializer": (changed('"glorot"', '"glorott"'), "did you mean 'glorot'"),
    "unknown data": (changed('"digits"', '"digit"'), "did you mean 'digits'"),
    "unknown metric": ('objective = "val_acuracy"\n' + FOUR, "received name = 'val_acuracy'"),
    "unknown optimizer": ('optimizer = "adamm"\n' + FOUR, "did you mean 'adam'"),
    "unknown tuner": (changed('"grid"', '"gird"'), "did you mean 'grid'"),
    "unknown key": (changed("epochs = 1", "epoch = 1"), "did you mean 'epochs'"),
    "unknown option": (changed("depth", "dept"), "did you mean 'depth'"),
    "empty list": (changed('["relu"]', "[]"), "activation must be a list of choices"),
    "duplicate entries": (changed('["relu"]', '["relu", "relu"]'), "received relu twice"),
    "baseline not in the arms": ('baseline = "elu"\n' + FOUR, "received baseline = 'elu'"),
    "negative epochs": (changed("epochs = 1", "epochs = -1"), "received epochs = -1"),
    "zero epochs": (changed("epochs = 1", "epochs = 0"), "an integer of at least 1"),
    "bool as epochs": (changed("epochs = 1", "epochs = true"), "received epochs = True"),
    "words as epochs": (changed("epochs = 1", 'epochs = "45 parsecs"'), "'45 parsecs'"),
    "learning rate 0": (changed("[0.01, 0.1]", "[0.0]"), "received learning_rate = 0.0"),
    "learning rate NaN": (changed("[0.01, 0.1]", "[nan]"), "received learning_rate = nan"),
    "learning rate inf": (changed("[0.01, 0.1]", "[inf]"), "received learning_rate = inf"),
    "batch beyond the data": (changed("batch_size = 32", "batch_size = 49"), "48 samples"),
    "duplicate seeds": (changed("[0, 1]", "[1, 1]"), "a list of different integers"),
    "negative seed": (changed("[0, 1]", "[-1]"), "in 0..4294967295"),
    "seed of 2^32": (changed("[0, 1]", "[4294967296]"), "in 0..4294967295"),
    "bool as seed": (changed("[0, 1]", "[true]"), "received seeds = True"),
    "syntax error": ("epochs = = 1", "at line 1, column 10"),
    "syntax error in line 3": ("\n\nepochs = 1 2", "at line 3, column 12"),
    "a file too long": ("#" * 1_000_001, "more than 1,000,000 bytes"),
    "lists nested deep": ("epochs = " + 30 * "[" + 30 * "]", "nested more than 20 deep"),
    "lists nested deeper": ("epochs = " + 5000 * "[" + 5000 * "]", "cannot be read as a sweep"),
    "tables nested deep": (".".join(30 * "a") + " = 1", "nested more than 20 deep"),
    "wrong type": (changed("seeds = [0, 1]", 'seeds = "0"'), "received seeds = '0'"),
    "a table as a number": (changed("epochs = 1", "epochs = {a = 1}"), "received epochs = {'a'"),
    "direction misspelt": (
        'objective = {name = "val_loss", direction = "up"}\n' + FOUR, "direction = 'up'"),
    "no file": (None, "No such file"),
    "nothing to validate with": (changed("samples = 60", "samples = 2"), "must hold a sample"),
}  # fmt: skip


def refused(path, out, capsys, *options):
    """What is said of a sweep that is refused before anything is written."""
    before = sorted(path.parent.rglob("*"))
    assert cli.main(["sweep", str(path), "--out", str(out), *options]) == 2
    said = capsys.readouterr()
    assert sorted(path.parent.rglob("*")) == before
    assert "Traceback" not in said.err
    return said.err


def three_parts(said):
    """What must hold, what was received, what to do."""
    assert "must" in said
    assert "received" in said or "must not have the key" in said
    assert re.search(r"(Mend|Give|Raise|Rename|Write|Add) .+\.$", said.strip())


@pytest.mark.parametrize("name", BAD)
def test_bad_sweeps(name, tmp_path, capsys):
    text, message = BAD[name]
    path = tmp_path / "bad.toml" if text is None else written(tmp_path, text)
    said = refused(path, tmp_path / "out", capsys)
    three_parts(said)
    assert message in said


OPTIONS = {
    "a budget in no unit of time": ("--budget", "45 parsecs", "hours, minutes and seconds"),
    "a budget of nothing": ("--budget", "0s", "hours, minutes and seconds"),
    "a negative budget": ("--budget=-5m", None, "hours, minutes and seconds"),
    "a budget that is no number": ("--budget", "nan", "hours, minutes and seconds"),
    "no worker": ("--workers", "0", "a number from 1 on"),
    "half a worker": ("--workers", "1.5", "a number from 1 on"),
    "negative threads": ("--threads=-1", None, "at least 1"),
    "a cluster without an engine": ("--address", "auto", "must come with --engine ray"),
}


@pytest.mark.parametrize("name", OPTIONS)
def test_bad_options(name, tmp_path, capsys):
    *given, message = (word for word in OPTIONS[name] if word is not None)
    path = written(tmp_path, FOUR)
    said = refused(path, tmp_path / "out", capsys, *given)
    three_parts(said)
    assert message in said


@pytest.mark.parametrize("name", ["a b", "ü", "..", "-a\\b", ".hidden", "x" * 65, "a\nb"])
def test_names_that_are_no_folder(name, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = written(tmp_path, FOUR, name)
    assert cli.main(["sweep", "--", str(path)]) == 2
    three_parts(said := capsys.readouterr().err)
    assert "1 to 64 letters, digits" in said
    assert list(tmp_path.iterdir()) == [path]


GOOD = {
    "x_train": np.arange(80.0).reshape(20, 4),
    "y_train": np.arange(20) % 2,
    "x_test": np.ones((4, 4)),
    "y_test": np.array([0, 1, 0, 1]),
}
DATA = {
    "wrong shape": ({"x_test": np.ones((4, 5))}, "shapes must agree"),
    "labels and samples of different length": ({"y_train": np.arange(9) % 2}, "equally long"),
    "labels out of range": ({"y_test": np.array([0, 1, 0, 7])}, "y_test must lie in 0..1"),
    "labels that are no integers": ({"y_train": np.arange(20) / 2}, "integer labels"),
    "one class": ({"y_train": np.zeros(20, int)}, "at least two classes"),
    "NaN pixels": ({"x_train": GOOD["x_train"] * np.nan}, "finite numbers"),
    "one sample": ({"x_train": np.ones((1, 4)), "y_train": np.zeros(1, int)}, "two classes"),
    "no sample": ({"x_test": np.ones((0, 4)), "y_test": np.ones(0, int)}, "0 and 0"),
    "objects": ({"x_train": np.array([{}] * 20, object)}, "allow_pickle=False"),
    "a split that leaves nothing": (
        {"x_train": np.ones((2, 4)), "y_train": np.arange(2)}, "must hold a sample"),
}  # fmt: skip


def sweep_of(folder, **changes):
    np.savez(folder / "it.npz", **{**GOOD, **changes})
    text = changed('"digits"', f'"{folder / "it.npz"}"').replace("samples = 60\n", "")
    return written(folder, text.replace("batch_size = 32", "batch_size = 2"))


@pytest.mark.parametrize("name", DATA)
def test_bad_data(name, tmp_path, capsys):
    changes, message = DATA[name]
    said = refused(sweep_of(tmp_path, **changes), tmp_path / "out", capsys)
    three_parts(said)
    assert message in said


@pytest.mark.parametrize("array", [GOOD["x_train"], np.asfortranarray(GOOD["x_train"])[:, ::-1]])
def test_float64_and_arrays_in_any_order_are_fine(array, tmp_path, monkeypatch):
    Dummy(monkeypatch)
    monkeypatch.setattr(commands, "report", lambda options: 0)
    path = sweep_of(tmp_path, x_train=array)
    assert cli.main(["sweep", str(path), "--out", str(tmp_path / "out")]) == 0


def test_one_arm_runs_and_the_report_compares_nothing(tmp_path, monkeypatch):
    Dummy(monkeypatch)
    out = tmp_path / "out"
    assert cli.main(["sweep", str(written(tmp_path, FOUR)), "--out", str(out)]) == 0
    report = (out / "report.md").read_text()
    assert "relu" in report
    assert "cannot tell" not in report
