"""What a directory holds rests on one sweep and one version: changes are refused, or told."""

import dataclasses
import json
import shutil
import time
from pathlib import Path

import pytest

from keras_acts import cli, commands, data, results
from keras_acts.tuning import status, threads
from tests.promises.forked import FOUR, Dummy
from tests.promises.test_killed import contents, undisturbed
from tests.tuning.sweeps import swept, written

__all__ = ["undisturbed"]
GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def finished(tmp_path, monkeypatch):
    """A finished sweep: its file, its folder, and the dummy that counts what runs from here on."""
    monkeypatch.setattr(commands, "report", lambda options: 0)
    path, dummy = written(tmp_path, FOUR), Dummy(monkeypatch)
    swept(path, tmp_path / "out")
    dummy.calls.clear()
    return path, tmp_path / "out", dummy


def sweep(path, out, *options):
    return cli.main(["sweep", str(path), "--out", str(out), *options])


CHANGES = {
    "data": ('"digits"', '"mnist"'),
    "samples": ("samples = 60", "samples = 61"),
    "validation": ("samples = 60", "samples = 60\nvalidation = 0.3"),
    "model": ('tuner = "grid"', 'tuner = "grid"\nmodel = "convnet"'),
    "epochs": ("epochs = 1", "epochs = 2"),
    "optimizer": ("batch_size = 32", 'batch_size = 32\noptimizer = "adam"'),
    "batch_size": ("batch_size = 32", "batch_size = 16"),
    "weight_decay": ("batch_size = 32", "batch_size = 32\nweight_decay = 0.1"),
    "learned_rate": ("batch_size = 32", "batch_size = 32\nlearned_rate = 0.5"),
    "depth": ("depth = 1", "depth = 2"),
    "all_pairs": ("batch_size = 32", "batch_size = 32\nall_pairs = true"),
    "margin": ("batch_size = 32", "batch_size = 32\nmargin = 0.01"),
    "learning_rate": ("[nuisance]\nlearning_rate = [0.01, 0.1]", ""),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_sweep_is_refused_with_the_difference(name, finished, monkeypatch, capsys):
    path, out, dummy = finished
    old, new = CHANGES[name]
    text = path.read_text().replace(old, new)
    text = text.replace("depth = 1\nwidth = 4\n", "") if name == "model" else text
    assert text != path.read_text()
    path.write_text(text)
    if name == "data":
        monkeypatch.setattr(data, "load", lambda *given, load=data.load: load("digits"))
    before = contents(out)
    assert sweep(path, out) == 2
    assert f"- {name}: " in capsys.readouterr().err
    assert dummy.calls == []
    assert contents(out) == before


def test_changed_data_is_refused_with_both_hashes(finished, monkeypatch, capsys):
    path, out, dummy = finished
    arrays = data.load("digits")
    other = dataclasses.replace(arrays, x_train=arrays.x_train + 1)
    monkeypatch.setattr(data, "load", lambda *given: other)
    assert sweep(path, out) == 2
    assert f"sha256 {arrays.sha256} became {other.sha256}" in capsys.readouterr().err
    assert dummy.calls == []


@pytest.mark.parametrize("name", ["row", "provenance.json"])
def test_a_later_format_is_refused_with_its_version(name, finished, capsys):
    path, out, dummy = finished
    file = next(out.glob("trials/*")) if name == "row" else out / name
    results.write_json(file, {**results.read_json(file), "schema": 7, "more": 1})
    before = contents(out)
    assert sweep(path, out) == 2
    assert "received schema=7. Update keras_acts." in capsys.readouterr().err
    assert dummy.calls == []
    assert contents(out) == before


@pytest.mark.parametrize("version", sorted(path.name for path in GOLDEN.iterdir()))
def test_an_older_directory_is_read_and_goes_on(version, tmp_path, monkeypatch):
    """A folder a format: what was written then is finished now, and no trial runs again."""
    out = tmp_path / "out"
    shutil.copytree(GOLDEN / version, out)
    provenance = json.loads((out / "provenance.json").read_text())
    results.write_json(out / "provenance.json", {**provenance, "threads": threads.in_use()})
    assert "4 ok" in status.text(out)
    dummy = Dummy(monkeypatch)
    assert swept(out / "sweep.toml", out) == {"ok": 4}
    assert dummy.calls == []
    commands.report(commands.argparse.Namespace(directory=out))


@pytest.mark.parametrize("jump", [-86_400.0, 86_400.0])
def test_a_clock_that_jumps_changes_nothing(jump, undisturbed, tmp_path, monkeypatch):
    now = [time.time()]

    def jumping():
        now[0] += jump
        return now[0]

    monkeypatch.setattr(time, "time", jumping)
    Dummy(monkeypatch)
    said = []
    path = written(tmp_path, FOUR)
    from keras_acts.tuning.read import read
    from keras_acts.tuning.sweep import sweep

    sweep(read(path), path, tmp_path / "out", say=said.append)
    assert contents(tmp_path / "out") == undisturbed
    assert all(line.endswith(" 0:00 left") for line in said)
