"""Runs to verdicts."""

from dataclasses import replace

import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from keras_acts.report import run, verdicts
from tests.report.example import PLAN, PROVENANCE, RUN, row

SEEDS = range(8)
JITTER = (0.0, 0.01, -0.01, 0.005, -0.005, 0.002, -0.002, 0.0)


def made(elu, seeds=SEEDS, **plan):
    """Eight seeds of relu around 0.5, and elu by so much above."""
    rows = []
    for seed, noise in zip(seeds, JITTER):
        rows.append(row("relu", "msra", 0.1, seed, 0.5 + noise))
        rows.append(row("elu", "msra", 0.1, seed, 0.5 + elu + noise / 10))
    return run.Run("made", {**PLAN, **plan}, PROVENANCE, None, tuple(rows))


WORDS = {0.1: "better", -0.1: "worse", 0.0: "equivalent", 0.004: "cannot tell"}


@pytest.mark.parametrize(("elu", "word"), WORDS.items())
def test_words(elu, word):
    found, _ = verdicts.verdicts(made(elu))
    assert (found.activation, found.other, found.word) == ("elu", "relu", word)
    assert found.words.startswith(word)


def test_less_is_better_where_it_is():
    less = {"name": "val_accuracy", "direction": "min"}
    found, _ = verdicts.verdicts(made(0.1, objective=less))
    assert (found.word, found.probability.mean) == ("worse", 0.0)
    assert found.apart.mean == pytest.approx(0.1)


def test_under_five_seeds_it_is_screening():
    found, _ = verdicts.verdicts(made(0.1, seeds=range(4)))
    assert found.word == "cannot tell"
    assert found.words.startswith("cannot tell yet (screening)")


def test_what_has_no_result_has_a_verdict():
    _, maxout = verdicts.verdicts(RUN)
    assert (maxout.apart, maxout.pairs, maxout.p) == (None, 0, 1.0)


def test_lost_seeds_make_what_they_could_overturn_untold():
    whole = made(0.1)
    rows = [one for one in whole.rows if (one["activation"], one["seed"]) != ("elu", 7)]
    lost = row("elu", "msra", 0.1, 7, None, "diverged")
    found, _ = verdicts.verdicts(replace(whole, rows=(*rows, lost)))
    assert (found.word, found.at_worst, found.pairs, found.lost) == (*["cannot tell"] * 2, 7, 1)
    assert "seeds were lost (1 of elu, 0 of relu): by those that ended better" in found.words


def test_the_family_is_what_was_declared_or_trained_again():
    found, _ = verdicts.verdicts(made(0.1))
    assert found.family == 2
    second = tuple({**one, "seed": one["seed"] + 100} for one in made(0.1).rows)
    elu, maxout = verdicts.verdicts(replace(RUN, second=second))
    assert (elu.family, elu.pairs, elu.word) == (1, 8, "better")
    assert maxout.words == "cannot tell: maxout has no result."


def test_all_pairs_are_one_family_where_the_sweep_asks_for_them():
    rows = [*made(0.1).rows]
    noise = (0.02, -0.01, 0.0, 0.01, -0.02, 0.015, 0.0, -0.005)
    rows += [row("maxout", "msra", 0.1, seed, 0.53 + noise[seed]) for seed in SEEDS]
    alone = replace(made(0.1), rows=tuple(rows))
    meaning = {**PROVENANCE["meaning"], "all_pairs": True}
    every = replace(alone, provenance={**PROVENANCE, "meaning": meaning})
    assert verdicts.among(alone) == []
    found = [*verdicts.verdicts(every), *verdicts.among(every)]
    assert [(one.activation, one.other) for one in found] == [
        *(("elu", "relu"), ("maxout", "relu"), ("maxout", "elu")),
    ]
    of = {name: [r["val_accuracy"] for r in rows if r["activation"] == name]
          for name in ("relu", "elu", "maxout")}  # fmt: skip
    plain = [stats.ttest_rel(of[one.activation], of[one.other]).pvalue for one in found]
    assert [one.p for one in found] == pytest.approx(multipletests(plain, method="holm")[1])
    assert [one.word for one in found] == ["better", "better", "worse"]
    assert {one.family for one in found} == {3}
    assert found[2].words.startswith("worse: -6.9 points [-8.0, -5.8] against elu (95 % t")


def test_what_was_tried_in_more_cells_is_not_called_better():
    more = [row("elu", "glorot", 0.1, seed, 0.2) for seed in SEEDS]
    run = made(0.1)
    found, _ = verdicts.verdicts(replace(run, rows=(*run.rows, *more)))
    assert (found.word, found.cells) == ("cannot tell", (2, 1))
    assert "chose among 2 cells of it and 1 of relu, so elu looks better than" in found.words
    less = made(-0.1)
    found, _ = verdicts.verdicts(replace(less, rows=(*less.rows, *more)))
    assert (found.word, found.cells) == ("worse", (2, 1))


def test_sign_flips_are_not_asked_where_they_could_not_answer():
    found, _ = verdicts.verdicts(made(0.1))
    assert found.flips == 2 / 2**8
    found, _ = verdicts.verdicts(made(0.1, seeds=range(5)))
    assert found.flips is None


def test_a_sentence_says_how_many_more_seeds_would_tell():
    found, _ = verdicts.verdicts(made(0.004))
    assert f"about {found.more} more seeds would tell." in found.words
    assert "8 seeds in pairs" in found.words
    assert "adjusted for 2 comparisons" in found.words
