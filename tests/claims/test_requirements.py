"""What an activation must be: the rule, what is computed, and the task."""

import pytest

from keras_acts.claims.studies.requirements import ARMS, LINEAR, answers, circle, kind, score

MET = ("non-linear", "derivable", "monotone", "bounded")


def made_up(linear=0.6, others=0.95, lacks=("derivable", "monotone", "bounded")):
    """A linear arm, an arm that has everything, and an arm for each requirement that it lacks."""
    kinds = {LINEAR: ("non-linear", "bounded"), "tanh": (), **{lack: (lack,) for lack in lacks}}
    arms = {
        name: {
            "kind": {r: r not in missing for r in MET},
            "scores": [linear if name == LINEAR else others] * 5,
        }
        for name, missing in kinds.items()
    }
    return {"kinds": {name: arm["kind"] for name, arm in arms.items()}, "arms": arms}


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, "refuted"),
        ({"lacks": ("monotone",)}, "depends"),
        ({"lacks": ()}, "supported"),
        ({"linear": 0.8}, "cannot tell"),
        ({"others": 0.6}, "cannot tell"),
        ({"linear": 0.95}, "refuted"),
    ],
)
def test_the_rule(change, verdict):
    assert answers(made_up(**change))[12].verdict == verdict


@pytest.mark.parametrize(
    ("label", "lacks"),
    [
        (LINEAR, {"non-linear", "bounded"}),
        ("tanh", set()),
        ("relu", {"derivable", "bounded"}),
        ("mish", {"monotone", "bounded"}),
    ],
)
def test_kinds(label, lacks):
    assert {name for name, met in kind(label).items() if not met} == lacks
    assert label in ARMS


def test_no_line_divides_the_circle():
    part = circle(0)
    assert abs(part.y_val.mean() - 0.5) < 0.05
    assert score(LINEAR, 0, steps=100) < 0.7 < score("relu", 0, steps=200)
