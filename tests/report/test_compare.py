"""Two runs side by side: what is the same, what differs, and by how much."""

import json
import subprocess
import sys

import pytest

from keras_acts import cli, results
from keras_acts.report import apart, compare
from tests.report.example import PLAN, PROVENANCE, row

ARMS = {"relu": 0.5, "elu": 0.7}


def written(folder, lift=0.0, seeds=6, plan=None, **provenance):
    """A run of two activations; those of elu are `lift` better than usual, more or less."""
    given = {**PROVENANCE, "plan": {**PLAN, **(plan or {}), "seeds": [*range(seeds)]}, **provenance}
    folder.mkdir()
    results.write_json(folder / "provenance.json", given)
    for arm, value in ARMS.items():
        for seed in range(seeds):
            more = lift * (1 + seed / 100) if arm == "elu" else 0.0
            results.write_row(folder, row(arm, "msra", 0.1, seed, value + seed / 1000 + more))
    return folder


def test_a_copy_is_the_same(tmp_path, capsys):
    a, b = written(tmp_path / "a"), written(tmp_path / "b")
    path = min((b / "trials").iterdir())
    results.write_json(path, {**results.read_json(path), "seconds": 99.0})
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.json")}
    assert cli.main(["compare", str(a), str(b)]) == 0
    said = capsys.readouterr().out
    assert "12 trials in both, 12 of them equal to the bit" in said
    for part in ("plan", "data", "versions", "machine", "threads"):
        assert f"{part:<10}the same" in said
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


def test_what_differs_is_told_cell_by_cell(tmp_path, capsys):
    a, b = written(tmp_path / "a"), written(tmp_path / "b", lift=0.1, seeds=7)
    assert cli.main(["compare", str(a), str(b)]) == 1
    said = capsys.readouterr().out
    assert "12 trials in both, 6 of them equal to the bit" in said
    assert "2 in b alone: elu+msra+none-elumsra0.1@6, relu+msra+none-relumsra0.1@6" in said
    assert "val_accuracy in 6, history_val_accuracy in 6" in said
    (line,) = [line for line in said.splitlines() if line.startswith("elu+msra+none-elumsra0.1 ")]
    assert line.split()[1:5] == ["6", "70.2", "80.5", "+10.2"]
    assert "[+10.1, +10.4]" in line


def test_what_one_of_them_did_not_note_is_one_line(tmp_path, capsys):
    numerics = {"backend": "tensorflow", "XLA_FLAGS": ""}
    noted = {"sessions": [{**PROVENANCE["sessions"][0], "numerics": numerics}]}
    a, b = written(tmp_path / "a"), written(tmp_path / "b", **noted)
    cli.main(["compare", str(a), str(b)])
    assert "numerics  not noted in a\n" in capsys.readouterr().out
    numerics = {"backend": "jax", "XLA_FLAGS": "--some"}
    other = {"sessions": [{**PROVENANCE["sessions"][0], "numerics": numerics}]}
    cli.main(["compare", str(b), str(written(tmp_path / "c", **other))])
    said = capsys.readouterr().out
    assert "numerics  backend: tensorflow in a; jax in b" in said
    assert "numerics  XLA_FLAGS: not set in a; --some in b" in said


def test_the_numbers_of_a_cell(tmp_path):
    a, b = (compare._side(written(tmp_path / n, lift)) for n, lift in (("a", 0.0), ("b", -0.1)))
    (cell,) = apart.cells(a.run.objective, a.rows, b.rows, ["elu+msra+none-elumsra0.1@0"])
    assert cell.apart.seeds == 6
    assert cell.apart.mean == pytest.approx(-0.1025)
    assert cell.b - cell.a == pytest.approx(cell.apart.mean)


def test_plan_data_versions_and_threads_are_told(tmp_path, capsys):
    session = {**PROVENANCE["sessions"][0], "versions": {"keras": "3.16.0"}}
    changed = {"threads": 1, "data_sha256": "1" * 64, "sessions": [session]}
    a = written(tmp_path / "a")
    b = written(tmp_path / "b", plan={"tuner": "random"}, **changed)
    assert cli.main(["compare", str(a), str(b)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert "plan      tuner: grid in a; random in b" in said
    assert "versions  keras: 3.15.1 in a; 3.16.0 in b" in said
    assert f"data      sha256: {'0' * 16} in a; {'1' * 16} in b" in said
    assert "threads   a trial: 2 in a; 1 in b" in said


def test_what_older_plans_do_not_say_is_what_it_was(tmp_path, capsys):
    meaning = {**PROVENANCE["meaning"], "settings": {"learned_rate": 1.0, "depth": 3}}
    a = written(tmp_path / "a", meaning=meaning)
    varied = {"settings": {"depth": {"among": [3, 4]}}}
    b = written(tmp_path / "b", meaning={**PROVENANCE["meaning"], **varied})
    cli.main(["compare", str(a), str(b)])
    plan = [line for line in capsys.readouterr().out.splitlines() if line.startswith("plan")]
    assert plan == ["plan      depth: 3 in a; varied among 3, 4 in b"]


def test_keras_is_not_imported(tmp_path):
    folder = written(tmp_path / "a")
    arguments = ["-X", "importtime", "-m", "keras_acts", "compare", str(folder), str(folder)]
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert done.returncode == 0
    assert "keras_acts.report.compare" in loaded
    assert not loaded & {"keras", "tensorflow", "matplotlib", "keras_tuner"}


def test_a_verdict_that_changed_is_named(tmp_path, capsys):
    a, b = written(tmp_path / "a"), written(tmp_path / "b", lift=-0.3)
    cli.main(["compare", str(a), str(b)])
    assert "  elu: better in a; worse in b" in capsys.readouterr().out.splitlines()


def test_a_row_that_cannot_be_read_is_left_where_it_is(tmp_path, capsys):
    a, b = written(tmp_path / "a"), written(tmp_path / "b")
    path = min((b / "trials").iterdir())
    path.write_text(json.dumps([1]))
    assert cli.main(["compare", str(a), str(b)]) == 2
    assert f"{path} must hold a row" in capsys.readouterr().err
    assert path.exists()


def test_what_is_no_run_is_refused(tmp_path, capsys):
    assert cli.main(["compare", str(written(tmp_path / "a")), str(tmp_path / "none")]) == 2
    assert "must be the directory of a sweep" in capsys.readouterr().err
