"""The Recorder looks when it should, and the training does not notice."""

import csv

import keras
import numpy as np
import pytest

from keras_acts.diagnostics import Recorder, doubling, epochs, every, last, steps
from tests.diagnostics.nets import X, Y, net
from tests.diagnostics.unseen import same


def looks(recorder, probe="gradient"):
    """(step, epoch) of each look at which the probe had a reading."""
    return list(dict.fromkeys((r.step, r.epoch) for r in recorder.history if r.probe == probe))


def recorded(at, fits=1, **options):
    model, recorder = net(), Recorder(X, Y, ["weight_change", "gradient"], at, compile=False)
    model.compile("sgd", "mse", **options)
    for _ in range(fits):
        model.fit(X, Y, batch_size=4, epochs=3, verbose=0, callbacks=[recorder])
    return recorder


@pytest.mark.parametrize("net", ["relu", "noisy"])
def test_weights_are_equal_to_the_bit_with_and_without(net):
    assert same(net)


def test_the_default_schedule_and_the_end():
    recorder = recorded(None)
    assert looks(recorder) == [(0, 0), (1, 0), (2, 0), (4, 0), (8, 1), (12, 2)]
    assert looks(recorder, "weight_change") == looks(recorder)[1:]


def test_schedules_add_up():
    assert looks(recorded(epochs() | steps(5))) == [(4, 0), (5, 1), (8, 1), (12, 2)]
    assert looks(recorded(every(5))) == [(0, 0), (5, 1), (10, 2)]
    assert looks(recorded(last())) == [(12, 2)]


def test_steps_count_on_over_fits():
    assert looks(recorded(steps(0, 2, 14), fits=2)) == [(0, 0), (2, 0), (14, 0)]


@pytest.mark.skipif(keras.backend.backend() == "torch", reason="torch runs a step at a time")
def test_steps_in_one_execution_are_looked_at_after_it():
    assert looks(recorded(steps(1, 5), steps_per_execution=4)) == [(4, 0), (8, 1)]


def test_a_schedule_of_no_step_is_refused():
    with pytest.raises(ValueError, match="received number=0"):
        every(0)


def test_an_unknown_probe_is_answered_with_the_nearest():
    with pytest.raises(ValueError, match="did you mean 'sparsity'"):
        Recorder(X, Y, ["sparsety"])


def test_history_is_that_of_the_weights_at_each_step():
    model = net()
    recorder = Recorder(X, Y, ["gradient_norm", "gradient_ratio"], doubling())
    kernels = []
    note = keras.callbacks.LambdaCallback(
        on_train_batch_begin=lambda batch, logs: kernels.append(note.model.get_weights()[0])
    )
    model.fit(X, Y, batch_size=8, epochs=2, verbose=0, callbacks=[note, recorder], shuffle=False)
    found = {r.step: {} for r in recorder.history}
    for r in recorder.history:
        if r.layer == "hidden":
            found[r.step][r.probe] = r.value
    for step in (0, 1, 2):
        norm = found[step]["gradient_norm"] / found[step]["gradient_ratio"]
        np.testing.assert_allclose(norm, np.linalg.norm(kernels[step]), rtol=1e-5)


def test_csv(tmp_path):
    recorder = recorded(steps(0))
    recorder.to_csv(tmp_path / "history.csv")
    with open(tmp_path / "history.csv", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert [line["layer"] for line in lines] == ["hidden", "out"]
    np.testing.assert_array_equal([float(line["value"]) for line in lines],
                                  [reading.value for reading in recorder.history])  # fmt: skip


def test_scalars_for_tensorboard(tmp_path):
    pytest.importorskip("tensorboard", reason="no tensorboard: pip install '.[tensorboard]'")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    model, recorder = net(), Recorder(X, Y, ["gradient"], steps(0, 2), log_dir=tmp_path)
    model.fit(X, Y, batch_size=4, verbose=0, callbacks=[recorder])
    events = EventAccumulator(str(tmp_path), size_guidance={"tensors": 0}).Reload()
    assert [one.step for one in events.Tensors("gradient/hidden")] == [0, 2]
