"""The outlier that shuts a ReLU: the exact neuron, the nets, and the verdicts."""

import numpy as np
import pytest

from keras_acts.claims.measuring import neuron, outlier_nets
from keras_acts.claims.studies import outliers


def test_one_step_on_the_outlier_moves_w_and_b_as_the_formula_says():
    before = neuron.Neurons(np.array([[0.8, 0.6]]), np.zeros(1))
    after = neuron.met(before, 100.0, 1e-3, bias_only=False)
    np.testing.assert_allclose(after.w, [[0.8 - 1e-3 * 80 * 100, 0.6]])
    np.testing.assert_allclose(after.b, [-1e-3 * 80])
    np.testing.assert_array_equal(neuron.met(before, 100.0, 1e-3, True).w, before.w)


def test_an_inactive_neuron_does_not_move():
    before = neuron.Neurons(np.array([[-1.0, 0.0]]), np.zeros(1))
    np.testing.assert_array_equal(neuron.met(before, 100.0, 0.1, False).w, before.w)


def test_non_negative_features_shut_what_centred_ones_do_not():
    shut = [
        neuron.grid(features, False, [1000], [0.1], count=5, samples=20, steps=3)["shut"][0][0]
        for features in ("zero-mean", "non-negative")
    ]
    np.testing.assert_array_equal(shut, [0.0, 1.0])


def test_clipped_features_make_one_outlier_as_good_as_another():
    rows = outlier_nets.lives({"features": "clipped"}, [0], [5.0, 1e6], steps=2)
    assert [(row["seed"], row["size"]) for row in rows] == [(0, 5.0), (0, 1e6)]
    np.testing.assert_array_equal(rows[0]["accuracy"], rows[1]["accuracy"])
    raw = outlier_nets.lives({}, [0], [5.0, 1e6], steps=2)
    assert raw[0]["accuracy"][0] == raw[1]["accuracy"][0]
    assert raw[0]["accuracy"][1] != raw[1]["accuracy"][1]


def record(zero_mean=0.0, non_negative=1.0, active=(0.1, 0.5, 0.0), relu=0.1, clipped=0.0):
    """What `measure` gives, with the same share everywhere."""
    cases = dict(zip(outliers.CASES, zip((1.0, zero_mean, non_negative), active)))
    nets = dict.fromkeys(outlier_nets.ARMS, 0.0)
    nets |= {"relu": relu, "relu, standardised and clipped": clipped}
    row = {"size": 1000.0, "accuracy": [0.9, 0.1, 0.9]}
    return {
        "sizes": [150, 1000],
        "rates": [1e-2, 1e-1],
        "neuron": {
            case: {"shut": [[shut] * 2] * 2, "active": [[on] * 2] * 2}
            for case, (shut, on) in cases.items()
        },
        "nets": {
            arm: [
                {**row, "seed": s, "size": size, "dead": [0.0, 0.0, gain * (1 + s / 10)]}
                for s in range(5)
                for size in outliers.NET_SIZES
            ]
            for arm, gain in nets.items()
        },
        "errors": [[-1.0, -1.0], [1.0, 1.0]],
    }


@pytest.mark.parametrize(
    ("number", "verdict", "changed"),
    [
        (61, "depends", {}),
        (61, "supported", {"zero_mean": 1.0}),
        (61, "refuted", {"non_negative": 0.0}),
        (62, "depends", {}),
        (62, "supported", {"active": (0.1, 0.1, 0.0)}),
        (62, "refuted", {"active": (0.5, 0.5, 0.5)}),
        (63, "supported", {}),
        (63, "depends", {"clipped": 0.1}),
        (63, "cannot tell", {"relu": 0.0}),
        (63, "refuted", {"relu": -0.1}),
        (65, "supported", {}),
    ],
)
def test_verdicts_come_out_each_way(number, verdict, changed):
    assert outliers.answers(record(**changed))[number].verdict == verdict


def test_a_gradient_that_is_the_loss_after_all_refutes_65():
    made_up = {**record(), "errors": [[-1.0, 1.0], [1.0, -1.0]]}
    assert outliers.answers(made_up)[65].verdict == "refuted"
    assert outliers.slope(-3.0) == pytest.approx(-3.0)


def test_the_figure_and_the_table_take_what_is_measured(tmp_path):
    assert outliers.text(record()).count("\n") == 1 + 2 * len(record()["nets"])
    outliers.draw(record(), tmp_path / "figure.png")
    assert (tmp_path / "figure.png").stat().st_size > 10_000
