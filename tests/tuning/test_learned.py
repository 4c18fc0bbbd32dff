"""A rate and a decay of their own for what activations learn, as settings of a sweep."""

import json
from pathlib import Path

import numpy as np
import pytest

from keras_acts import data, results
from keras_acts.report.run import read as read_run
from keras_acts.split import split
from keras_acts.tuning import trial
from keras_acts.tuning.build import compiled
from keras_acts.tuning.read import BadSweep, read
from keras_acts.tuning.spec import identity
from tests.tuning.sweeps import SMALL, Pretend, swept, written

REPORTS = Path(__file__).parents[2] / "reports"
DECAYED = "weight_decay = 0.01\n" + SMALL.replace('["glorot", "msra"]', '["glorot"]').replace(
    "learning_rate = [0.01, 0.1]", "learned_decay = [0.0, 5.0]\nlearned_rate = [1.0, 2.0]"
)


def rates_and_decays(tmp_path, text, **wanted):
    """(rate, decay) of each part of the optimizer of the cell that is `wanted`."""
    spec = read(written(tmp_path, text))
    cell = next(c for c in spec.cells() if all(c[name] == v for name, v in wanted.items()))
    arrays = data.load("digits")
    optimizer = compiled(spec, cell, 0, arrays, split(arrays, 0, 60)).optimizer
    parts = getattr(optimizer, "optimizers", [optimizer])
    return {(round(float(p.learning_rate), 6), p.weight_decay) for p in parts}


def test_what_activations_learn_has_its_own(tmp_path):
    usual = {"activation": "mpelu", "learned_rate": 1.0, "learned_decay": 0.0}
    assert rates_and_decays(tmp_path, DECAYED, **usual) == {(0.01, 0.01)}
    wanted = {"activation": "mpelu", "learned_rate": 2.0, "learned_decay": 5.0}
    assert rates_and_decays(tmp_path, DECAYED, **wanted) == {(0.01, 0.01), (0.02, 0.05)}


def test_a_decay_without_weight_decay_leaves_the_rate(tmp_path):
    text = DECAYED.replace("weight_decay = 0.01\n", "")
    wanted = {"activation": "mpelu", "learned_rate": 2.0, "learned_decay": 0.0}
    assert rates_and_decays(tmp_path, text, **wanted) == {(0.01, None), (0.02, None)}


def test_one_cell_only_where_it_has_no_effect(tmp_path):
    spec = read(written(tmp_path, DECAYED))
    rows = [trial.run(spec, cell, 0, 1) for cell in spec.cells()]
    trained = {
        (row["activation"], row["learned_decay"], row["learned_rate"])
        for row in rows
        if row["status"] == "ok"
    }
    everything = {("mpelu", decay, rate) for decay in (0.0, 5.0) for rate in (1.0, 2.0)}
    assert trained == everything | {("relu", 0.0, 1.0), ("maxout", 0.0, 1.0)}
    reasons = {row["reason"] for row in rows if row["activation"] == "relu"}
    assert "relu learns nothing, so every learned_decay gives the same training; it runs with " in (
        " ".join(sorted(reasons))
    )


def test_a_fixed_one_is_no_reason_to_skip(tmp_path):
    text = DECAYED.replace("[0.0, 5.0]", "[5.0]").replace("[1.0, 2.0]", "[2.0]")
    spec = read(written(tmp_path, text))
    assert {trial.run(spec, cell, 0, 1)["status"] for cell in spec.cells()} == {"ok"}


@pytest.mark.parametrize("name", ["cifar10", "mnist", "quickstart"])
def test_published_rows_are_found_by_a_resume(name):
    run = REPORTS / name
    spec = read(run / "sweep.toml")
    names = {
        results.row_path(run, trial.key(spec, cell, seed, spec.epochs)).name
        for cell in spec.cells()
        for seed in spec.seeds
    }
    rows = {path.name for path in (run / "trials").iterdir()}
    fresh = spec.confirm.finalists * len(spec.confirm.seeds) if spec.confirm else 0
    assert (names <= rows, len(rows)) == (True, len(names) + fresh)


def test_widening_finds_the_rows_and_reads_them_with_the_usual_value(tmp_path, monkeypatch):
    Pretend(monkeypatch)
    swept(written(tmp_path), tmp_path / "out")
    forget_added(tmp_path / "out")
    second = Pretend(monkeypatch)
    wider = SMALL.replace("[nuisance]", "learned_rate = [1.0, 2.0]\n[nuisance]")
    swept(written(tmp_path, wider), tmp_path / "out")
    assert len(second.calls) == 24
    seen = [row["learned_rate"] for row in read_run(tmp_path / "out").rows]
    np.testing.assert_array_equal(np.unique(seen, return_counts=True), [[1, 2], [24, 24]])


def test_changing_a_fixed_one_is_refused(tmp_path, monkeypatch):
    Pretend(monkeypatch)
    swept(written(tmp_path), tmp_path / "out")
    forget_added(tmp_path / "out")
    with pytest.raises(BadSweep, match=r"learned_rate: 1\.0 became 2\.0"):
        swept(written(tmp_path, f"learned_rate = 2.0\n{SMALL}"), tmp_path / "out")


def forget_added(folder):
    """Makes a run look as if an older version had written it."""
    for path in (folder / "trials").iterdir():
        row = json.loads(path.read_text())
        path.write_text(json.dumps({k: v for k, v in row.items() if k not in results.ADDED}))
    provenance = json.loads((folder / "provenance.json").read_text())
    settings = provenance["meaning"]["settings"]
    provenance["meaning"]["settings"] = {
        k: v for k, v in settings.items() if k not in results.ADDED
    }
    (folder / "provenance.json").write_text(json.dumps(provenance))


def test_identity_leaves_out_the_usual_value_only():
    cell = {"activation": "relu", "learned_rate": 1.0}
    assert identity(cell) == identity({"activation": "relu"})
    assert identity(cell | {"learned_rate": 2.0}) != identity(cell)
