"""The report: numbers by equality, and drawing that does not raise."""

import numpy as np
import pytest

from keras_acts import results
from keras_acts.report import figures, markdown, page, run, tables
from keras_acts.tuning import best
from tests.report.example import PLAN, PROVENANCE, ROWS, RUN, row


@pytest.fixture
def folder(tmp_path):
    results.write_json(tmp_path / "provenance.json", PROVENANCE)
    for one in ROWS:
        results.write_row(tmp_path, one)
    best = {**ROWS[6], "test_accuracy": 0.7, "test_samples": 50}
    results.write_json(tmp_path / "best.json", best)
    return tmp_path


def test_the_best_settings_are_those_of_the_best_score_over_all_seeds():
    best = RUN.combinations["relu", "msra", "none"]
    assert best.settings == {"learning_rate": 0.1}
    assert best.values == {0: 0.5, 1: 0.6}


def test_the_best_combination_of_an_activation():
    assert RUN.best_of("relu").initializer == "msra"
    assert RUN.best_of("elu").name == "elu + msra, no BatchNorm"
    assert RUN.best_of("maxout") is None


def test_options_are_left_out_of_a_name_that_is_clear_without_them():
    axes = {**PLAN["axes"], "batch_norm": ["none", "before(momentum=0.9)"]}
    short = run.Run("x", {**PLAN, "axes": axes}, PROVENANCE, None, ())
    assert [short.place(b) for b in axes["batch_norm"]] == ["no BatchNorm", "BatchNorm before"]
    axes = {**axes, "batch_norm": ["before", "before(momentum=0.9)"]}
    long = run.Run("x", {**PLAN, "axes": axes}, PROVENANCE, None, ())
    assert long.place("before(momentum=0.9)") == "BatchNorm before(momentum=0.9)"


def test_the_longest_trained_are_compared():
    rows = [row("relu", "msra", 0.1, 0, 0.5), row("relu", "msra", 1.0, 0, 0.4, epochs=9, rung=True)]
    best = run.Run("x", PLAN, PROVENANCE, None, tuple(rows)).best_of("relu")
    assert best.settings == {"learning_rate": 1.0, "epochs": 9}


def test_differences_are_paired_by_seed():
    base, elu = RUN.best_of("relu"), RUN.best_of("elu")
    mean, low, high, pairs = tables.difference(elu, base)
    assert (round(mean, 9), round(low, 9), round(high, 9), pairs) == (0.15, 0.05, 0.25, 2)


def test_table_of_activations():
    head, relu, elu, maxout = tables.activations(RUN)
    assert head[-2:] == ["less relu", "trials"]
    assert relu == ["relu", "msra, no BatchNorm, learning_rate=0.1", "55.0", "50.0 60.0", "–",
                    "5 ok, 1 diverged"]  # fmt: skip
    assert elu[-2:] == ["+15.0 (+5.0 to +25.0)", "2 ok, 1 failed"]
    assert maxout == ["maxout", "nothing that trained", "–", "–", "–", "2 skipped"]


def test_table_of_combinations_keeps_what_has_no_number():
    lines = {(line[0], line[1]): line for line in tables.combinations(RUN)}
    assert lines["maxout", "msra"][3] == "2 skipped"
    assert lines["elu", "glorot"][3:5] == ["1 failed", "failed"]


def test_table_of_what_did_not_end_well():
    _, *lines = tables.unfinished(RUN)
    assert [line[:2] for line in lines] == [["diverged", "1"], ["failed", "1"], ["skipped", "2"]]
    assert lines[1][-1] == "why it failed"


def test_table_of_what_diverged_says_where_first():
    ends = ((3, 40, "dense"), (1, 70, "logits"))
    names = ("diverged_epoch", "diverged_step", "first_bad_layer")
    lost = [row("elu", "msra", 1.0, n, None, "diverged", **dict(zip(names, end)))
            for n, end in enumerate(ends)]  # fmt: skip
    _, line = tables.diverged(run.Run("x", PLAN, PROVENANCE, None, (*ROWS, *lost)))
    assert line == ["elu + msra + none", "2", "epoch 1, step 70", "dense, logits"]


def test_markdown_lets_no_markup_through():
    table = markdown.table([["a"], ["<script>|</script>\n& ![x](y)"]])
    assert table.splitlines()[-1] == "| &lt;script&gt;\\|&lt;/script&gt; &amp; !\\[x\\](y) |"


def test_dots():
    relu, elu, maxout = figures.accuracy_data(RUN)
    assert relu == ("relu", "msra, no BatchNorm", (0.5, 0.6), (0.9, 0.3, 0.3), 1)
    assert elu.best == (0.75, 0.65)
    assert maxout == ("maxout", "nothing that trained", (), (), 0)


def test_heat():
    (heat,) = figures.heat_data(RUN)
    assert heat.means == [[0.55, 0.3], [0.7, None], [None, None]]
    assert heat.texts == [["55.0", "30.0"], ["70.0", "none\n1 of 1 lost"], ["skipped", ""]]


def test_curves():
    relu, elu = figures.curve_data(RUN)
    assert relu.curves == ((0.5, 0.5), (0.6, 0.6))
    assert elu.activation == "elu"


def test_the_page_answers_in_words(folder):
    text = page.write(folder).read_text(encoding="utf-8")
    assert "Best on validation: elu + msra, no BatchNorm, learning_rate=0.1**, 70.0 %" in text
    assert "tested, once: 70.0 % of 50 test samples" in text
    assert "this is **screening**" in text
    assert {path.name for path in (folder / "figures").iterdir()} == {
        "accuracy.png",
        "heatmap.png",
        "curves.png",
    }


def test_the_same_rows_give_the_same_bytes(folder):
    first = {path: path.read_bytes() for path in (page.write(folder), *folder.glob("figures/*"))}
    page.write(folder)
    assert first == {path: path.read_bytes() for path in first}


@pytest.mark.parametrize("rows", [(), ROWS[9:], ROWS[8:9]])
def test_a_run_without_any_result_has_a_report(rows, folder):
    for path in (folder / "trials").iterdir():
        path.unlink()
    (folder / "best.json").unlink()
    for one in rows:
        results.write_row(folder, one)
    assert "No trial ended with a result" in page.write(folder).read_text(encoding="utf-8")


def test_colours_belong_to_activations():
    from keras_acts.report.ink import BASELINE, Palette

    palette = Palette(RUN)
    assert palette["relu"] == BASELINE
    assert len(set(palette.values())) == 3


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [([], 0, 1), ([0.96, 0.972], 0.96, 0.98), ([0.1, 0.5], 0.1, 0.5), ([1.0], 0.995, 1)],
)
def test_figures_show_the_span_that_holds_the_values(values, low, high):
    from keras_acts.report.ink import span

    shown = span(values)
    np.testing.assert_allclose((shown.low, shown.high), (low, high))
    assert set(shown.ticks) >= {shown.low, shown.high}


def test_rows_of_a_wider_plan_before_are_left_out(folder):
    wider = row("gelu", "msra", 0.1, 0, 0.99), row("elu", "msra", 7.0, 0, 0.99)
    for one in wider:
        results.write_row(folder, one)
    assert {one["cell"] for one in run.read(folder).rows} == {one["cell"] for one in ROWS}


def test_a_best_without_its_rows_is_left_out(folder):
    for path in (folder / "trials").glob("elu*"):
        path.unlink()
    assert run.read(folder).best is None
    text = page.write(folder).read_text(encoding="utf-8")
    assert "**This sweep has not ended.** Best so far: relu + msra, no BatchNorm, 55.0 %" in text
    assert "| elu | not tried |" in text


def test_a_tie_has_one_winner_everywhere():
    rows = [row("relu", "msra", rate, 0, 0.5) for rate in (0.1, 1.0)]
    for order in (rows, rows[::-1]):
        shown = run.Run("x", PLAN, PROVENANCE, None, tuple(order)).best_of("relu")
        assert shown.settings == {"learning_rate": best.select(order)["learning_rate"]}
