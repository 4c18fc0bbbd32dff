"""What the seeds show, in words."""

from dataclasses import replace

from keras_acts.report import findings, sections
from keras_acts.report.html import contents
from tests.report.example import PLAN, PROVENANCE, RUN
from tests.report.test_verdicts import made


def test_verdicts():
    found = findings.judged(made(0.1))
    elu, maxout = found.table[1:]
    assert elu[:4] == ["elu", "better", "+10.00 points [+9.54, +10.46]", "8"]
    assert elu[5:7] == ["0.0078", "100 % [63, 100]"]
    assert maxout[1:4] == ["cannot tell", "–", "0"]
    assert found.sentences[0].startswith("With 8 seeds, adjusted for 2 comparisons, a difference")
    assert found.sentences[1].startswith("Equivalent means less than 0.5 points apart")
    assert "have a correlation of 1.00" in found.sentences[2]


def test_what_was_chosen_with_the_same_seeds_is_told_to_look_better_than_it_is():
    assert "has fresh ones" in findings.judged(RUN).sentences[-1]
    second = tuple({**one, "seed": one["seed"] + 100} for one in RUN.rows)
    fresh = findings.judged(replace(RUN, second=second)).sentences
    assert not any("fresh ones" in words for words in fresh)
    assert [line[4] for line in findings.judged(RUN).table[1:]] == ["–", "–"]


def test_a_test_accuracy_has_the_interval_of_its_samples():
    best = {**RUN.rows[6], "test_accuracy": 0.7, "test_samples": 50}
    expected = "could be from 55.4 to 82.1 % (exact 95 % interval)."
    assert findings.best(replace(RUN, best=best)).sentences[1].endswith(expected)
    assert len(findings.best(RUN).sentences) == 1


def test_a_loss_is_asked_for_its_margin():
    loss = made(0.1, objective={"name": "val_loss", "direction": "min"})
    assert "No margin was declared" in findings.judged(loss).sentences[0]


def test_effects_say_what_was_left_out():
    found = findings.factors(RUN)
    assert found.sentences[-1].endswith("no result: activation maxout, initializer glorot.")
    assert [line[0] for line in found.table] == ["what", "activation", "", ""]


def test_tuning_says_what_is_not_fair_and_what_to_widen():
    found = findings.tuning(RUN)
    assert found.sentences[0].endswith("Cells of each: relu 3, elu 2, maxout 0.")
    words = "Best at the least that was tried, learning_rate = 0.1: relu, elu. Widen the range"
    assert found.sentences[1].startswith(words)
    assert found.table[1] == ["relu", "3", "43.3", "43.3", "51.5", "15.5 to 99.5"]


def test_only_activations_that_lost_trials_are_listed():
    assert [line[0] for line in findings.losses(RUN).table[1:]] == ["relu", "elu"]


def test_all_pairs_are_told_where_they_were_declared():
    meaning = {**PROVENANCE["meaning"], "all_pairs": True}
    run = replace(made(0.1), provenance={**PROVENANCE, "meaning": meaning})
    found = findings.between(run)
    assert found.sentences[0].endswith("3 comparisons, which are one family.")
    assert found.table[1][:4] == ["maxout", "elu", "cannot tell", "–"]
    in_file = [one.title for one in sections.verdicts(run)]
    assert in_file[:2] == ["Verdicts against relu", found.title]
    assert found.title in [one.title for one in contents.of_page(run)]


def test_sections_without_anything_to_tell_are_left_out():
    titles = [one.title for one in findings.findings(made(0.1))]
    assert titles == ["Verdicts", "What may be the best", "Effects", "Tuning"]
    assert [one.title for one in findings.findings(replace(RUN, rows=()))] == ["Verdicts"]
    own = {**PLAN, "axes": {**PLAN["axes"], "activation": ["own"]}}
    assert findings.findings(replace(RUN, plan=own, rows=())) == []
