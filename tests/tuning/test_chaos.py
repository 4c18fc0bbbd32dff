"""Processes of a sweep are killed while it runs: the table is that of an undisturbed one."""

import sys
from collections import Counter
from pathlib import Path

import pytest

from keras_acts import results
from tests.tuning.chaos import chaos, log
from tests.tuning.sweeps import swept, written
from tests.tuning.trials import pretended

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for children in /proc")


def rows(folder):
    """What rows say but for clocks and threads, by their files' names."""
    clocks = {"seconds": 0, "threads": 0}
    return {results.row_path(folder, row).name: row | clocks for row in results.read_rows(folder)}


def told(tally, folder, record_property):
    """Prints the tally; each trial that ended has one row, and none began after it had ended."""
    lines = log()
    record_property("figure", tally.text(lines, folder))
    ended = Counter(line.trial for line in lines if line.what == "ended")
    assert (tally.orphans, set(tally.stops)) == (0, {0})
    assert len(ended) == len(rows(folder))
    return ended.total() - len(ended)


@pytest.fixture
def light(monkeypatch, tmp_path):
    """Processes without TensorFlow, which they do not need to pretend."""
    monkeypatch.setenv("KERAS_BACKEND", "numpy")
    monkeypatch.setenv("KERAS_ACTS_SECONDS", "0.1")


@pytest.fixture(autouse=True)
def logfile(monkeypatch, tmp_path):
    monkeypatch.setenv("KERAS_ACTS_LOG", str(tmp_path / "log"))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    (tmp_path / "log").touch()


def test_kills_and_a_stop_change_nothing(light, tmp_path, record_property):
    path = written(tmp_path)
    swept(path, tmp_path / "undisturbed", pretended)
    tally = chaos(path, tmp_path / "chaos", "logged", ["child", "parent", "stop"])
    assert told(tally, tmp_path / "chaos", record_property) <= 2
    assert rows(tmp_path / "chaos") == rows(tmp_path / "undisturbed")
