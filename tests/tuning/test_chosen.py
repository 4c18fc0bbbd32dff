"""How many workers, and what is refused."""

import pytest

from keras_acts import results
from keras_acts.cli import main
from keras_acts.tuning import chosen
from keras_acts.tuning.engine import Here, Task
from keras_acts.tuning.read import read
from keras_acts.tuning.threads import in_use
from keras_acts.tuning.workers import Workers
from tests.tuning.sweeps import written
from tests.tuning.trials import pretended


@pytest.fixture
def threads(monkeypatch):
    """What this process is told to compute with."""
    told = []
    monkeypatch.setattr(chosen, "use", told.append)
    monkeypatch.setattr(chosen, "available", lambda: 8)
    return told


def test_one_process_unless_more_are_asked_for(threads, tmp_path):
    assert chosen.kept(tmp_path, None, 0) is Here
    assert chosen.kept(tmp_path, 4, 0).keywords == {"count": 4, "threads": 2}
    assert chosen.kept(tmp_path, 16, 0).keywords == {"count": 16, "threads": 1}
    assert chosen.kept(tmp_path, 4, 3).keywords == {"count": 4, "threads": 3}
    assert chosen.kept(tmp_path, 0, 0) is None
    assert threads == [8]


def test_what_the_first_start_had_is_kept(threads, tmp_path, monkeypatch):
    before = {"workers": 3, "threads": 5}
    monkeypatch.setattr(results, "read_provenance", lambda folder: before)
    for workers, count in ((None, 3), (0, 3), (2, 2)):
        assert chosen.kept(tmp_path, workers, 0).keywords == {"count": count, "threads": 5}
    assert chosen.on_ray(tmp_path, None, None, None).keywords["cpus"] == 5


def test_the_fastest_way_is_taken(threads, monkeypatch, tmp_path):
    speeds = {(1, 8): 2.0, (2, 4): 3.0, (4, 2): 5.0, (8, 1): 4.0}
    monkeypatch.setattr(chosen, "_speed", lambda spec, trial, say, *way: speeds[way])
    said = []
    spec = read(written(tmp_path))
    assert chosen.measured(spec, pretended, said.append).keywords == {"count": 4, "threads": 2}
    assert said[2] == "4 x 2 threads: 300.0 trials a minute"


@pytest.mark.parametrize(
    "options",
    [
        ["--workers", "0"],
        ["--workers", "two"],
        ["--workers", "-1"],
        ["--address", "auto"],
        ["--cpus-per-trial", "1"],
        ["--engine", "ray", "--workers", "2"],
        ["--engine", "ray", "--threads", "2"],
        ["--engine", "ray", "--cpus-per-trial", "0"],
        ["--engine", "ray", "--gpus-per-trial", "-1"],
    ],
    ids=" ".join,
)
def test_bad_options_are_refused_before_anything_is_written(options, tmp_path, capsys):
    assert main(["sweep", str(written(tmp_path)), "--out", str(tmp_path / "out"), *options]) == 2
    assert "must" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_worker_is_given_what_shares_its_graph():
    cells = [{"a": a, "initializer": i} for a in "xyz" for i in "pq"]
    engine = Workers(None, None, print, count=2, threads=in_use())
    engine.waiting = [Task(None, cell, 0, 1) for cell in cells]
    first, second = Graph(None), Graph(None)
    engine.children = [first, second]
    given = []
    for child in (first, second, first, second, first):
        task = engine.waiting.pop(engine._choice(child))
        child.graph = tuple({"a": task.cell["a"]}.items())
        given.append("".join(task.cell.values()))
    assert given == ["xp", "yp", "xq", "yq", "zp"]


class Graph:
    """Of a child, only its graph."""

    def __init__(self, graph):
        self.graph = graph
