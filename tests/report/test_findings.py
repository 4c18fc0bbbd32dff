"""What a run shows beside its verdicts: numbers by equality."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from keras_acts.report import alike, effects, reach, tuned
from keras_acts.report.run import Run
from tests.report.costs import COSTS as MEASURED
from tests.report.costs import arm
from tests.report.example import PLAN, PROVENANCE, RUN, row
from tests.report.test_verdicts import made

MAE = {"name": "val_accuracy", "direction": "min"}


COSTS = {
    ("relu", "elu"): {"relu": {"parameters": 7}, "elu": {"parameters": 9}},
    ("elu", "relu"): {"relu": {"parameters": 7}, "elu": {"parameters": 7, "seconds": 0.5}},
}


@pytest.mark.parametrize("order", COSTS)
def test_what_may_be_the_best_is_ordered_by_cost(order):
    close, cost = made(0.0005), COSTS[order]
    run = replace(close, rows=tuple({**one, **cost[one["activation"]]} for one in close.rows))
    assert tuple(one.activation for one in alike.alike(run)) == order


def test_what_may_be_the_best_is_ordered_by_the_measured_step_where_there_is_one():
    close = made(0.0005)
    cells = {one["activation"]: one["cell"] for one in close.rows}
    steps = {"relu": 1.0, "elu": 0.8}
    arms = [arm(name, cells[name], steps[name], parameters=7) for name in steps]
    found = alike.alike(replace(close, costs={**MEASURED, "arms": arms}))
    assert [(one.activation, one.step) for one in found] == [("elu", 0.8), ("relu", 1.0)]
    found = alike.alike(replace(close, costs={**MEASURED, "arms": arms[1:]}))
    assert [one.step for one in found] == [None, None]


def test_what_is_shown_to_be_worse_is_not_the_best():
    assert [one.activation for one in alike.alike(made(0.1))] == ["elu"]
    less = Run("x", {**PLAN, "objective": MAE}, PROVENANCE, None, made(0.1).rows)
    assert [one.activation for one in alike.alike(less)] == ["relu"]


def test_effects_are_of_the_part_without_gaps():
    rows = [
        row(a, i, 0.1, seed, value + 0.001 * seed)
        for (a, i), value in {
            **{("relu", "msra"): 0.5, ("relu", "glorot"): 0.3},
            **{("elu", "msra"): 0.7, ("elu", "glorot"): 0.5},
        }.items()
        for seed in range(2)
    ]
    found = effects.effects(replace(RUN, rows=(*rows, row("maxout", "msra", 0.1, 0, 0.9))))
    activation, initializer, both = found.terms
    np.testing.assert_allclose(activation.effects["elu",], (0.1, 0.1, 0.1, 2))
    np.testing.assert_allclose([initializer.share, both.share], [0.5, 0.0], atol=1e-4)
    assert (found.left_out, found.seeds) == ([("activation", "maxout")], (0, 1))
    assert found.seed < 1e-4


def test_there_are_no_effects_of_one_seed_or_of_one_combination():
    assert effects.effects(replace(RUN, rows=(row("relu", "msra", 0.1, 0, 0.5),))) is None
    assert effects.effects(replace(RUN, rows=())) is None


def test_the_budget_of_an_activation_is_how_many_cells_it_was_tried_in():
    assert tuned.budgets(RUN) == {"relu": 3, "elu": 2, "maxout": 0}
    longer = row("relu", "msra", 0.1, 0, 0.4, epochs=9, rung=True)
    (cell, *_) = tuned.tried(replace(RUN, rows=(*RUN.rows, longer)))["relu"]
    assert [one["val_accuracy"] for one in cell] == [0.4]


def test_tuning_curves_count_lost_seeds():
    curves = tuned.tuning_curves(RUN)
    assert set(curves) == {"relu", "elu"}
    assert curves["relu"].best[0] == pytest.approx((0.55 + 0.45 + 0.3) / 3)
    less = tuned.tuning_curves(replace(RUN, plan={**PLAN, "objective": MAE}))["relu"]
    assert less.best[0] == pytest.approx((0.55 + 0.9 + 0.3) / 3)
    assert less.best[2] < less.best[0]
    assert (less.low[0], less.high[0]) == (-math.inf, math.inf)


NUISANCE = {
    "low": [0.1, 1.0],
    None: [0.01, 0.1, 1.0],
    "high": {"min": 1e-5, "max": 0.11, "sampling": "log"},
}


@pytest.mark.parametrize("end", NUISANCE)
def test_the_best_value_at_an_end_is_told(end):
    plan = {**PLAN, "nuisance": {"learning_rate": NUISANCE[end], "optimizer": ["sgd", "adam"]}}
    found = [one for one in tuned.edges(replace(RUN, plan=plan)) if one.activation == "relu"]
    assert found == ([tuned.Edge("relu", "learning_rate", 0.1, end)] if end else [])


def test_the_smallest_difference_that_could_have_been_found():
    found = reach.reach(made(0.1))
    apart = [made(0.1).rows[i + 1]["val_accuracy"] - made(0.1).rows[i]["val_accuracy"]
             for i in range(0, 16, 2)]  # fmt: skip
    assert found.spread == pytest.approx(np.std(apart, ddof=1))
    assert (found.pairs, found.family, found.power) == (8, 2, 0.8)
    bound, shift = stats.t.ppf(1 - 0.0125, 7), found.difference / found.spread * math.sqrt(8)
    assert stats.nct.sf(bound, 7, shift) == pytest.approx(0.8, abs=1e-4)
    assert reach.reach(replace(RUN, rows=())) is None


def test_lost_trials_are_counted_among_those_that_were_trained():
    relu, elu = reach.lost(RUN)
    assert (relu.activation, relu.diverged.mean, relu.diverged.seeds) == ("relu", 1 / 6, 6)
    expected = stats.binomtest(1, 3).proportion_ci()
    np.testing.assert_allclose(elu.failed[1:3], (expected.low, expected.high))
