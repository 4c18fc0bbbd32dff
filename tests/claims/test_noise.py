"""Noise on the input: a tiny run, and the verdicts."""

import numpy as np
import pytest

from keras_acts.claims.measuring import fits
from keras_acts.claims.studies import noise


def record(over_relu, over_leaky, spread=0.001):
    """Accuracies under noise of ELU above the others by these, in both tasks."""
    levels = {"relu": 0.5, "leaky_relu": 0.5 + over_relu - over_leaky, "elu": 0.5 + over_relu}

    def rows(name):
        shake = spread if name == "elu" else 0.0
        seeds = range(6)
        return [
            {"seed": s, "accuracy": [0.9, *[levels[name] + shake * (-1) ** s] * 4]} for s in seeds
        ]

    arms = {name: rows(name) for name in noise.ACTIVATIONS}
    return {"sigmas": list(noise.SIGMAS), "tasks": dict.fromkeys(noise.TASKS, arms)}


@pytest.mark.parametrize(
    ("verdict", "gaps"),
    [
        ("supported", (0.03, 0.02)),
        ("depends", (0.03, 0.0)),
        ("refuted", (0.0, 0.0)),
        ("refuted", (-0.1, -0.1)),
        ("cannot tell", (0.03, 0.02, 0.2)),
    ],
)
def test_verdicts_come_out_each_way(verdict, gaps):
    assert noise.answers(record(*gaps))[43].verdict == verdict


def test_what_is_kept_is_accuracy_under_noise_less_that_without():
    rows = [{"seed": 3, "accuracy": [0.9, 0.7, 0.5]}]
    assert noise.kept(rows) == {3: pytest.approx(-0.3)}


def test_noise_is_the_same_for_every_model_and_none_is_the_clean_accuracy():
    part = fits.part("digits", 0, 200)
    model = fits.net("mlp", part, 0, depth=1, width=8)
    first, second = (noise.under_noise(model, part, 5) for _ in range(2))
    np.testing.assert_array_equal(first, second)
    assert first[0] == fits.accuracy(model, part.x_val, part.y_val)
    assert len(set(first)) > 1


def test_the_figure_and_the_table_take_what_is_measured(tmp_path):
    noise.draw(record(0.03, 0.0), tmp_path / "figure.png")
    assert noise.text(record(0.03, 0.0)).count("convnet on digits") == 3
