"""Verdicts on the small convolutional net follow from rows."""

import pytest

from keras_acts.claims.studies import convnet, crelu, decay
from tests.claims.made import rows

LEAKY = "leaky_relu(negative_slope=0.229)"


def answered(study, *made, wide=()):
    found = study.measure({"convnet": [one for part in made for one in part], "crelu": list(wide)})
    return {number: answer.verdict for number, answer in study.answers(found).items()}


def gaps(activation, accuracy, gap, **more):
    made = rows(activation, accuracy, **more)
    noise = 1e-3 * len(activation)
    return [{**r, "accuracy": r["val_accuracy"] + gap + noise * (r["seed"] % 2)} for r in made]


@pytest.mark.parametrize(
    ("leaky", "expected"),
    [
        ((0.6, 0.3), {9: "supported", 11: "supported", 37: "supported", 40: "supported"}),
        ((0.4, 0.05), {9: "depends", 11: "depends", 37: "supported", 40: "refuted"}),
    ],
)
def test_claims_of_the_convnet(leaky, expected):
    made = gaps("relu", 0.5, 0.1), gaps("elu", 0.5, 0.2), gaps("prelu", 0.6, 0.1)
    assert answered(convnet, *made, gaps("rrelu", 0.7, 0.15), gaps(LEAKY, *leaky)) == expected


def test_overfitting_is_a_wider_gap_and_a_lower_accuracy():
    made = gaps("relu", 0.5, 0.1), gaps("elu", 0.5, 0.02), gaps("rrelu", 0.3, 0.15)
    found = answered(convnet, *made, gaps("prelu", 0.4, 0.3), gaps(LEAKY, 0.3, 0.05))
    assert found == {9: "refuted", 11: "refuted", 37: "refuted", 40: "refuted"}


def test_fewer_than_five_seeds_cannot_tell():
    made = [gaps(name, 0.5, 0.1)[:4] for name in ("relu", "elu", "prelu", "rrelu", LEAKY)]
    assert set(answered(convnet, *made).values()) == {"cannot tell"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [(0.05, {36: "supported", 53: "supported"}), (-0.05, {36: "refuted", 53: "refuted"})],
)
def test_decay(change, expected):
    made = [
        rows(name, 0.5 + change * bool(times), learned_decay=times, learning_rate=0.02 + times)
        for name in ("prelu", "mpelu")
        for times in (0.0, 30.0)
    ]
    for own in made[1::2]:
        own[0]["val_accuracy"] += 1e-3
    assert answered(decay, *made) == expected


@pytest.mark.parametrize(("half", "verdict"), [(0.6, "supported"), (0.4, "refuted")])
def test_crelu_with_half_the_filters(half, verdict):
    made = rows("relu", 0.5), rows("crelu", half, parameters=60)
    wide = [*rows("crelu", 0.6, width=16), *rows("relu", 0.6, width=16, parameters=400)]
    assert answered(crelu, *made, wide=wide) == {49: verdict}
