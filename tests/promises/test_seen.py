"""Seen while it runs: the screen, the lines, and `keras-acts status` from another terminal."""

import io
import re

import pytest
from rich.console import Console

from keras_acts import cli, results
from keras_acts.objective import Objective
from keras_acts.tuning import lock, status
from keras_acts.tuning.live import Screen
from keras_acts.tuning.progress import Lines, Progress
from keras_acts.tuning.signals import Stopped
from tests.processes import python
from tests.promises.forked import FOUR, Dummy, forked, killed
from tests.tuning.sweeps import swept, written

VARIED = {"activation": ("relu", "elu"), "initializer": ("msra",), "learning_rate": (0.1, 0.01)}
ROW = {
    **{"activation": "relu", "initializer": "msra", "batch_norm": "none", "learning_rate": 0.1},
    **{"cell": "1", "epochs": 1, "seconds": 1.0, "reason": ""},
}


def told(*watches, objective=None):
    """The progress of a sweep of eight, of which five have ended."""
    progress = Progress(8, VARIED, objective or Objective(), 2, watches)
    progress.tell({**ROW, "seed": 0, "status": "ok", "val_accuracy": 0.5}, found=True)
    progress.tell({**ROW, "seed": 1, "status": "ok", "val_accuracy": 0.75})
    other = {**ROW, "activation": "elu", "cell": "2"}
    progress.tell({**other, "seed": 0, "status": "ok", "val_accuracy": 0.875})
    progress.tell({**other, "seed": 1, "status": "diverged", "reason": "loss not finite"})
    progress.tell({**other, "seed": 2, "status": "failed", "reason": "ValueError: why\nmore"})
    return progress


def drawn(width=80, encoding="utf-8", height=25):
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding)
    console = Console(file=file, width=width, height=height, force_terminal=True, color_system=None)
    screen = Screen(console)
    console.print(screen.picture())
    told(screen)
    console.print(screen.picture())
    file.flush()
    return raw.getvalue().decode(encoding).splitlines()


def test_the_screen_says_how_far_how_well_and_what_failed():
    ready, bar, counts, best, *last = drawn()
    assert ready == "getting ready"
    assert len(bar.strip()) == 80 * 5 // 8
    assert counts.startswith("5/8  0:00 left  2 running  3 ok  1 diverged  1 failed")
    assert best.rstrip() == "best 0.6250 ± 0.1768 (2 seeds) relu learning_rate=0.1"
    assert last[0].rstrip() == "0.7500   relu learning_rate=0.1 @1"
    assert last[-1].rstrip() == "failed   elu learning_rate=0.1 @2  ValueError: why"


@pytest.mark.parametrize(("width", "encoding"), [(20, "utf-8"), (20, "ascii"), (80, "latin-1")])
def test_a_narrow_or_an_old_terminal_is_no_error(width, encoding):
    lines = drawn(width, encoding)
    assert max(map(len, lines)) <= width
    assert lines[2].startswith("5/8  0:00 left")


def test_a_line_a_trial_without_a_terminal():
    lines = []
    told(Lines(lines.append))
    assert [line.rpartition(" left")[0][:-5].rstrip() for line in lines] == [
        "[2/8] relu learning_rate=0.1 @1  0.7500 best",
        "[3/8] elu learning_rate=0.1 @0   0.8750 best",
        "[4/8] elu learning_rate=0.1 @1   diverged",
        "[5/8] elu learning_rate=0.1 @2   failed",
    ]
    assert lines[3].endswith(" left  ValueError: why")
    assert max(map(len, lines)) < 80


def test_less_is_best_where_the_objective_says_so():
    progress = told(objective=Objective("val_accuracy", "min"))
    assert progress.best["val_accuracy"] == 0.5


def running(out, path, after, then):
    """A sweep in a child that does `then` in the place of the trial that is after so many."""

    def run():
        with pytest.MonkeyPatch.context() as monkeypatch:
            dummy = Dummy(monkeypatch)

            def act(*trial):
                return then() if len(dummy.calls) == after else dummy.run(*trial)

            monkeypatch.setattr("keras_acts.tuning.sweep.run", act)
            swept(path, out)

    return forked(run)


def stopped():
    raise Stopped(15)


def test_status_of_a_run_that_runs_was_killed_stopped_and_finished(tmp_path, monkeypatch):
    path, out = written(tmp_path, FOUR), tmp_path / "out"
    with lock.owned(out):
        assert status.text(out).startswith(f"{out}: running, process ")
    assert running(out, path, 2, killed) == -9
    first, second, third, fourth = status.text(out).splitlines()
    assert first.startswith(f"{out}: killed, process ")
    assert second == "trials: 2 of 4 at most; 2 ok, 0 diverged, 0 failed, 0 skipped"
    assert third.startswith("best so far: 0.")
    assert fourth == "time: 0:00 in 2 trials"
    assert running(out, path, 1, stopped) == 99
    assert ": Stopped: stopped by SIGTERM; the command" in status.text(out)
    Dummy(monkeypatch)
    swept(path, out)
    assert status.text(out).startswith(f"{out}: finished, process ")


def test_status_tells_what_runs_and_no_lie_after_a_kill(tmp_path, monkeypatch):
    path, out = written(tmp_path, FOUR), tmp_path / "out"
    said = tmp_path / "said"

    def seen():
        said.write_text(status.text(out))
        killed()

    assert running(out, path, 2, seen) == -9
    (line,) = [one for one in said.read_text().splitlines() if one.startswith("running: ")]
    assert re.fullmatch(r"running: \S+.* @\d for 0:\d\d", line)
    assert (out / "running.json").exists()
    with lock.owned(out):
        assert "\nrunning: " not in status.text(out)
    Dummy(monkeypatch)
    swept(path, out)
    assert not (out / "running.json").exists()


def test_status_says_what_failed_and_why_and_writes_nothing(tmp_path, monkeypatch):
    path, out = written(tmp_path, FOUR), tmp_path / "out"
    dummy = Dummy(monkeypatch)

    def fail(*trial):
        return {**dummy.run(*trial), "status": "failed", "reason": "KeyError: 'x'"}

    monkeypatch.setattr("keras_acts.tuning.sweep.run", fail)
    swept(path, out)
    rows = sorted(out.glob("trials/*.json"))
    rows[0].write_bytes(b"\xff{")
    before = sorted(out.rglob("*"))
    with lock.owned(out):
        said = status.text(out)
    assert f"not readable, to be run again: {rows[0].name}" in said
    assert said.count("KeyError: 'x'") == 3
    assert sorted(out.rglob("*")) == before


def test_status_of_no_run(tmp_path, capsys):
    assert cli.main(["status", str(tmp_path)]) == 2
    assert "must be the directory of a sweep" in capsys.readouterr().err
    with lock.owned(tmp_path):
        assert "no trial has begun" in status.text(tmp_path)


def test_status_of_a_later_version(tmp_path, capsys, monkeypatch):
    Dummy(monkeypatch)
    swept(written(tmp_path, FOUR), tmp_path / "out")
    row = next((tmp_path / "out" / "trials").iterdir())
    results.write_json(row, {**results.row_in(row), "schema": 2})
    assert cli.main(["status", str(tmp_path / "out")]) == 2
    assert "received schema=2. Update keras_acts." in capsys.readouterr().err


STATUS = """
import runpy, sys
sys.argv = ["{program}", "status", "out"]
sys.orig_argv = ["python", "-m", "keras_acts", "status", "out"]
import atexit
atexit.register(
    lambda: print("added", *sorted({{m.split(".")[0] for m in sys.modules}} & {{*{heavy!r}}}))
)
{start}
"""
HEAVY = ("keras", "tensorflow", "numpy", "keras_tuner", "rich")


@pytest.mark.parametrize(
    ("program", "start"),
    [
        ("/usr/bin/keras-acts", "from keras_acts.cli import main; sys.exit(main())"),
        ("-m", "runpy.run_module('keras_acts', run_name='__main__')"),
    ],
)
def test_status_imports_no_keras(program, start, tmp_path, monkeypatch):
    Dummy(monkeypatch)
    swept(written(tmp_path, FOUR), tmp_path / "out")
    said, _ = python(STATUS.format(program=program, start=start, heavy=HEAVY), cwd=tmp_path)
    assert said.splitlines()[0].startswith("out: finished")
    assert said.splitlines()[-1] == "added"
