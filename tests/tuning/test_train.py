"""Both ways of training give the same numbers, in the same order of samples."""

import keras
import numpy as np
import pytest

import keras_acts
from keras_acts.diagnostics import Recorder, epochs, last, steps
from keras_acts.split import Split
from keras_acts.tuning import train as module
from keras_acts.tuning.divergence import StopWhenDiverged
from keras_acts.tuning.fit import fit
from keras_acts.tuning.loop import serves
from keras_acts.tuning.order import order
from keras_acts.tuning.traced import Steps
from keras_acts.tuning.train import train

pytestmark = pytest.mark.skipif(
    keras.backend.backend() != "tensorflow", reason="the loop is TensorFlow's"
)


def data(samples=44, seed=0) -> Split:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(samples + 20, 6)).astype("float32")
    y = (x[:, 0] + x[:, 1] > 0).astype("int32")
    return Split(x[20:], y[20:], x[:20], y[:20])


@keras.saving.register_keras_serializable("tests_tuning_train")
class Doubled(keras.Model):
    """A train_step of its own, with a log that is no metric."""

    def train_step(self, data):
        logs = super().train_step(data)
        return {**logs, "doubled": 2 * logs["loss"]}


def model(kind=keras.Model, rate=0.05, hidden=None, loss=None, **compiling):
    layers = keras.layers
    keras.backend.clear_session(free_memory=False)
    keras.utils.set_random_seed(1)
    inputs = keras.Input((6,))
    x = layers.Dense(8, kernel_regularizer="l2", name="first")(inputs)
    x = (hidden or layers.ReLU)()(x)
    net = kind(inputs, layers.Dense(2, name="logits")(x))
    optimizer = keras.optimizers.Adam(rate, weight_decay=0.1, use_ema=True)
    loss = loss or keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    net.compile(optimizer, loss, metrics=["accuracy"], **compiling)
    return net


def both(make, parts=None, callbacks=lambda: []):
    """The history, the weights and the callbacks of each way."""
    parts, found = parts or data(), []
    for way in ("loop", "fit"):
        net, watchers = make(), callbacks()
        if way == "loop":
            history, by, _ = train(net, parts, 3, 16, 5, watchers)
            assert by == way
        else:
            history, _ = fit(net, parts, 3, 16, 5, watchers)
        found.append((history, [v.numpy() for v in net.variables], watchers))
    return found


def same(one, other):
    assert list(one[0]) == list(other[0])
    for name in one[0]:
        np.testing.assert_allclose(one[0][name], other[0][name], rtol=1e-5, err_msg=name)
    for a, b in zip(one[1], other[1], strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6)


def hidden():
    """Everything whose state a training step changes, and what draws numbers."""
    norm = keras.layers.BatchNormalization(momentum=0.8)
    noise = [keras_acts.layers.RReLU(seed=3), keras.layers.Dropout(0.3, seed=4)]
    return keras.Sequential([norm, keras_acts.layers.MPELU(), *noise])


def test_the_loop_gives_what_fit_gives():
    loop, by_fit = both(lambda: model(hidden=hidden))
    same(loop, by_fit)
    assert set(loop[0]) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert len(loop[0]["val_loss"]) == 3


def test_a_train_step_of_the_models_own():
    loop, by_fit = both(lambda: model(Doubled))
    same(loop, by_fit)
    assert "doubled" in loop[0]


def test_callbacks_that_change_the_training():
    def callbacks():
        halved = keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate / 2)
        return [halved, keras.callbacks.EarlyStopping("val_loss", patience=0, min_delta=10.0)]

    loop, by_fit = both(model, callbacks=callbacks)
    same(loop, by_fit)
    assert len(loop[0]["loss"]) == 2
    assert "learning_rate" in loop[0]


def test_readings_of_recorders():
    def callbacks():
        parts, at = data(), steps(0, 2, 4) | epochs() | last()
        return [Recorder(parts.x_val, parts.y_val, at=at, compile=False)]

    loop, by_fit = both(lambda: model(hidden=keras_acts.layers.MPELU), callbacks=callbacks)
    same(loop, by_fit)
    (one,), (other,) = loop[2], by_fit[2]
    assert [r[:4] for r in one.history] == [r[:4] for r in other.history]
    values = [[r.value for r in recorder.history] for recorder in (one, other)]
    np.testing.assert_allclose(*values, rtol=1e-3, atol=1e-6)


@pytest.mark.parametrize("bad", [0, 21])
def test_a_divergence_stops_both_at_the_same_step(bad):
    parts = data()
    parts.x_train[bad] = np.nan
    first = [np.argwhere(order(44, 5, 0) == bad).item() // 16]

    def linear():
        return model(hidden=keras.layers.Identity)

    watchers = both(linear, parts, lambda: [StopWhenDiverged(parts.x_val)])
    found, expected = (watcher[2][0].found for watcher in watchers)
    assert found == expected
    assert (found["diverged_epoch"], [found["diverged_step"]]) == (0, first)


def test_the_length_of_an_execution_changes_nothing(monkeypatch):
    first = train(model(hidden=hidden), data(), 2, 16, 5)
    monkeypatch.setattr(Steps, "__init__", _short(Steps.__init__))
    assert train(model(hidden=hidden), data(), 2, 16, 5).history == first.history


def _short(init):
    def shortened(self, *args, **kwargs):
        init(self, *args, **kwargs)
        self._most = 1

    return shortened


class ByBatch(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        pass


class OwnFit(keras.Model):
    def fit(self, *args, **kwargs):
        return super().fit(*args, **kwargs)


def test_what_the_loop_cannot_serve_is_left_to_fit():
    assert serves(model(), [keras.callbacks.TerminateOnNaN.__base__()])
    assert not serves(model(), [ByBatch()])
    assert not serves(model(OwnFit))
    assert not serves(model(run_eagerly=True))
    assert not serves(model(steps_per_execution=2))
    assert module.train(model(), data(), 1, 16, 0, [ByBatch()]).by == "fit"
    assert module.train(model(), data(), 1, 16, 0).by == "loop"


def test_the_order_is_a_permutation_of_its_own_for_each_epoch():
    orders = [order(20, seed, epoch) for seed, epoch in ((0, 0), (0, 1), (1, 0))]
    assert len({tuple(one) for one in orders}) == 3
    for one in orders:
        np.testing.assert_array_equal(np.sort(one), np.arange(20))


def test_targets_of_float64_are_trained_on_as_fit_does():
    parts = data()
    parts = Split(parts.x_train, parts.x_train[:, :2] * 2.0, parts.x_val, parts.x_val[:, :2] * 2.0)
    same(*both(lambda: model(loss="mse"), parts))
