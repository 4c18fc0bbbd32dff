"""What the row of a trial says of the probes."""

import numpy as np

from keras_acts import results
from keras_acts.tuning import trial
from keras_acts.tuning.read import read
from tests.tuning.sweeps import SMALL, written


def run(tmp_path, number=4, **options):
    spec = read(written(tmp_path, SMALL.replace("[0.01, 0.1]", "[0.01]"), **options))
    return trial.run(spec, list(spec.cells())[number], 0, 2)


def test_a_look_before_and_one_after(tmp_path):
    row = run(tmp_path, 2)
    assert row["probe_steps"] == [0, 4]
    assert list(results.probed(row, "sparsity")) == ["mpelu_1"]
    assert list(results.probed(row, "gradient")) == ["dense", "logits"]
    assert list(results.probed(row, "forward_variance")) == ["dense", "mpelu_1", "logits"]
    first, last = results.probed(row, "weight_change")["dense"]
    assert first is None
    assert last > 0
    lists = [row[f"probe_{probe}"] for probe in results.PROBED]
    assert {len(values) % 2 for values in lists} == {0}


def test_what_activations_learned_by_epoch(tmp_path):
    row = run(tmp_path, 2)
    assert row["learned_steps"] == [0, 2, 4]
    assert row["learned_names"] == ["mpelu_1/alpha", "mpelu_1/beta"]
    curves = np.reshape(row["learned_mean"], (3, 2))
    np.testing.assert_array_equal(curves[0], [1, 1])
    assert (curves[1:] != 1).all()


def test_a_quick_trial_has_them_too(tmp_path):
    spec = read(written(tmp_path)).shrunk()
    row = trial.run(spec, next(spec.cells()), 0, 1)
    assert list(results.probed(row, "dead_units")) == ["activation_1"]
    assert "learned_mean" not in row


def test_a_row_of_before_has_none():
    assert results.probed({"status": "ok"}, "sparsity") == {}
