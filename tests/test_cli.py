"""The command line: what it prints, and its exit statuses."""

import json
import re
import signal
import subprocess
import sys
import time

import pytest

from keras_acts import cli
from keras_acts.tuning import lock
from keras_acts.tuning import sweep as module
from tests.processes import command, python
from tests.tuning.sweeps import SMALL, Pretend, written

HEAVY = ("keras_tuner", "scipy", "sklearn", "matplotlib", "rich")


@pytest.mark.parametrize(
    "arguments",
    [
        *(["--help"], ["list"], ["claims"], ["sweep"], ["plot", "mpel"]),
        *(["sweep", "nothing.toml"], ["report", "x"]),
    ],
)
def test_help_list_and_errors_cost_one_keras_import_at_most(arguments):
    """Nothing heavy is imported on top of what `import keras` brings by itself."""
    code = f"""
import sys, keras
before = set(sys.modules)
from keras_acts import cli
try:
    status = cli.main({arguments!r})
except SystemExit as end:
    status = end.code
print("added", *sorted({{m.split(".")[0] for m in set(sys.modules) - before}} & set({HEAVY!r})))
print("status", status)
"""
    out, _ = python(code)
    added, status = out.splitlines()[-2:]
    loaded = {"matplotlib"} if arguments[0] == "report" else set()
    assert set(added.split()[1:]) <= loaded
    fine = arguments[0] in ("--help", "list", "claims")
    assert status == f"status {0 if fine else 2}"


def test_list_names_everything(capsys):
    assert cli.main(["list"]) == 0
    out = capsys.readouterr().out
    for name in ("mpelu", "taylor", "before", "convnet"):
        assert re.search(rf"^  {name} ", out, re.MULTILINE)


def test_plot_writes_a_picture(tmp_path):
    path = tmp_path / "it.svg"
    arms = ["leaky_relu(negative_slope=0.1)", "crelu", "softmax"]
    assert cli.main(["plot", *arms, "--out", str(path)]) == 0
    assert path.read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["plot", "mpelo"], "did you mean 'mpelu'"),
        (["plot", "elu(alpa=1)"], "did you mean 'alpha'"),
        (["plot", "elu(alpha=1"], "must be written as name(option=value, ...)"),
        (["plot", "maxout(pieces=1)"], "received pieces=1"),
        (["plot", "mpelu", "--out", "it.gif"], "--out must end in .png or .svg"),
        (["list", "activation"], "did you mean 'activations'"),
        (["report", "nowhere"], "nowhere must be the directory of a sweep"),
        (["sweep", "nowhere.toml"], "nowhere.toml, which cannot be read"),
        (["sweep", "x.toml", "--threads", "-1"], "--threads must be at least 1"),
    ],
)
def test_bad_input_writes_nothing(arguments, message, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.main(arguments) == 2
    assert message in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_bad_sweep_writes_nothing(tmp_path, capsys):
    path = written(tmp_path, SMALL.replace('"maxout"', '"maxuot"'))
    assert cli.main(["sweep", str(path), "--out", str(tmp_path / "out")]) == 2
    assert "did you mean 'maxout'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_sweep_ends_with_its_report(tmp_path, capsys, monkeypatch):
    Pretend(monkeypatch)
    assert cli.main(["sweep", str(written(tmp_path)), "--out", str(tmp_path / "out")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("[ 1/24] relu+glorot learning_rate=0.01 @0")
    assert lines[-1] == f"report: {tmp_path / 'out' / 'report.html'}"
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"sweep.toml", "provenance.json", "trials", "results.csv", "figures"} <= names


def test_a_failed_trial_is_status_5(tmp_path, monkeypatch):
    pretend = Pretend(monkeypatch)

    def failing(*trial):
        return {**pretend.run(*trial), "status": "failed", "reason": "why"}

    monkeypatch.setattr(module, "run", failing)
    assert cli.main(["sweep", str(written(tmp_path)), "--out", str(tmp_path / "out")]) == 5
    assert "No trial ended with a result" in (tmp_path / "out" / "report.md").read_text()


def test_a_directory_in_use_is_status_3(tmp_path, capsys):
    with lock.owned(tmp_path / "out"):
        assert cli.main(["sweep", str(written(tmp_path)), "--out", str(tmp_path / "out")]) == 3
    assert "must be worked on by one process at a time" in capsys.readouterr().err


def test_a_disk_that_takes_nothing_is_status_4(tmp_path, capsys, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    Pretend(monkeypatch)
    monkeypatch.setattr(module.results, "write_row", full)
    assert cli.main(["sweep", str(written(tmp_path)), "--out", str(tmp_path / "out")]) == 4
    assert "No space left on device" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["report"], ["sweep", "small.toml", "--out"]])
def test_what_is_no_directory_is_refused(arguments, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(written(tmp_path).parent)
    (tmp_path / "out").write_text("a file")
    assert cli.main([*arguments, "out"]) == 2
    assert "must be" in capsys.readouterr().err


def test_another_number_of_threads_than_the_first_trials_is_refused(tmp_path, capsys, monkeypatch):
    Pretend(monkeypatch)
    arguments = ["sweep", str(written(tmp_path)), "--out", str(tmp_path / "out")]
    cli.main(arguments)
    assert cli.main([*arguments, "--threads", "99"]) == 2
    assert "received --threads 99" in capsys.readouterr().err


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_stop_it_with_whole_rows_only(number, status, tmp_path):
    out = tmp_path / "out"
    arguments = [sys.executable, "-m", "keras_acts", "sweep", written(tmp_path), "--out", out]
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as run:
        while len(list(out.glob("trials/*.json"))) < 2:
            assert run.poll() is None
            time.sleep(0.02)
        run.send_signal(number)
        run.wait(timeout=20)
        assert run.returncode == status
    for path in out.glob("trials/*"):
        assert json.loads(path.read_text())["status"] == "ok"


def test_report_is_written_again_from_the_rows(tmp_path, monkeypatch):
    Pretend(monkeypatch)
    out = tmp_path / "out"
    cli.main(["sweep", str(written(tmp_path)), "--out", str(out)])
    files = ["report.md", "figures/accuracy.png", "figures/heatmap.png", "figures/curves.png"]
    before = [(out / name).read_bytes() for name in files]
    command("report", out)
    assert [(out / name).read_bytes() for name in files] == before
