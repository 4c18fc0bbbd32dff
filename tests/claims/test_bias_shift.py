"""Bias shift: integrals that are known, the shifted ReLU, and the verdicts."""

import keras
import numpy as np
import pytest

from keras_acts.claims.measuring import fits
from keras_acts.claims.measuring.rank import spearman
from keras_acts.claims.studies import bias_shift

CLAIMED = {"relu": 0.3989, "prelu": 0.2992, "mpelu": 0.3393, "elu": 0.1605, "tanh": 0.0}


@pytest.mark.parametrize(("name", "mean"), CLAIMED.items())
def test_means_on_the_normal_distribution_are_those_of_the_integrals(name, mean):
    np.testing.assert_allclose(bias_shift.moments(bias_shift.COMPARED[name])[0], mean, atol=2e-4)


def test_a_shifted_relu_moves_the_mean_alone():
    x = keras.ops.array([[-1.0, 2.0]])
    np.testing.assert_allclose(bias_shift.shifted(-0.4)()(x), [[-0.4, 1.6]])


def test_a_tiny_run_has_means_at_both_ends_and_steps():
    parts = {0: fits.part("digits", 0, 100)}
    (row,) = bias_shift._runs("tanh", parts, 3, (0.1,), look=True)
    assert np.shape(row["means"]) == (2, 5)
    assert row["steps"] == 3
    assert np.all(np.abs(row["means"]) < 0.2)


def record(relu=0.5, others=0.2, centred=50, shifted=100, twice=100, jitter=1):
    """What `measure` gives, with a little spread over the seeds."""
    names = [*bias_shift.COMPARED, *bias_shift.OTHERS]
    taken = dict(zip(("-0.8", "-0.4", "+0", "+0.4"), (90, centred, shifted, twice)))
    return {
        "normal": {name: (0.01 * place, 1.0) for place, name in enumerate(names)},
        "runs": {
            name: [
                {
                    "seed": s,
                    "steps": 50 + place,
                    "means": [[relu + s / 100] * 2 if name == "relu" else [others] * 2] * 2,
                }
                for s in range(5)
            ]
            for place, name in enumerate(names)
        },
        "shifted": {
            c: [{"seed": s, "steps": n + jitter * (s % 2) * (c == "-0.4")} for s in range(5)]
            for c, n in taken.items()
        },
    }


@pytest.mark.parametrize(
    ("number", "verdict", "changed"),
    [
        (31, "supported", {}),
        (31, "refuted", {"relu": 0.1}),
        (31, "cannot tell", {"relu": 0.18}),
        (46, "supported", {}),
        (46, "depends", {"centred": 100, "twice": 150}),
        (46, "refuted", {"centred": 150}),
        (46, "cannot tell", {"centred": 98, "jitter": 20}),
    ],
)
def test_verdicts_come_out_each_way(number, verdict, changed):
    assert bias_shift.answers(record(**changed))[number].verdict == verdict


def test_the_rank_correlation_is_that_of_the_ranks():
    assert bias_shift.ranks(record()).rho == pytest.approx(1.0)
    assert spearman([1, 2, 3, 4], [4, 3, 2, 1]).rho == pytest.approx(-1.0)
    with pytest.raises(ValueError, match="at least 4 points"):
        spearman([1, 2], [1, 2])


def test_the_figure_takes_what_is_measured(tmp_path):
    bias_shift.draw(record(), tmp_path / "figure.png")
    assert bias_shift.text(record()).count("\n") == 1 + len(record()["runs"])
