"""Every activation in the runtimes Keras exports to, or a reason that still holds."""

from pathlib import Path

import keras
import numpy as np
import pytest

import keras_acts
from benchmarks.formats import SPECIAL, difference, differences, probe
from benchmarks.runtimes import FORMATS
from keras_acts.layers import ACTIVATIONS, fused
from tests.examples import OURS

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]


def fault(name, kind, cell, sigmoid):
    """What is wrong with how a runtime serves an activation, or nothing."""
    if kind in ACTIVATIONS[name].cannot_export:
        return "" if isinstance(cell, Exception) else "the reason in the row holds no longer"
    if isinstance(cell, Exception):
        return str(cell)
    # Keras's own lose digits in one runtime or another: docs/formats.md has the figures.
    # Near where it crosses 0, the sum in noisy_hard_tanh has few digits anywhere (about 40 ulp).
    limit = 100 if name in OURS else np.inf
    limit = max(limit, 4 * sigmoid.activation) if name == "swish" else limit
    return "" if cell.output < 1e-6 and cell.activation < limit else str(cell)


def test_every_runtime_gives_what_keras_gives():
    found = differences()
    faults = {
        (name, kind): fault(name, kind, cell, found["sigmoid"][kind])
        for name, cells in found.items()
        for kind, cell in cells.items()
    }
    assert len(faults) == len(ACTIVATIONS) * len(FORMATS)
    assert {where: what for where, what in faults.items() if what} == {}


def test_only_keras_activations_lack_a_format():
    assert [name for name in OURS if ACTIVATIONS[name].cannot_export] == []


def test_the_page_in_docs_has_every_activation():
    page = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    listed = [line.split(" | ")[0].strip("| ") for line in page.splitlines() if line[:1] == "|"]
    assert listed[2:] == list(ACTIVATIONS), "python -m benchmarks.formats docs/formats.md"


def test_the_probe_has_what_a_runtime_may_lose():
    assert set(np.float32(SPECIAL)) <= set(probe().ravel())


def test_a_wrong_runtime_is_seen():
    x = probe()
    right = {"activation": x, "output": np.array([3.0])}
    lost = {**right, "activation": np.where(np.abs(x) < 1e-6, 0, x)}
    assert difference(right, right).activation == 0
    assert difference(right, lost).activation > 1e6
    with pytest.raises(ValueError, match="not finite"):
        difference(right, {**right, "output": np.array([np.inf])})


class Exporter(keras.callbacks.Callback):
    """Exports the model to every format at the end of an epoch."""

    def __init__(self, folder):
        super().__init__()
        self.folder, self.paths = folder, {}

    def on_epoch_end(self, epoch, logs=None):
        for kind in FORMATS:
            self.paths[kind.name] = kind.export(self.model, self.folder, "large")


def test_a_layer_that_trains_in_a_compiled_kernel_exports_without_it(tmp_path):
    """The activation is large enough to be compiled, and the export happens within `fit`."""
    x = np.random.default_rng(0).normal(size=(4, 16, 16, 3)).astype("float32")
    hidden = keras.layers.Conv2D(16, 3)(inputs := keras.Input((16, 16, 3)))
    for name in OURS:
        hidden = ACTIVATIONS[name]()(hidden)
    model = keras.Model(inputs, keras.layers.Dense(1)(hidden))
    model.compile("sgd", "mse")
    exporter = Exporter(tmp_path)
    model.fit(x, np.zeros((4, 14, 14, 1)), verbose=0, callbacks=[exporter])
    expected = np.asarray(model(x))
    for kind in FORMATS:
        (served,) = kind.run([exporter.paths[kind.name]], x)
        np.testing.assert_allclose(next(iter(served.values())), expected, rtol=1e-4, atol=1e-5)


def test_steps_of_a_trainer_are_compiled_and_exports_are_not(monkeypatch, tmp_path):
    answers, asked = [], fused._runs_here
    monkeypatch.setattr(fused, "_runs_here", lambda tf: answers.append(asked(tf)) or answers[-1])
    model = keras.Sequential([keras.Input((64, 64)), keras_acts.get("elu")])
    for step in (model.predict, model.evaluate, model.fit):
        model.compile("sgd", "mse")
        answers.clear()
        step(*[np.zeros((1, 64, 64))] * (1 if step == model.predict else 2), verbose=0)
        assert True in answers, step
    answers.clear()
    model.export(tmp_path / "it", verbose=False)
    assert set(answers) == {False}
