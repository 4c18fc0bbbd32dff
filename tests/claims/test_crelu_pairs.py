"""Filters in pairs: kernels whose pairs are known, a tiny run, and the verdicts."""

import numpy as np
import pytest

from keras_acts.claims.studies import crelu_pairs

RNG = np.random.default_rng(0)


def test_pairs_of_opposite_filters_are_told_from_filters_on_a_few_lines():
    half = RNG.normal(size=(5, 5, 3, 8))
    pairs = crelu_pairs.against(np.concatenate([half, -half], axis=-1), 0)
    assert pairs["trained"] == pytest.approx(-1.0)
    assert pairs["trained"] < pairs["flipped"] < pairs["gaussian"] < 0
    single = crelu_pairs.against(RNG.normal(size=(5, 5, 3, 16)), 0)
    np.testing.assert_allclose(single["trained"], single["gaussian"], atol=0.1)


def test_a_tiny_run_looks_at_every_convolution():
    (row,) = crelu_pairs.measure("digits", 60, [0], steps=1)["rows"]
    assert len(row["layers"]) == 4
    assert all(-1 <= layer["trained"] < 0 for layer in row["layers"])


def test_cropped_pictures_are_the_middle():
    part = type(crelu_pairs.fits.part("digits", 0, 20))(*[np.arange(36.0).reshape(1, 6, 6)] * 4)
    np.testing.assert_array_equal(crelu_pairs.cropped(part, 2).x_val, [[[14, 15], [20, 21]]])


def record(trained, gaussian=-0.3, flipped=-0.4, spread=0.01):
    """What `measure` gives; the same in two layers."""
    return {
        "rows": [
            {
                "seed": s,
                "accuracy": 0.5,
                "layers": [
                    {"trained": trained + spread * s, "gaussian": gaussian, "flipped": flipped}
                ]
                * 2,
            }
            for s in range(5)
        ]
    }


@pytest.mark.parametrize(
    ("verdict", "made_up"),
    [
        ("supported", record(-0.9)),
        ("depends", record(-0.4)),
        ("refuted", record(-0.2)),
        ("cannot tell", record(-0.5, spread=0.1)),
    ],
)
def test_verdicts_come_out_each_way(verdict, made_up, tmp_path):
    assert crelu_pairs.answers(made_up)[48].verdict == verdict
    crelu_pairs.draw(made_up, tmp_path / "figure.png")
    assert crelu_pairs.text(made_up).count("\n") == 3
