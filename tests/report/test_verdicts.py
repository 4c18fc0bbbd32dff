"""Runs to verdicts."""

import pytest

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
    assert (found.activation, found.baseline, found.word) == ("elu", "relu", word)
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
