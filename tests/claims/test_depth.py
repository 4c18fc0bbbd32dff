"""Which deep nets converge: outcomes, what changes them, and the verdicts."""

import pytest

from keras_acts.claims.measuring import depth_map
from keras_acts.claims.studies import depth
from tests.claims.made import row

STARTS = ("msra", "msra(mode=fan_out)", "taylor")


def rows(converges):
    """The whole grid with a loss of 0.1 where `converges(activation, start, scale)`, else NaN."""
    return [
        row(name, initializer=start, input_scale=scale, learning_rate=rate, **trial(good))
        for name in ("relu", "prelu", "elu", "mpelu")
        for start in (*STARTS, "lsuv")
        for scale in (1.0, 70.0)
        for rate in (0.01, 0.001)
        for good in [converges(name, start, scale)]
    ]


def trial(good):
    if good:
        return {"history_loss": [2.0, 0.1]}
    return {"status": "diverged", "history_loss": [None], "diverged_epoch": 0, "diverged_step": 3}


def verdicts(converges):
    answers = depth.answers(depth.measure({"depth": rows(converges)}))
    return {number: answer.verdict for number, answer in answers.items()}


def as_claimed(name, start, scale):
    if start == "lsuv" or name == "relu":
        return False
    if name == "prelu":
        return start not in ("msra", "taylor")
    return True


def test_supported_where_nets_do_as_the_claims_say():
    found = verdicts(lambda *cell: as_claimed(*cell) or cell[0] == "prelu")
    assert found[32] == "supported"
    assert verdicts(as_claimed)[45] == "supported"
    assert found[55] == "supported"
    assert found[59] == "supported"


def test_refuted_where_everything_converges():
    found = verdicts(lambda *cell: True)
    assert [found[n] for n in (32, 45, 59)] == ["refuted"] * 3
    assert verdicts(lambda *cell: False)[55] == "refuted"


def test_it_depends_on_the_size_of_the_inputs():
    found = verdicts(lambda name, start, scale: scale == 1.0)
    assert [found[n] for n in (32, 45, 55, 59)] == ["depends"] * 4


@pytest.mark.parametrize(
    ("losses", "status", "expected"),
    [
        ([2.3, 1.1, 1.3], "ok", "converges"),
        ([2.3, 1.2], "ok", "learns slowly"),
        ([2.3, 2.29], "ok", "stuck"),
        ([0.1], "diverged", "diverges"),
    ],
)
def test_outcome(losses, status, expected):
    assert depth.outcome(row("relu", history_loss=losses, status=status)) == expected


def test_flips_count_what_one_factor_alone_changes():
    factors = depth.measure({"depth": rows(lambda name, start, scale: scale == 1.0)})["factors"]
    assert factors["input_scale"] == {
        "groups": 32, "changed": 32, "levels": {"1.0": [32, 32], "70.0": [0, 32]},
    }  # fmt: skip
    assert factors["learning_rate"]["changed"] == 0


def test_seeds_of_both_sweeps_share_a_cell():
    more = [row("relu", seed, history_loss=[0.1]) for seed in (1, 2)]
    record = depth.measure({"depth": [row("relu", history_loss=[9.0])], "depth_seeds": more})
    assert [cell["outcomes"] for cell in record["cells"]] == [["stuck", "converges", "converges"]]


def test_the_map_has_a_square_a_cell(tmp_path):
    record = depth.measure({"depth": rows(as_claimed)})
    assert len(depth_map.squares(record["cells"]).squares) == 4 * 4 * 4
    depth.draw(record, tmp_path / "figure.png")
    assert (tmp_path / "figure.png").stat().st_size > 5000
    assert "| relu | msra | 1.0 | 0.01 | diverges |" in depth.text(record)
