"""Residual responses: a net whose responses are known, a tiny run, and the verdicts."""

import numpy as np
import pytest
from keras import layers

from keras_acts.claims.studies import residual


def test_a_branch_of_zeros_does_not_respond_and_one_twice_as_large_responds_twice():
    model = residual.net(layers.ReLU, (3,), seed=0, blocks=2, width=4)
    x = np.random.default_rng(0).normal(size=(50, 3)).astype("float32")
    before = residual.responses(model, x)
    branch = model.get_layer("branch_2")
    branch.kernel.assign(2 * branch.kernel)
    np.testing.assert_allclose(residual.responses(model, x), np.array(before) * [1, 2], rtol=1e-5)
    branch.kernel.assign(0 * branch.kernel)
    assert residual.responses(model, x)[1] == 0


def test_a_tiny_run_has_a_response_for_each_block():
    (row,) = residual._runs(residual.ARMS["prelu, decay"], "digits", 60, [0], 2, 0.1)
    assert len(row["responses"]) == 6
    assert 0 < row["alpha"] < 0.25


def record(relu=0.9, prelu=0.9, decay=0.9, response=0.4, spread=0.0):
    """What `measure` gives; ReLU's response is 0.4."""
    arms = {"relu": (relu, 0.4), "prelu": (prelu, response), "prelu, decay": (decay, 0.4)}
    return {
        "arms": {
            arm: [
                {
                    "seed": s,
                    "accuracy": level + (s + len(arm)) % 3 / 1000 + spread * s,
                    "responses": [size + s / 1000 * (arm == "prelu")] * 2,
                    "alpha": 0.0,
                }
                for s in range(5)
            ]
            for arm, (level, size) in arms.items()
        }
    }


@pytest.mark.parametrize(
    ("verdict", "changed"),
    [
        ("supported", {"prelu": 0.8, "response": 0.6}),
        ("refuted", {"prelu": 0.95, "response": 0.6}),
        ("refuted", {"prelu": 0.8, "response": 0.3}),
        ("depends", {"relu": 0.95, "decay": 0.8, "response": 0.6}),
        ("cannot tell", {"response": 0.6}),
    ],
)
def test_verdicts_come_out_each_way(verdict, changed, tmp_path):
    made_up = record(**changed)
    assert residual.answers(made_up)[39].verdict == verdict
    residual.draw(made_up, tmp_path / "figure.png")
    assert residual.text(made_up).count("prelu") == 2
