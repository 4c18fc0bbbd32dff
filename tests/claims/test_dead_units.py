"""Dead units against the learning rate: a tiny run, and the verdicts."""

import pytest

from keras_acts.claims.studies import dead_units
from keras_acts.claims.studies.dead_units import RATES


def record(dead=lambda rate: 0.01, lost=()):
    """Made-up rows: dead(rate) in ReLU nets, none in others; (activation, rate) that are lost."""
    rows = [
        {
            "activation": name,
            "rate": rate,
            "seed": seed,
            "accuracy": 0.9,
            "dead": [0.0, None if (name, rate) in lost else share + seed / 1e4],
        }
        for name in dead_units.ACTIVATIONS
        for rate in RATES
        for share in [dead(rate) if name == "relu" else 0.0]
        for seed in range(5)
    ]
    return {"rates": list(RATES), "stages": [0, 200], "rows": rows}


LOST = [("elu", rate) for rate in RATES if rate > 0.3]


@pytest.mark.parametrize(
    ("verdict", "dead"),
    [
        ("supported", lambda rate: rate),
        ("depends", lambda rate: float(rate > 0.3)),
        ("refuted", lambda rate: 0.01),
    ],
)
def test_verdicts_come_out_each_way(verdict, dead):
    assert dead_units.answers(record(dead, LOST))[30].verdict == verdict


def test_an_uncertain_rise_cannot_tell():
    made_up = record()
    for row in made_up["rows"]:
        row["dead"][-1] = row["rate"] * (row["seed"] % 2) if row["activation"] == "relu" else 0.0
    assert dead_units.answers(made_up)[30].verdict == "cannot tell"


def test_a_lost_net_is_not_dead():
    made_up = record(lost=[("relu", 1.0)])
    assert dead_units.ends(made_up, "relu", 1.0) == {}
    assert dead_units.lost(made_up, "relu", 1.0) == 5
    assert dead_units.largest(made_up, ["relu"]) == 0.5


def test_a_tiny_run_loses_the_net_that_overflows(monkeypatch):
    monkeypatch.setattr(dead_units, "ACTIVATIONS", ("relu",))
    rows = dead_units.measure("digits", 100, [0], rates=(0.1, 1e30), stages=(0, 4))["rows"]
    assert [len(row["dead"]) for row in rows] == [2, 2]
    assert 0 <= rows[0]["dead"][-1] < 0.5
    assert rows[1]["dead"][-1] is None


def test_the_figure_and_the_table_take_what_is_measured(tmp_path):
    dead_units.draw(record(lost=LOST), tmp_path / "figure.png")
    assert dead_units.text(record()).count("leaky_relu") == len(RATES)
