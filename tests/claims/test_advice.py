"""What to try first follows from the rows of all tasks."""

import pytest

from keras_acts.claims.studies import advice
from tests.claims.made import rows

NORMED = "before(momentum=0.9)"


def record(**levels):
    """The same accuracies in every task."""
    made = [one for name, level in levels.items() for one in rows(name, level)]
    names = {name for own, _ in advice.TASKS.values() for name in own}
    normed = [
        one
        for name in ("relu", "elu")
        for place, level in (("none", 0.5), (NORMED, 0.6))
        for one in rows(name, level, batch_norm=place)
    ]
    return advice.measure({**dict.fromkeys(names, made), "batch_norm": normed})


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ({"relu": 0.4, "elu": 0.5, "prelu": 0.6, "mpelu": 0.7}, ("supported", "supported")),
        ({"relu": 0.7, "elu": 0.6, "prelu": 0.5, "mpelu": 0.4}, ("refuted", "refuted")),
        ({"relu": 0.4, "elu": 0.5, "prelu": 0.6, "mpelu": 0.45}, ("refuted", "depends")),
    ],
)
def test_verdicts(levels, expected):
    found = advice.answers(record(**levels))
    assert (found[56].verdict, found[60].verdict) == expected


def test_two_tasks_are_not_enough():
    whole = record(relu=0.4, elu=0.5, prelu=0.6, mpelu=0.7)
    for task in ("NIN", "convnet"):
        whole["tasks"][task]["arms"].pop("mpelu")
    assert advice.answers(whole)[56].verdict == "cannot tell"


def test_drawn(tmp_path):
    whole = record(relu=0.4, elu=0.5, prelu=0.6, mpelu=0.7)
    advice.draw(whole, tmp_path / "figure.png")
    assert (tmp_path / "figure.png").stat().st_size > 5000
    assert "| mpelu - elu | +20" in advice.text(whole)
