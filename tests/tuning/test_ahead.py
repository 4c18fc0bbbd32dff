"""How many cells a tuner is asked ahead, and that who is faster changes nothing."""

import itertools

import pytest

from keras_acts.tuning.engine import Here, Task, graph
from keras_acts.tuning.stages import Search
from tests.tuning.sweeps import SMALL, swept, written
from tests.tuning.trials import pretended


class Late(Here):
    """Ends trials in another order than they were offered in, as `count` workers would."""

    def __init__(self, count, turn, *three):
        super().__init__(*three)
        self.at_once, self.turn = count, turn

    def collect(self):
        self.waiting.rotate(self.turn)
        return super().collect()


def workers(count, turn=0):
    """Starts an engine that looks as if it had `count` workers."""
    return lambda *three: Late(count, turn, *three)


@pytest.fixture
def events(monkeypatch):
    """What a tuner is asked and told, in that order; a list that a test may empty."""
    seen, ask, tell = [], Search.ask, Search.tell

    def asked(self):
        cell = ask(self)
        seen.append(("ask", cell and cell.trial.trial_id))
        return cell

    def told(self, cell, score):
        seen.append(("tell", cell.trial.trial_id, score))
        tell(self, cell, score)

    monkeypatch.setattr(Search, "ask", asked)
    monkeypatch.setattr(Search, "tell", told)
    return seen


def test_who_is_faster_changes_nothing_and_what_is_asked_ahead_is_kept(events, tmp_path):
    path = written(tmp_path, SMALL.replace('"grid"', '"bayesian"'))
    seen = {}
    ways = {"one": workers(1), "two": workers(2), "late": workers(2, 1)}
    for folder, start in ways.items():
        events.clear()
        swept(path, tmp_path / folder, pretended, start)
        seen[folder] = list(events)
    assert [event[0] for event in seen["one"]][:4] == ["ask", "tell", "ask", "tell"]
    assert [event[0] for event in seen["two"]][:6] == ["ask"] * 3 + ["tell", "ask", "tell"]
    assert seen["late"] == seen["two"]
    for row in list((tmp_path / "two" / "trials").iterdir())[3:]:
        row.unlink()
    events.clear()
    swept(path, tmp_path / "two", pretended, workers(1))
    assert events == seen["two"]


def test_one_process_runs_trials_of_the_same_graph_one_after_the_other(tmp_path):
    more = '"msra"]\nbatch_norm = ["none", "before"]'
    text = SMALL.replace('"grid"', '"random"').replace('"msra"]', more)
    ran = []

    def noted(spec, cell, seed, epochs):
        ran.append(graph(Task(tmp_path, cell, seed, epochs)))
        return pretended(spec, cell, seed, epochs)

    swept(written(tmp_path, text), tmp_path / "out", noted)
    changes = sum(one != other for one, other in itertools.pairwise(ran))
    # Six cells of each activation, of two graphs, and sixteen are asked ahead.
    assert (len(ran), len(set(ran)), changes) == (36, 6, 5)
