"""Verdicts on noise, slopes, remedies, BatchNorm and the derivative at 0 follow from rows."""

import pytest

from keras_acts.claims.studies import at_zero, batch_norm, noisy, remedies, slopes
from tests.claims.made import rows

NORMED = "before(momentum=0.9)"


def answered(study, **sweeps):
    made = {name: [one for part in parts for one in part] for name, parts in sweeps.items()}
    return {number: a.verdict for number, a in study.answers(study.measure(made)).items()}


@pytest.mark.parametrize(
    ("mlp", "conv", "verdict"),
    [
        (1.0, 1.0, "supported"), (0.9, 0.9, "refuted"), (1.0, 0.9, "depends"),
    ],
)  # fmt: skip
def test_the_derivative_at_zero(mlp, conv, verdict):
    def net(loss):
        names = [f"subgradient_relu(at_zero={choice})" for choice in at_zero.CHOICES]
        losses = {name: 1.0 if name == names[0] else loss for name in names}
        return [rows(name, 0.5, history_loss=[own]) for name, own in losses.items()]

    assert answered(at_zero, at_zero=net(mlp), at_zero_conv=net(conv)) == {20: verdict}


@pytest.mark.parametrize(
    ("levels", "verdict"),
    [
        ((0.6, 0.6, 0.6), "supported"), ((0.6, 0.5, 0.4), "depends"), ((0.4, 0.4, 0.4), "refuted"),
        ((0.5, 0.5, 0.4), "cannot tell"),
    ],
)  # fmt: skip
def test_noise(levels, verdict):
    saturated = {"initializer": "normal(stddev=0.5)"}
    made = [rows("hard_tanh", 0.5, **start) for start in ({"initializer": "moment"}, saturated)]
    for kind, level in zip(noisy.KINDS, levels):
        label = f"noisy_hard_tanh(variant={kind})"
        own = rows(label, level, **saturated)
        for one in own:
            one["val_accuracy"] += 0.01 * (one["seed"] - 2) * (level == 0.5)
        made += [rows(label, 0.5, initializer="moment"), own]
    assert answered(noisy, noisy=made) == {47: verdict}


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((0.8, 0.7, 0.6, 0.5), "supported"),
        ((0.5, 0.6, 0.7, 0.8), "refuted"),
        ((0.7, 0.7, 0.7, 0.5), "depends"),
        ((0.5, 0.4, 0.3, 0.2), "cannot tell"),
    ],
)
def test_slopes(levels, expected):
    made = [rows(f"leaky_relu(negative_slope={s})", v) for s, v in zip(slopes.SLOPES, levels)]
    if expected == "depends":
        made[1] = [{**one, "val_accuracy": 0.7 + 0.01 * one["seed"]} for one in made[1]]
        made[0] = [{**one, "val_accuracy": 0.74 - 0.01 * one["seed"]} for one in made[0]]
        made[2] = made[1]
        made[2] = [{**r, "activation": "leaky_relu(negative_slope=0.5)"} for r in made[2]]
    others = rows("relu", 0.5), rows("prelu", levels[3]), rows("elu", levels[3])
    found = answered(slopes, slopes=[*made, *others])
    assert found[35] == expected


def test_noise_that_diverges_is_not_better():
    saturated = {"initializer": "normal(stddev=0.5)"}
    made = [rows("hard_tanh", 0.5, **saturated)]
    for kind in noisy.KINDS:
        lost = {"status": "diverged"} if kind == "NAH" else {}
        made.append(rows(f"noisy_hard_tanh(variant={kind})", 0.6, **saturated, **lost))
    assert answered(noisy, noisy=made) == {47: "depends"}


def deep(**levels):
    """Ten layers: `sigmoid=(normal, glorot, he, normal with BatchNorm)`."""
    starts = list(remedies.STARTS)[:3]
    made = []
    for name, (*plain, normed) in levels.items():
        made += [rows(name, v, initializer=s) for s, v in zip(starts, plain)]
        made.append(rows(name, normed, initializer=starts[0], batch_norm=NORMED))
    return made


@pytest.mark.parametrize(
    ("sigmoid", "relu", "expected"),
    [
        ((0.1, 0.9, 0.9, 0.9), (0.9, 0.9, 0.9, 0.9), ("supported", "supported")),
        ((0.1, 0.1, 0.9, 0.9), (0.1, 0.9, 0.9, 0.9), ("depends", "depends")),
        ((0.1, 0.1, 0.1, 0.1), (0.1, 0.1, 0.1, 0.9), ("refuted", "refuted")),
    ],
)
def test_remedies(sigmoid, relu, expected):
    shallow = [rows(name, 0.5, learning_rate=0.1, depth=5) for name in ("sigmoid", "tanh")]
    found = answered(remedies, remedies=deep(sigmoid=sigmoid, relu=relu), shallow=shallow)
    assert (found[25], found[29]) == expected


@pytest.mark.parametrize(
    ("tanh", "deep_tanh", "verdict"),
    [(0.5, 0.5, "supported"), (1.5, 1.5, "refuted"), (0.5, 1.0, "cannot tell")],
)
def test_tanh_at_the_better_learning_rate(tanh, deep_tanh, verdict):
    made = []
    for depth, level in ((2, tanh), (5, deep_tanh)):
        for rate, worse in ((0.1, 0.0), (0.01, 1.0)):
            for name, loss in (("sigmoid", 1.0), ("tanh", level)):
                own = rows(name, 0.5, depth=depth, learning_rate=rate)
                spread = [0.01 * (one["seed"] - 2) * (name == "tanh") for one in own]
                made.append(
                    [{**o, "history_loss": [loss + worse + s]} for o, s in zip(own, spread)]
                )
    plain = deep(sigmoid=(0.1,) * 4, relu=(0.1,) * 4)
    assert answered(remedies, remedies=plain, shallow=made)[28] == verdict


@pytest.mark.parametrize(
    ("sigmoid", "normed", "verdict"),
    [(0.1, 0.4, "supported"), (0.1, 0.6, "refuted"), (0.5, 0.4, "refuted")],
)
def test_batch_norm_and_sigmoid(sigmoid, normed, verdict):
    made = [rows("relu", 0.5), rows("relu", 0.5, batch_norm=NORMED), rows("sigmoid", sigmoid)]
    made += [rows("sigmoid", normed, batch_norm=NORMED)]
    assert answered(batch_norm, batch_norm=made) == {10: verdict}
