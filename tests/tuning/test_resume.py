"""A sweep that is interrupted goes on: nothing finished runs twice, nothing is missing."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

from keras_acts import origin, results
from keras_acts.tuning.lock import DirectoryInUse, owned
from keras_acts.tuning.read import BadSweep, read
from keras_acts.tuning.sweep import sweep
from tests.tuning.sweeps import SMALL, Pretend, swept, written
from tests.tuning.trials import pretended

TUNERS = ("grid", "random", "bayesian", "hyperband")


def text(tuner):
    epochs = "epochs = 4" if tuner == "hyperband" else "epochs = 1"
    return SMALL.replace('"grid"', f'"{tuner}"').replace("epochs = 1", epochs)


def table(folder):
    return {
        results.row_path(folder, row).name: row["val_accuracy"] for row in results.read_rows(folder)
    }


@pytest.mark.parametrize("tuner", TUNERS)
@pytest.mark.parametrize("stop_at", [0, 1, 5, 9])
def test_interrupted_and_undisturbed_end_with_the_same_table(tuner, stop_at, tmp_path, monkeypatch):
    path = written(tmp_path, text(tuner))
    undisturbed = Pretend(monkeypatch)
    swept(path, tmp_path / "whole")
    first = Pretend(monkeypatch, stop_at)
    with pytest.raises(KeyboardInterrupt):
        swept(path, tmp_path / "parts")
    second = Pretend(monkeypatch)
    swept(path, tmp_path / "parts")
    assert first.calls + second.calls == undisturbed.calls
    assert max(Counter(first.calls + second.calls).values()) == 1
    assert table(tmp_path / "parts") == table(tmp_path / "whole")
    files = [tmp_path / name / "results.csv" for name in ("parts", "whole")]
    assert files[0].read_text() == files[1].read_text()


def test_a_finished_sweep_runs_nothing(tmp_path, monkeypatch):
    path = written(tmp_path)
    Pretend(monkeypatch)
    swept(path, tmp_path / "out")
    again = Pretend(monkeypatch, stop_at=0)
    assert swept(path, tmp_path / "out")["ok"] == 24
    assert again.calls == []


def test_a_trial_of_ones_own_leaves_rows_and_no_model(tmp_path):
    assert swept(written(tmp_path), tmp_path / "out", pretended)["ok"] == 24
    assert len(table(tmp_path / "out")) == 24
    assert not (tmp_path / "out" / "best.keras").exists()


def test_another_arm_and_another_seed_only_add_trials(tmp_path, monkeypatch):
    Pretend(monkeypatch)
    swept(written(tmp_path), tmp_path / "out")
    wider = SMALL.replace('"maxout"]', '"maxout", "elu"]').replace("[0, 1]", "[0, 1, 2]")
    second = Pretend(monkeypatch)
    swept(written(tmp_path, wider), tmp_path / "out")
    assert len(second.calls) == 4 * 4 * 3 - 24


def test_a_corrupt_row_runs_again(tmp_path, monkeypatch):
    path = written(tmp_path)
    Pretend(monkeypatch)
    swept(path, tmp_path / "out")
    row = sorted((tmp_path / "out" / "trials").iterdir())[3]
    row.write_text('{"status": "o')
    second = Pretend(monkeypatch)
    swept(path, tmp_path / "out")
    assert len(second.calls) == 1
    assert json.loads(row.read_text())["status"] == "ok"
    assert row.with_name(row.name + ".corrupt").exists()


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("epochs = 1", "epochs = 2", "epochs: 1 became 2"),
        ("samples = 60", "samples = 70", "samples: 60 became 70"),
        ("depth = 1", "depth = 2", "depth: 1 became 2"),
        ("[nuisance]\nlearning_rate = [0.01, 0.1]", "", "varied among .* became 0.01"),
        ("batch_size = 32", "batch_size = 16", "batch_size: 32 became 16"),
    ],
)
def test_a_change_of_what_trials_meant_is_refused(old, new, difference, tmp_path, monkeypatch):
    Pretend(monkeypatch)
    swept(written(tmp_path), tmp_path / "out")
    before = (tmp_path / "out" / "sweep.toml").read_text()
    with pytest.raises(BadSweep, match=difference):
        swept(written(tmp_path, SMALL.replace(old, new)), tmp_path / "out")
    assert (tmp_path / "out" / "sweep.toml").read_text() == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[0.01, 0.1]", "[0.1, 1.0]"),
        ("[nuisance]\n", "[nuisance]\nweight_decay = [0.0, 0.1]\n"),
        ("batch_size = 32\n", "batch_size = 32\nbaseline = 'mpelu'\n"),
    ],
)
def test_varying_more_is_no_change(old, new, tmp_path, monkeypatch):
    Pretend(monkeypatch)
    swept(written(tmp_path), tmp_path / "out")
    before = table(tmp_path / "out")
    assert old in SMALL
    swept(written(tmp_path, SMALL.replace(old, new)), tmp_path / "out")
    after = table(tmp_path / "out")
    assert before.items() <= after.items()


def test_a_start_with_other_code_adds_a_session(tmp_path, monkeypatch):
    Pretend(monkeypatch)
    path = written(tmp_path)
    for commit in ("one", "one", "two"):
        monkeypatch.setattr(origin, "git", lambda commit=commit: commit)
        swept(path, tmp_path / "out")
    provenance = json.loads((tmp_path / "out" / "provenance.json").read_text())
    assert [session["git"] for session in provenance["sessions"]] == ["one", "two"]


def test_a_quick_run_does_not_mix_with_a_whole_one(tmp_path, monkeypatch):
    path = written(tmp_path)
    Pretend(monkeypatch)
    swept(path, tmp_path / "out")
    with pytest.raises(BadSweep, match="quick: False became True"):
        sweep(read(path).shrunk(), path, tmp_path / "out")


def test_a_second_process_is_refused_and_told_the_owner(tmp_path, monkeypatch):
    Pretend(monkeypatch)
    with owned(tmp_path), pytest.raises(DirectoryInUse, match=f"belongs to process {os.getpid()}"):
        swept(written(tmp_path), tmp_path)
    assert swept(written(tmp_path), tmp_path)["ok"] == 24


@pytest.mark.parametrize(
    "tuner", ["grid", *(pytest.param(name, marks=pytest.mark.slow) for name in TUNERS[1:])]
)
def test_killed_in_mid_sweep_and_started_again(tuner, tmp_path):
    """kill -9 of a real process while it trains."""
    path, out = written(tmp_path, text(tuner)), tmp_path / "out"
    arguments = [sys.executable, "-m", "keras_acts", "sweep", str(path), "--out", str(out)]
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        deadline = time.monotonic() + 120
        while len(list(out.glob("trials/*.json"))) < 4:
            assert run.poll() is None, "ended before it could be killed"
            assert time.monotonic() < deadline
            time.sleep(0.02)
        run.send_signal(signal.SIGKILL)
    finished = {p: p.stat().st_mtime_ns for p in out.glob("trials/*.json")}
    ended = subprocess.run(arguments, capture_output=True, text=True, timeout=300)
    assert ended.returncode == 0, ended.stderr
    assert {p: p.stat().st_mtime_ns for p in finished} == finished
    rows = results.read_rows(out)
    assert len(rows) == {"grid": 24, "random": 24, "bayesian": 24, "hyperband": 42}[tuner]
    assert {row["seed"] for row in rows} == {0, 1}
    assert (out / "best.keras").exists()
    assert (out / "report.md").exists()
