"""The winner: how it is chosen, and that a fresh process sees the same model."""

import json

import numpy as np
import pytest

from keras_acts import data
from keras_acts.tuning import best
from tests.processes import command, python
from tests.tuning.sweeps import SMALL, written


def row(cell, seed, value, status="ok", epochs=5):
    return {
        "cell": cell,
        "seed": seed,
        "epochs": epochs,
        "status": status,
        "val_accuracy": value,
    }


@pytest.mark.parametrize(
    ("rows", "winner"),
    [
        ([], None),
        ([row("a", 0, None, "diverged")], None),
        ([row("a", 0, None, "skipped"), row("b", 0, 0.1)], ("b", 0)),
        ([row("a", 0, 0.9), row("a", 1, 0.1), row("b", 0, 0.6), row("b", 1, 0.7)], ("b", 1)),
        ([row("a", 0, 0.9), row("a", 1, None, "diverged"), row("b", 0, 0.5), row("b", 1, 0.5)],
         ("b", 0)),
        ([row("a", 0, 0.9, epochs=1), row("b", 0, 0.5, epochs=9)], ("b", 0)),
    ],
)  # fmt: skip
def test_the_best_mean_over_seeds_wins(rows, winner):
    chosen = best.select(rows)
    assert (chosen and (chosen["cell"], chosen["seed"])) == winner


CODE = """
import json, keras, keras_acts
from sklearn.datasets import load_digits
import numpy as np
x, y = np.load("x.npy"), np.load("y.npy")
model = keras.models.load_model("out/best.keras")
print(json.dumps({
    "outputs": model.predict(x[:16], verbose=0).astype("float64").tolist(),
    "accuracy": model.evaluate(x, y, batch_size=256, verbose=0, return_dict=True)["accuracy"],
}))
"""


def test_a_fresh_process_gives_the_recorded_outputs_bit_for_bit(tmp_path):
    command("sweep", written(tmp_path), "--out", tmp_path / "out")
    arrays = data.load("digits")
    np.save(tmp_path / "x.npy", arrays.x_test.astype("float32"))
    np.save(tmp_path / "y.npy", arrays.y_test)
    printed, _ = python(CODE, cwd=tmp_path)
    fresh = json.loads(printed)
    recorded = json.loads((tmp_path / "out" / "best.json").read_text())
    assert fresh["outputs"] == recorded["outputs"]
    assert fresh["accuracy"] == recorded["test_accuracy"]
    assert recorded["val_accuracy"] == recorded["val_accuracy_again"]


def test_the_choice_is_written_before_the_test_set_is_looked_at(tmp_path, monkeypatch):
    from keras_acts.tuning.read import read
    from keras_acts.tuning.sweep import sweep

    seen = []
    evaluate = best.data.load

    def watched(*source):
        seen.append((tmp_path / "out" / "best.json").exists())
        return evaluate(*source)

    path = written(tmp_path, SMALL.replace('"relu", "mpelu", "maxout"', '"relu"'))
    monkeypatch.setattr(best.data, "load", watched)
    sweep(read(path), path, tmp_path / "out", say=lambda line: None)
    assert seen[-1]


BARE = """
import socket, sys
sys.modules["tensorboard"] = None
def refuse(*arguments):
    raise AssertionError("the network was asked for")
socket.socket.connect = socket.getaddrinfo = refuse
from keras_acts.cli import main
sys.exit(main(["sweep", "small.toml", "--quick", "--out", "out"]))
"""


def test_a_sweep_needs_neither_tensorboard_nor_a_network(tmp_path):
    written(tmp_path)
    out, _ = python(BARE, cwd=tmp_path)
    assert out.splitlines()[-1].startswith("report: ")
