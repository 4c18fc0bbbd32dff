"""Processes of a sweep are killed while it runs: the table is that of an undisturbed one."""

import sys
from pathlib import Path

import pytest

from keras_acts import agree, results
from tests.tuning.chaos import chaos, log
from tests.tuning.sweeps import SIXTY, swept, written
from tests.tuning.trials import pretended

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for children in /proc")


def rows(folder):
    """What rows say but for clocks and threads, by their files' names."""
    clocks = {**dict.fromkeys(agree.CLOCKS, 0), "threads": 0}
    return {results.row_path(folder, row).name: row | clocks for row in results.read_rows(folder)}


def told(tally, folder, record_property):
    """Prints the tally. Each trial that ended has a row, and none ended twice, but for one whose
    first end fell within the second of a kill: who died then may have written no row of it."""
    lines = log()
    record_property("figure", tally.text(lines, folder))
    assert (tally.orphans, set(tally.stops)) == (0, {0})
    ended = [line for line in lines if line.what == "ended"]
    assert len({line.trial for line in ended}) == len(rows(folder))
    assert tally.twice(lines) == []


@pytest.fixture(autouse=True)
def logfile(monkeypatch, tmp_path):
    monkeypatch.setenv("KERAS_ACTS_LOG", str(tmp_path / "log"))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    (tmp_path / "log").touch()


@pytest.mark.slow
def test_kills_and_a_stop_change_nothing(monkeypatch, tmp_path, record_property):
    monkeypatch.setenv("KERAS_ACTS_SECONDS", "0.4")
    path = written(tmp_path)
    swept(path, tmp_path / "undisturbed", pretended)
    tally = chaos(path, tmp_path / "chaos", "logged", ["child", "parent", "forks", "stop"])
    told(tally, tmp_path / "chaos", record_property)
    assert rows(tmp_path / "chaos") == rows(tmp_path / "undisturbed")


@pytest.mark.slow
def test_killed_every_few_seconds_real_trainings_have_the_same_bits(tmp_path, record_property):
    path = written(tmp_path, SIXTY)
    chaos(path, tmp_path / "undisturbed", "trained", [])
    (tmp_path / "log").write_text("")
    kinds = [*["any"] * 4, "stop"] * 3
    tally = chaos(path, tmp_path / "chaos", "trained", kinds)
    told(tally, tmp_path / "chaos", record_property)
    assert (tally.kills.total(), len(tally.stops), len(rows(tmp_path / "chaos"))) == (12, 3, 60)
    assert rows(tmp_path / "chaos") == rows(tmp_path / "undisturbed")
