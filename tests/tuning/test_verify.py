"""verify: a trial trained again gives its row to the bit; what was tampered with is named."""

import hashlib
import shutil

import pytest

from keras_acts import agree, cli, origin, results
from keras_acts.tuning.verify import verify
from tests.tuning.sweeps import SMALL, swept, written

ONE = SMALL.replace('"relu", "mpelu", "maxout"', '"mpelu"').replace('"glorot", "msra"', '"msra"')
ONE = ONE.replace("[0.01, 0.1]", "[0.1]")
OWN = """
data = "tests.tuning.test_own:load"
model = "tests.tuning.test_own:small"
objective = "val_mae"
epochs = 1
[axes]
rate = [0.02]
"""


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A sweep that was really trained: a cell, two seeds."""
    folder = tmp_path_factory.mktemp("verify")
    swept(written(folder, ONE), folder / "out")
    return folder / "out"


@pytest.fixture
def run(trained, tmp_path):
    return shutil.copytree(trained, tmp_path / "out")


def contents(folder):
    return {p: hashlib.sha256(p.read_bytes()).digest() for p in folder.rglob("*") if p.is_file()}


def tampered(run, **changes):
    """Changes a row; its name."""
    path = min((run / "trials").iterdir())
    results.write_json(path, {**results.read_json(path), **changes})
    return path.stem


def unsealed(run):
    """As a sweep was left by a version without selections."""
    for name in ("selection.json", "best.json"):
        (run / name).unlink()


def test_a_trial_trained_again_is_equal_to_the_bit(run, capsys):
    before = contents(run)
    assert cli.main(["verify", str(run), "--seed", "3"]) == 0
    said = capsys.readouterr().out
    assert "of 2 finished trials is trained again (--seed 3)" in said
    assert "machine, versions and threads are those of the sweep" in said
    assert "columns, to the bit" in said
    assert contents(run) == before


def test_a_tampered_row_is_found_and_named(run, capsys):
    name = tampered(run, val_accuracy=0.999, probe_kernels=["a"])
    before = contents(run)
    assert cli.main(["verify", str(run), "--trial", f"{name}.json"]) == 1
    said = capsys.readouterr().out
    assert "val_accuracy: 0.999 in the row, 0." in said
    assert "probe_kernels: a list of 1 in the row, a list of 2 now" in said
    assert f"{name}: not the row that the selection rests on" in said
    assert contents(run) == before


def test_seconds_are_not_compared(run):
    unsealed(run)
    name = tampered(run, seconds=1e9, step_seconds=0.0, cpu_seconds=7.0)
    assert not verify(run, name, say=lambda line: None).differs


def test_elsewhere_numbers_agree_within_a_tolerance(run, monkeypatch):
    unsealed(run)
    here = origin.here()
    versions = {**here["versions"], "numpy": "1.0"}
    monkeypatch.setattr(origin, "here", lambda: {**here, "versions": versions})
    row = results.read_rows(run)[0]
    name = tampered(run, loss=row["loss"] + agree.OTHER / 2)
    said = []
    assert not verify(run, name, say=said.append).differs
    assert "numpy: " in said[-1]
    assert "1.0 now" in said[-1]
    tampered(run, loss=row["loss"] * 3)
    (line,) = verify(run, name, say=said.append).differs
    assert line.startswith("loss: ")


def test_kernels_that_were_chosen_otherwise_are_elsewhere(run, monkeypatch):
    unsealed(run)
    monkeypatch.setenv("TF_ENABLE_ONEDNN_OPTS", "0")
    found = verify(run, say=lambda line: None)
    assert found.elsewhere == ("TF_ENABLE_ONEDNN_OPTS: nothing then, 0 now",)
    assert not found.differs


def test_what_an_older_version_did_not_note_is_not_elsewhere(run):
    unsealed(run)
    provenance = results.read_json(run / "provenance.json")
    for session in provenance["sessions"]:
        del session["numerics"], session["machine"]["instructions"]
    results.write_json(run / "provenance.json", provenance)
    assert verify(run, say=lambda line: None).elsewhere == ()


def test_the_sweep_that_ran_has_the_hash_that_is_noted(run):
    noted = results.read_provenance(run)["sweep_sha256"]
    assert noted == hashlib.sha256((run / "sweep.toml").read_bytes()).hexdigest()


def test_columns_that_other_code_did_not_write_are_told(run, monkeypatch):
    unsealed(run)
    row = results.read_rows(run)[0]
    path = results.row_path(run, row)
    results.write_json(path, {name: row[name] for name in row if name != "trained_by"})
    (line,) = verify(run, path.stem, say=lambda line: None).differs
    assert line.startswith("trained_by: nothing in the row, 'loop' now")
    monkeypatch.setattr(origin, "git", lambda: "another commit")
    found = verify(run, path.stem, say=lambda line: None)
    assert (found.differs, found.added) == ((), ("trained_by",))


def test_a_model_of_ones_own(tmp_path):
    swept(written(tmp_path, OWN), tmp_path / "out")
    (name,) = (path.stem for path in (tmp_path / "out" / "trials").iterdir())
    assert not verify(tmp_path / "out", say=lambda line: None).differs
    tampered(tmp_path / "out", history_val_mae=[7.0])
    differs = verify(tmp_path / "out", name, say=lambda line: None).differs
    assert any(line.startswith("history_val_mae[0], the first of 1 of 1") for line in differs)


@pytest.mark.parametrize("arguments", [["--trial", "../relu@0"], ["--trial", "nothing"]])
def test_a_trial_that_is_not_there_is_refused(arguments, run, capsys):
    assert cli.main(["verify", str(run), *arguments]) == 2
    assert "must hold a finished trial" in capsys.readouterr().err


def test_what_is_no_run_is_refused(tmp_path, capsys):
    assert cli.main(["verify", str(tmp_path)]) == 2
    assert "must be the directory of a sweep" in capsys.readouterr().err


def test_a_changed_sweep_and_a_damaged_row_are_named(run):
    text = (run / "sweep.toml").read_text()
    (run / "sweep.toml").write_text(text.replace("width = 4", "width = 4  # as before"))
    damaged = max((run / "trials").iterdir())
    damaged.write_text("{")
    (line, _) = verify(run, say=lambda line: None).differs
    assert line.startswith(f"{damaged} must hold JSON")


@pytest.mark.parametrize(
    ("was", "now", "elsewhere", "columns"),
    [
        ({"a": 1.0}, {"a": 1.0000000000000002}, False, ["a"]),
        ({"a": 1.0}, {"a": 1.25}, True, []),
        ({"a": 100.0}, {"a": 125.0}, True, []),
        ({"val_accuracy": 0.5}, {"val_accuracy": 0.54}, True, []),
        ({"val_accuracy": 0.5}, {"val_accuracy": 0.56}, True, ["val_accuracy"]),
        ({"a": 1}, {"a": 2}, True, ["a"]),
        ({"a": 1}, {"a": 1.0}, False, ["a"]),
        ({"a": None}, {"a": float("nan")}, False, []),
        ({"a": None}, {"a": 0.0}, True, ["a"]),
        ({"a": 1.0}, {"b": 1.0}, True, ["a", "b"]),
        ({"a": [1.0]}, {"a": [1.0, 1.0]}, True, ["a"]),
        ({"status": "ok"}, {"status": "diverged"}, True, ["status"]),
    ],
)
def test_what_differs(was, now, elsewhere, columns):
    assert [one.column for one in agree.differences(was, now, elsewhere)] == columns


@pytest.mark.parametrize(("place", "found"), [(0, True), (1, True), (2, False), (3, False)])
def test_elsewhere_probes_are_compared_before_training_only(place, found):
    was = {"probe_steps": [0, 9], "probe_gradient": [1.0, 2.0, 3.0, 4.0]}
    now = {**was, "probe_gradient": [*was["probe_gradient"]]}
    now["probe_gradient"][place] += 0.5
    assert bool(agree.differences(was, now, True)) is found
    assert agree.differences(was, now)
