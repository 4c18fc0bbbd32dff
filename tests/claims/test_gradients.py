"""Gradients by layer: the readings, and when the claimed rows count as reached."""

import numpy as np
import pytest

from keras_acts.claims.measuring import gradient_rows as rows
from keras_acts.claims.studies.gradients import STUDY, answers
from tests.claims.part import digits


def made_up(mean=1.0, norm=1.0, sigmoid=0.23, relu=1.0):
    """A record with `mean` and `norm` times the claimed rows, or rows of a ratio."""

    def run(activation):
        claimed = [rows.numbers(row[2]) for row in rows.CLAIMED.values() if row[0] == activation]
        return {
            reading: {str(i): list(factor * row) for i, row in zip(rows.ITERATIONS, claimed)}
            for reading, factor in (("mean", mean), ("norm", norm))
        }

    return {name: {a: [run(a), run(a)] for a in ("sigmoid", "relu")} for name in rows.VARIANTS}


@pytest.mark.parametrize(
    ("mean", "norm", "verdict"),
    [(1.5, 99.0, "supported"), (99.0, 1.5, "depends"), (99.0, 99.0, "refuted")],
)
def test_a_row_is_reached_by_the_mean_or_the_norm_or_not(mean, norm, verdict):
    found = answers(made_up(mean, norm))
    assert {found[number].verdict for number in rows.CLAIMED} == {verdict}


def test_claim_7_holds_of_its_own_numbers_and_of_no_flat_ones():
    record = made_up()
    assert answers(record)[7].verdict == "supported"
    for run in record["recipe"]["sigmoid"]:
        run["mean"] = {str(i): [1.0] * 11 for i in rows.ITERATIONS}
    assert answers(record)[7].verdict == "depends"
    for run in record["recipe"]["sigmoid"]:
        run["norm"] = run["mean"]
    assert answers(record)[7].verdict == "refuted"


def test_the_claimed_ratio_is_that_of_hidden_layers_alone():
    for number, expected in ((3, 0.2254), (4, 0.2314)):
        row = rows.numbers(rows.CLAIMED[number][2])[None]
        np.testing.assert_allclose(rows.ratio(row), expected, atol=5e-4)


def test_measured_norms_and_means_belong_to_the_same_kernels():
    found = rows.layers(digits(), "sigmoid", 0, depth=3, width=16)
    mean, norm = (np.array(found[reading]["20"]) for reading in ("mean", "norm"))
    root = np.sqrt([64 * 16, 16 * 16, 16 * 16, 16 * 10])
    assert mean.shape == (4,)
    assert (norm > mean * root).all()
    assert (norm < 3 * mean * root).all()


def test_it_answers_its_claims():
    assert set(answers(made_up())) == {claim.number for claim in STUDY.claims}
