"""A sweep with a budget ends in time, and says what it left out."""

from collections import Counter

import pytest

from keras_acts import results
from keras_acts.report.page import write
from keras_acts.tuning import signals
from keras_acts.tuning import sweep as module
from keras_acts.tuning.budget import Budget, allot, seconds
from keras_acts.tuning.read import BadSweep, read
from keras_acts.tuning.taken import costs
from tests.tuning.sweeps import SMALL, written
from tests.tuning.trials import pretended

COST = {"relu": 1.0, "mpelu": 2.0, "maxout": 3.0}
TWO = "[confirm]\nfinalists = 2\nseeds = [7, 8, 9]\n"


class Clock:
    """A clock that trials move."""

    def __init__(self, scores=None):
        self.now = 1000.0
        self.scores = scores or {}

    def __call__(self):
        return self.now

    def trial(self, spec, cell, seed, epochs):
        self.now += COST[cell["activation"]]
        row = pretended(spec, cell, seed, epochs)
        score = self.scores.get(cell["activation"], row["val_accuracy"])
        return {**row, "val_accuracy": score, "seconds": COST[cell["activation"]]}


def counts(tmp_path, text, limit, clock=None):
    """How many trials of each activation and seed a sweep runs, and when it ends."""
    clock = clock or Clock({"relu": 0.5, "mpelu": 0.7, "maxout": 0.6})
    tmp_path.mkdir(exist_ok=True)
    path = written(tmp_path, text)
    budget = Budget(limit, clock)
    module.sweep(read(path), path, tmp_path / "run", lambda line: None, clock.trial, budget=budget)
    rows = results.read_rows(tmp_path / "run")
    return Counter((row["activation"], row["seed"]) for row in rows), clock.now - 1000, budget


def test_a_plan_that_fits_is_not_cut(tmp_path):
    found, took, budget = counts(tmp_path, SMALL, 1000)
    assert set(found.values()) == {4}
    assert len(found) == 6
    assert took == 48
    assert budget.cuts == []


def test_seeds_are_cut_from_the_worst(tmp_path):
    found, took, budget = counts(tmp_path, SMALL, 24 + 6 + 13)
    assert found == {(arm, 0): 4 for arm in COST} | {("relu", 1): 4, ("mpelu", 1): 4}
    assert budget.cuts == ["1 of 2 seeds for maxout."]
    assert took <= 24 + 13


def test_the_baseline_never_has_fewer(tmp_path):
    clock = Clock({"relu": 0.1, "mpelu": 0.7, "maxout": 0.6})
    found, _, _ = counts(tmp_path, SMALL, 24 + 6 + 5, clock)
    assert found[("relu", 1)] == 4
    assert ("mpelu", 1) not in found


def test_random_search_gives_every_activation_fewer(tmp_path):
    text = SMALL.replace('"grid"', '"random"').replace("[0.01, 0.1]", "{ min = 0.01, max = 1.0 }")
    found, took, budget = counts(tmp_path, text.replace("[0, 1]", "[0]"), 6 + 6 + 13)
    assert set(found.values()) == {3}
    assert budget.cuts == ["3 of 6 cells for each activation."]
    assert took <= 25


def test_finalists_share_what_is_left(tmp_path):
    found, took, budget = counts(tmp_path, SMALL + TWO, 2 * 48 + 6)
    assert {found[("relu", seed)] for seed in (7, 8, 9)} == {1}
    assert took <= 2 * 48 + 6
    found, took, budget = counts(tmp_path, SMALL + TWO, 2000)
    assert sum(count for (_, seed), count in found.items() if seed >= 7) == 9
    assert budget.cuts == []


def test_a_budget_that_is_too_small_names_one_that_is_not(tmp_path):
    with pytest.raises(BadSweep, match=r"received --budget 12s, and about (\d+)s") as caught:
        counts(tmp_path, SMALL, 12)
    least = int(str(caught.value).split("about ")[1].split("s")[0])
    found, took, _ = counts(tmp_path, SMALL, least)
    assert {seed for _, seed in found} >= {0}
    assert took <= least


def test_what_was_cut_is_run_by_the_next_start(tmp_path):
    counts(tmp_path, SMALL, 24 + 6 + 13)
    assert "Cut to fit a budget of" in write(tmp_path / "run").read_text(encoding="utf-8")
    found, took, budget = counts(tmp_path, SMALL, 24 + 6 + 13)
    assert set(found.values()) == {4}
    assert took == 12
    assert budget.cuts == []


def test_trials_that_grow_slower_do_not_pass_the_end(tmp_path):
    clock = Clock()
    steady = clock.trial

    def slower(*arguments):
        clock.now += (clock.now - 1000) / 20
        return steady(*arguments)

    clock.trial = slower
    _, took, budget = counts(tmp_path, SMALL, 60, clock)
    assert took <= 60
    assert budget.cuts


@pytest.mark.parametrize("text", ["45 parsecs", "", "0m", "-5m", "1.5h", "nan", "5", "99999999h"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValueError, match="budget must be a time of hours"):
        seconds(text)


def test_no_trial_is_counted_twice(tmp_path):
    path, clock, said = written(tmp_path, SMALL + TWO), Clock(), []
    budget = Budget(1000, clock)
    module.sweep(read(path), path, tmp_path / "run", said.append, clock.trial, budget=budget)
    trials = len(results.read_rows(tmp_path / "run"))
    assert [int(line[1:3]) for line in said] == list(range(1, trials + 1))


def test_a_longer_trial_is_reckoned_from_the_steps_of_a_short_one():
    row = {"activation": "relu", "epochs": 1, "seconds": 1.0, "step_seconds": 0.2}
    cost = costs([row], at_once=2)["relu"]
    assert cost.of(1, 1) == pytest.approx(0.5)
    assert cost.of(1, 9) == pytest.approx((0.7 + 9 * 0.3) / 2)
    untold = costs([{**row, "step_seconds": 7.0}, {**row, "seconds": 9.0}], at_once=1)["relu"]
    assert untold == (0.0, 1.0)


def test_the_trial_that_traces_does_not_stand_for_all(tmp_path):
    class Tracing(Clock):
        def trial(self, spec, cell, seed, epochs):
            first = cell["activation"] not in self.scores
            self.scores[cell["activation"]] = 0.5
            row = super().trial(spec, cell, seed, epochs)
            self.now += 10 * first
            return {**row, "seconds": row["seconds"] + 10 * first}

    _, took, budget = counts(tmp_path, SMALL, 48 + 30 + 2 * 13, Tracing())
    assert (took, budget.cuts) == (48 + 30, [])


def test_nobody_has_more_seeds_than_the_baseline():
    order, costs = ["elu", "relu"], {"elu": 0.1, "relu": 4.0}
    assert allot(order, costs, 5, 9.0, "relu") == {"elu": 2, "relu": 2}
    assert allot(order, costs, 5, 3.0, "relu") == {"elu": 0, "relu": 0}


def test_a_trial_that_would_pass_the_end_is_ended(tmp_path):
    clock = Clock()
    steady = clock.trial

    def endless(*arguments):
        row = steady(*arguments)
        while clock.now > 1030:
            clock.now += 1
            signals.check()
        return row

    clock.trial = endless
    found, took, budget = counts(tmp_path, SMALL, 60, clock)
    assert 45 < took <= 60
    assert budget.cuts[-1].startswith("The time was over")
    assert set(found) >= {("relu", 0), ("mpelu", 0), ("maxout", 0)}


def test_a_budget_that_ends_in_the_pilot_is_refused(tmp_path):
    with pytest.raises(BadSweep, match="received --budget 2s, which was over after 2"):
        counts(tmp_path, SMALL, 2)
