"""Cost beside accuracy: the table, the fronts and the words, from made-up costs."""

from dataclasses import replace

import pytest

from keras_acts import results
from keras_acts.costed import read_costs
from keras_acts.files import Unreadable
from keras_acts.report import costs, fronts, markdown, page
from tests.report.costs import COSTED, COSTS, ELU, RELU, costed, taken
from tests.report.example import PROVENANCE, ROWS, RUN, row


@pytest.fixture
def folder(tmp_path):
    results.write_json(tmp_path / "provenance.json", PROVENANCE)
    for one in ROWS:
        results.write_row(tmp_path, one)
    results.write_json(tmp_path / "costs.json", COSTS)
    return tmp_path


def test_table_of_costs():
    _, relu, elu = costs.table(COSTED)
    assert relu == ["relu", "55.0", "1", "1", "1", "1.5", "1,000", "–"]
    assert elu[2:5] == ["1.5 (× 1.50, 1.35 to 1.65)"] * 3


def test_what_is_not_known_is_a_dash_and_what_failed_says_why():
    lost = dict.fromkeys(("step", "one", "batch", "parameters", "kept_bytes", "state_bytes"))
    _, line = costs.table(costed({**ELU, **lost, "reason": "ValueError: no"}))
    assert line[2:] == ["–", "–", "–", "–", "–", "ValueError: no"]


def test_formats_that_do_not_serve_an_activation_have_their_reason():
    _, one, other = costs.table(
        costed({**RELU, "exports": {"onnx": "no Erfc", "litert": ""}}, {**ELU, "exports": None})
    )
    assert (one[-1], other[-1]) == ("ONNX: no Erfc", "not known")


def test_costs_of_a_cell_that_is_no_longer_the_best_are_left_out():
    assert [one.activation for one, _ in costs.measured(costed({**RELU, "cell": "x"}, ELU))] == [
        "elu"
    ]


def test_the_front_has_who_is_cheapest_and_who_is_better():
    relu, elu = fronts.front(COSTED, "step")
    assert (relu.activation, relu.value, relu.cost, relu.best) == ("relu", 0.55, 1.0, True)
    assert (elu.value, elu.cost, elu.best) == (0.7, 1.5, True)
    assert (elu.low, elu.high) == pytest.approx((1.35, 1.65))


def test_who_is_beaten_in_both_is_not_on_the_front():
    elu, relu = fronts.front(COSTED, "parameters")
    assert (elu.activation, elu.best) == ("elu", True)
    assert not relu.best


def test_of_two_that_are_equal_both_stand_on_the_front():
    same = replace(RUN, rows=(row("relu", "msra", 0.1, 0, 0.5), row("elu", "msra", 0.1, 0, 0.5)))
    points = fronts.front(replace(same, costs={**COSTS, "arms": [RELU, ELU]}), "memory")
    assert [one.best for one in points] == [True, True]


def test_less_is_better_where_the_objective_says_so():
    plan = {**RUN.plan, "objective": {"name": "val_mae", "direction": "min"}}
    rows = tuple({**one, "val_mae": one["val_accuracy"]} for one in ROWS if one["status"] == "ok")
    cell = next(one["cell"] for one in rows if one["val_mae"] == 0.3)
    cheap = {**RELU, "cell": cell, "initializer": "glorot"}
    run = replace(RUN, plan=plan, rows=rows, costs={**COSTS, "arms": [cheap, ELU]})
    assert [(one.activation, one.best) for one in fronts.front(run, "step")] == [
        ("relu", True),
        ("elu", False),
    ]


def test_only_finalists_are_compared_where_seeds_are_fresh():
    second = (row("elu", "msra", 0.1, 7, 0.6),)
    run = replace(COSTED, second=second)
    assert [(one.activation, one.value) for one in fronts.front(run, "step")] == [("elu", 0.6)]
    assert fronts.words(run)[0].text.startswith("Among the finalists, on the means")
    assert costs.words(run)[-1].text.endswith("fresh seeds.")


def test_the_page_has_the_costs_and_the_same_bytes_twice(folder):
    text = page.write(folder).read_text(encoding="utf-8")
    assert "by training step relu, elu; " in text
    assert "by parameters elu." in text
    figure = (folder / "figures" / "costs.png").read_bytes()
    assert page.write(folder).read_text(encoding="utf-8") == text
    assert (folder / "figures" / "costs.png").read_bytes() == figure


def test_without_costs_the_page_says_nothing_of_them(folder):
    (folder / "costs.json").unlink()
    assert "What it costs" not in page.write(folder).read_text(encoding="utf-8")


def test_nothing_that_was_written_into_the_costs_becomes_markup(folder):
    bad = "<script>|`"
    arm = {**ELU, "exports": {bad: bad}, "reason": bad}
    results.write_json(folder / "costs.json", {**COSTS, "baseline": bad, "arms": [RELU, arm]})
    text = page.write(folder).read_text(encoding="utf-8")
    assert "<script>" not in text
    assert "&lt;script&gt;\\|\\`" in text
    assert markdown.table(costs.table(costed(arm))).count("\n") == 2


@pytest.mark.parametrize(
    "bad",
    [
        [],
        {"arms": []},
        {**COSTS, "arms": [{}]},
        {**COSTS, "arms": [{**RELU, "step": {**taken(1.0, 1.0), "low": "0.9"}}]},
        {**COSTS, "arms": [{**RELU, "parameters": "many"}]},
        {**COSTS, "arms": [{**RELU, "exports": ["onnx"]}]},
        {**COSTS, "seconds": None},
    ],
)  # fmt: skip
def test_what_are_no_costs_is_told(folder, bad):
    results.write_json(folder / "costs.json", bad)
    with pytest.raises(Unreadable, match=r"costs\.json must hold the costs of arms.*Remove it"):
        read_costs(folder)
