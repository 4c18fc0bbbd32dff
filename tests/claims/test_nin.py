"""Verdicts on rectifiers in NIN follow from rows."""

import pytest

from keras_acts.claims.studies import nin
from tests.claims.made import rows


def record(**levels):
    """Accuracies and mean losses: `relu=(0.5, 1.0)`."""
    names = {"leaky": nin.LEAKY}
    made = []
    for name, (accuracy, loss) in levels.items():
        made += rows(names.get(name, name), accuracy, history_loss=[loss, loss])
    for one in made:
        one["history_loss"][0] += 0.001 * one["seed"] * len(one["activation"])
    return nin.measure({"nin": made})


LIKE_THE_CLAIMS = {
    "relu": (0.5, 1.5), "elu": (0.6, 1.2), "leaky": (0.6, 1.3), "prelu": (0.7, 1.4),
    "mpelu": (0.8, 1.1),
}  # fmt: skip


@pytest.mark.parametrize("number", [33, 38, 44, 50, 52])
def test_supported(number):
    answer = nin.answers(record(**LIKE_THE_CLAIMS))[number]
    assert answer.verdict == "supported"
    assert answer.seeds == 5


@pytest.mark.parametrize("number", [33, 38, 44, 50, 52])
def test_refuted_the_other_way_round(number):
    other = {"relu": (0.9, 1.0), "prelu": (0.5, 1.4), "mpelu": (0.55, 1.1)}
    assert nin.answers(record(**{**LIKE_THE_CLAIMS, **other}))[number].verdict == "refuted"


@pytest.mark.parametrize("number", [33, 38, 44, 52])
def test_cannot_tell_where_seeds_differ_by_more(number):
    same = record(**dict.fromkeys(LIKE_THE_CLAIMS, (0.6, 1.2)))
    for position, own in enumerate(same["arms"].values()):
        for figure in ("validation", "mean loss"):
            own[figure] = [v + 0.1 * (s - 2) * position for s, v in enumerate(own[figure])]
    assert nin.answers(same)[number].verdict == "cannot tell"


@pytest.mark.parametrize(("number", "verdict"), [(33, "cannot tell"), (38, "supported")])
def test_nets_in_their_first_epochs_tell_of_speed_only(number, verdict):
    early = {name: (level - 0.4, loss) for name, (level, loss) in LIKE_THE_CLAIMS.items()}
    assert nin.answers(record(**early))[number].verdict == verdict


def test_drawn(tmp_path):
    nin.draw(record(**LIKE_THE_CLAIMS), tmp_path / "figure.png")
    assert (tmp_path / "figure.png").stat().st_size > 5000
    assert "| mpelu | 0.80" in nin.text(record(**LIKE_THE_CLAIMS))
