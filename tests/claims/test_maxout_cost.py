"""Maxout: the wave that two units make, a tiny run, and the verdicts."""

import numpy as np
import pytest

from keras_acts.claims.measuring import maxout_wave
from keras_acts.claims.measuring.maxout_wave import PIECES
from keras_acts.claims.studies import maxout_cost
from keras_acts.claims.studies.maxout_cost import ARMS


@pytest.mark.parametrize("pieces", [8, 32])
def test_two_units_make_the_wave_within_the_error_of_tangents(pieces):
    bound = (4 * np.pi**2 + 4 * maxout_wave.CURVE) / (8 * pieces**2)
    assert bound / 10 < maxout_wave.wave_error(pieces) <= bound


def test_a_tiny_run_finds_pieces_that_never_win_but_no_dead_unit():
    (row,) = maxout_cost._lives(ARMS["maxout, 5"], "digits", 100, [0], 3, [0.1])
    assert row["dead"] == 0
    assert 0 < row["idle"] < 0.8


def record(relu=0.2, maxout=0.0, power=2.0, times=2.0):
    """What `measure` gives."""
    dead = dict.fromkeys(ARMS, maxout) | {"relu": relu}
    return {
        "rates": [0.1, 0.5],
        "dead": {
            arm: [
                {"seed": seed, "rate": rate, "idle": 0.1, "dead": share}
                for seed in range(5)
                for rate in (0.1, 0.5)
            ]
            for arm, share in dead.items()
        },
        "parameters": {arm: 100 if arm == "relu" else 100 * times for arm in ARMS},
        "ratios": [{arm: 1.0 if arm == "relu" else times for arm in ARMS}] * 3,
        "errors": [[k, float(k) ** -power] for k in PIECES],
    }


@pytest.mark.parametrize(
    ("verdict", "changed"),
    [
        ("supported", {}),
        ("depends", {"maxout": 0.1}),
        ("depends", {"power": 0.1}),
        ("refuted", {"maxout": 0.1, "power": 0.0, "times": 1.0}),
        ("cannot tell", {"maxout": None}),
    ],
)
def test_verdicts_come_out_each_way(verdict, changed):
    assert maxout_cost.answers(record(**changed))[41].verdict == verdict


def test_the_order_is_the_slope_of_the_logarithms():
    assert maxout_cost.order_of([[2, 0.5], [4, 0.125]]) == pytest.approx(2.0)


def test_the_figure_and_the_tables_take_what_is_measured(tmp_path):
    maxout_cost.draw(record(), tmp_path / "figure.png")
    assert maxout_cost.text(record()).count("| maxout") == 2
