"""Trials in child processes: the same table as one process, whatever happens to a child."""

import os
from collections import Counter
from contextlib import closing, suppress
from functools import partial

import pytest

from keras_acts import results
from keras_acts.tuning import forks, signals, workers
from keras_acts.tuning.child import Child
from keras_acts.tuning.engine import Task
from keras_acts.tuning.read import read
from keras_acts.tuning.threads import in_use
from keras_acts.tuning.workers import Workers
from tests.tuning.sweeps import SMALL, swept, written
from tests.tuning.trials import deadly, logged, pretended, told

TWO = partial(Workers, count=2, threads=in_use())


@pytest.fixture(autouse=True)
def log(monkeypatch, tmp_path):
    """The log of children, which learn of it though what forks them began before it was set."""
    monkeypatch.setenv("KERAS_ACTS_LOG", str(tmp_path / "log"))
    (tmp_path / "log").touch()
    return tmp_path / "log"


def rows(folder):
    """What the rows of a run say, in the order of their names, without what only clocks say."""
    return [{**row, "seconds": 0} for row in results.read_rows(folder)]


def test_two_children_give_the_rows_of_one_process(log, tmp_path):
    path = written(tmp_path)
    swept(path, tmp_path / "one", pretended)
    swept(path, tmp_path / "two", logged, TWO)
    assert rows(tmp_path / "one") == rows(tmp_path / "two")
    lines = [line.split() for line in log.read_text().splitlines()]
    assert len([line for line in lines if line[0] == "ended"]) == 24
    assert len({process for _, _, process, _ in lines}) == 2


def test_a_stop_takes_in_what_has_ended_and_begins_nothing(log, tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_ACTS_SECONDS", "0.2")
    spec, taken = read(written(tmp_path)), []
    with closing(TWO(spec, logged, print)) as engine:
        for seed in range(40):
            engine.offer(Task(tmp_path / str(seed), {"activation": "relu"}, seed, 1))
        while not taken or not all(child.ready for child in engine.children):
            taken.append(engine.collect())
        while not all(child.pipe.poll(0.1) for child in engine.children):
            pass
        monkeypatch.setattr(signals, "_received", [15])
        with suppress(signals.Stopped):
            while True:
                taken.append(engine.collect())
    told = [line.split()[0] for line in log.read_text().splitlines()]
    assert len(taken) == told.count("ended") == told.count("begun") < 40


def test_a_child_that_dies_costs_a_retry_and_then_its_trial(log, tmp_path):
    said = []
    text = SMALL.replace('"glorot", "msra"', '"glorot"').replace("[0.01, 0.1]", "[0.01]")
    done = swept(written(tmp_path, text), tmp_path / "out", deadly, TWO, said.append)
    assert done == {"ok": 5, "failed": 1}
    failed = next(row for row in rows(tmp_path / "out") if row["status"] == "failed")
    assert (failed["activation"], failed["seed"]) == ("maxout", 0)
    assert "SIGKILL" in failed["reason"]
    begun = [line.split()[1] for line in log.read_text().splitlines()]
    assert sorted(begun.count(trial) for trial in set(begun)) == [1, 1, 1, 1, 2, 2]
    assert len([line for line in said if "runs again in a fresh one" in line]) == 2


def test_a_child_calls_what_it_is_asked_to_and_another_where_it_dies(log):
    said = []
    with closing(TWO(None, None, said.append)) as engine:
        text, process = engine.call(told, "winner", 1)
        assert (text, process != os.getpid()) == ("winner", True)
        assert "the winner's training runs again in a fresh one" in said[0]
        with pytest.raises(ValueError, match="a text must be given"):
            engine.call(told, "")


@pytest.mark.slow
def test_a_call_of_which_two_children_die_ends_with_an_error(log):
    with (
        closing(TWO(None, None, print)) as engine,
        pytest.raises(RuntimeError, match="the winner must be trained; its process ended by"),
    ):
        engine.call(told, "winner", 2)


@pytest.mark.slow
def test_a_child_is_replaced_after_so_many_trials(log, tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "LIFE", 5)
    assert swept(written(tmp_path), tmp_path / "out", logged, TWO) == {"ok": 24}
    ended = [line.split()[2] for line in log.read_text().splitlines() if line[:5] == "ended"]
    assert max(Counter(ended).values()) == 5


@pytest.mark.slow
def test_where_nothing_can_fork_them_children_import_for_themselves(log, tmp_path, monkeypatch):
    def too_long():
        raise OSError("AF_UNIX path too long")

    monkeypatch.setattr(forks.forkserver, "ensure_running", too_long)
    assert swept(written(tmp_path), tmp_path / "out", logged, TWO) == {"ok": 24}
    assert len({line.split()[2] for line in log.read_text().splitlines()}) == 2


def test_what_children_are_forked_by_may_die_while_it_makes_one(log, tmp_path, monkeypatch):
    tried = []

    def child():
        tried.append(1)
        if len(tried) == 1:
            raise EOFError
        return Child()

    monkeypatch.setattr(workers, "Child", child)
    assert swept(written(tmp_path), tmp_path / "out", logged, TWO) == {"ok": 24}
    assert len(tried) == 3


def test_where_no_child_can_be_made_a_sweep_ends_with_an_error(tmp_path, monkeypatch):
    def child():
        raise EOFError

    monkeypatch.setattr(workers, "Child", child)
    with pytest.raises(RuntimeError, match="workers must start; the last 5 died"):
        swept(written(tmp_path), tmp_path / "out", logged, TWO)
