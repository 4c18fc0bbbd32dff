"""A budget of Hyperband: fewer seeds, of all activations alike, and more when there is time."""

import pytest

from keras_acts.tuning import cut
from keras_acts.tuning.read import BadSweep
from tests.tuning.sweeps import SMALL
from tests.tuning.test_budget import COST, Clock, counts

HALVED = (
    SMALL.replace('"grid"', '"hyperband"')
    .replace("epochs = 1", "epochs = 9")
    .replace("[0, 1]", "[0, 1, 2]")
    .replace("[0.01, 0.1]", "{ min = 0.01, max = 1.0 }")
)


class ByEpoch(Clock):
    """A clock on which a trial takes so many times as long as it has epochs."""

    def trial(self, spec, cell, seed, epochs):
        before = self.now
        row = super().trial(spec, cell, seed, epochs)
        self.now = before + epochs * COST[cell["activation"]]
        return {**row, "seconds": self.now - before}


def test_hyperband_has_fewer_seeds_all_alike(tmp_path):
    whole, took, _ = counts(tmp_path / "whole", HALVED, 10000, ByEpoch())
    limit = 0.8 * took + 4 * 27
    found, took, budget = counts(tmp_path / "cut", HALVED, limit, ByEpoch())
    assert budget.cuts == ["2 of 3 seeds for relu, mpelu, maxout."]
    assert took <= limit
    two = HALVED.replace("[0, 1, 2]", "[0, 1]")
    expected, *_ = counts(tmp_path / "two", two, 10000, ByEpoch())
    assert found == expected
    assert {seed for _, seed in whole} == {0, 1, 2}


def test_hyperband_has_more_seeds_where_trials_take_less_than_the_first(tmp_path):
    class Warming(ByEpoch):
        def trial(self, spec, cell, seed, epochs):
            before, early = self.now, self.now < 1000 + 3 * 12
            row = super().trial(spec, cell, seed, epochs)
            self.now += 2 * (self.now - before) * early
            return {**row, "seconds": self.now - before}

    _, took, _ = counts(tmp_path / "whole", HALVED, 10000, Warming())
    found, later, budget = counts(tmp_path / "cut", HALVED, 1.2 * took + 4 * 81, Warming())
    assert budget.cuts == []
    assert {seed for _, seed in found} == {0, 1, 2}
    assert later >= took


def test_a_moment_after_the_pilot_does_not_matter(tmp_path, monkeypatch):
    fits = iter([1, 0, 1])
    monkeypatch.setattr(cut.Plan, "_fitting", lambda plan, had=0: next(fits))
    found, _, budget = counts(tmp_path, HALVED, 10000, ByEpoch())
    assert {seed for _, seed in found} == {0}
    assert budget.cuts == ["1 of 3 seeds for relu, mpelu, maxout."]


def test_hyperband_without_time_for_a_seed_is_refused(tmp_path):
    with pytest.raises(BadSweep, match=r"about (\d+)s are needed") as caught:
        counts(tmp_path / "short", HALVED, 150, ByEpoch())
    least = int(str(caught.value).split("about ")[1].split("s")[0])
    found, took, _ = counts(tmp_path / "enough", HALVED, least, ByEpoch())
    assert {seed for _, seed in found} == {0}
    assert took <= least
