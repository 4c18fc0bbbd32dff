"""Objectives: their direction, what lost trials count for, and who reads them."""

import math

import pytest

from keras_acts import results
from keras_acts.objective import Objective, objective
from keras_acts.report import page, run, tables
from keras_acts.tuning import best
from keras_acts.tuning.oracle import Cells
from keras_acts.tuning.read import BadSweep, read
from tests.report.example import PLAN, PROVENANCE, row
from tests.tuning.sweeps import SMALL, written

MAE = Objective("val_mae", "min")


@pytest.mark.parametrize(
    ("given", "name", "direction"),
    [
        ("val_accuracy", "val_accuracy", "max"),
        ("val_sparse_categorical_accuracy", "val_sparse_categorical_accuracy", "max"),
        ("val_loss", "val_loss", "min"),
        ("val_auc_1", "val_auc_1", "max"),
        ({"name": "val_thing", "direction": "max"}, "val_thing", "max"),
        (MAE, "val_mae", "min"),
    ],
)
def test_directions(given, name, direction):
    assert objective(given) == Objective(name, direction)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('objective = "val_thing"', "must be max or min, and told for a metric that is not known"),
        ('objective = { name = "val_mae", direction = "up" }', "received name = 'val_mae'"),
        ('objective = { name = "val_mae", way = "min" }', "a table of `name` and `direction`"),
        ("objective = 3", "received objective = 3"),
    ],
)
def test_what_is_no_objective_is_refused(line, message, tmp_path):
    with pytest.raises(BadSweep, match=message):
        read(written(tmp_path, f"{line}\n{SMALL}"))


def trial(cell, seed, value, status="ok"):
    return {"cell": cell, "seed": seed, "epochs": 1, "status": status, "val_mae": value}


@pytest.mark.parametrize(
    ("rows", "winner"),
    [
        ([trial("a", 0, 3.0), trial("b", 0, 2.0)], ("b", 0)),
        ([trial("a", 0, 1.0), trial("a", 1, None, "failed"), trial("b", 0, 9.0)], ("b", 0)),
        ([trial("a", 0, 2.0), trial("a", 1, None, "diverged"),
          trial("b", 0, 1.0), trial("b", 1, None, "failed")], ("b", 0)),
        ([trial("a", 0, None, "failed")], None),
    ],
)  # fmt: skip
def test_the_least_mean_wins_and_a_lost_seed_comes_last(rows, winner):
    chosen = best.select(rows, MAE)
    assert (chosen and (chosen["cell"], chosen["seed"])) == winner


def test_a_lost_trial_of_an_error_scores_below_every_other():
    assert results.score(trial("a", 0, None, "failed"), MAE) == -math.inf
    assert results.mean_score([trial("a", 0, 2.0), trial("a", 1, 4.0)], MAE) == -3.0


@pytest.mark.parametrize("tuner", ["random", "bayesian"])
def test_a_tuner_is_told_finite_scores_only(tuner, tmp_path):
    cells = Cells(read(written(tmp_path, SMALL.replace('"grid"', f'"{tuner}"'))), tmp_path / "t")
    for score in (-math.inf, -5.0, -7.0, -math.inf):
        cells.tell(cells.ask(), score)
    told = [one.score for one in cells.oracle.trials.values()]
    assert told == [0.0, -5.0, -7.0, -7.0]


def test_the_report_reads_the_objective_of_the_plan(tmp_path):
    plan = {**PLAN, "objective": vars(MAE)}
    results.write_json(tmp_path / "provenance.json", {**PROVENANCE, "plan": plan})
    for seed in (0, 1):
        for name, mae in (("relu", 40.0), ("elu", 30.5)):
            one = row(name, "msra", 0.1, seed, None, val_mae=mae + seed, history_val_mae=[mae])
            results.write_row(tmp_path, one)
    text = page.write(tmp_path).read_text(encoding="utf-8")
    assert "Best so far: elu + msra, no BatchNorm, 31;" in text
    assert "val_mae, less is better" in text
    _, relu, elu, _ = tables.activations(run.read(tmp_path))
    assert relu[2:4] == ["40.5", "40 41"]
    assert elu[4] == "-9.5 (-9.5 to -9.5)"
