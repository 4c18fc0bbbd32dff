"""The page that stands alone: its numbers by equality, its sections, the same bytes each time."""

import json
import os
import subprocess
import sys
from itertools import product

import numpy as np
import pytest

from keras_acts import results
from keras_acts.report import ink, page, run
from keras_acts.report.html import arms, contents, curves, layers, scale, seeds, shapes, svg, theme
from keras_acts.report.html.page import html
from tests import reference
from tests.report.example import PLAN, PROVENANCE, ROWS, RUN, row
from tests.report.hostile import LOOKED

ARM = arms.arms(RUN)[1]
WITHOUT_KERAS = """
import sys
sys.modules.update(keras=None, tensorflow=None, keras_tuner=None)
sys.argv = ["keras-acts", "report", sys.argv[1]]
from keras_acts.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def folder(tmp_path):
    results.write_json(tmp_path / "provenance.json", PROVENANCE)
    for one in ROWS:
        results.write_row(tmp_path, one)
    return tmp_path


def test_arms_stand_beside_the_baseline():
    relu, elu, maxout = arms.arms(RUN)
    assert (relu.base, elu.base.activation, maxout.best) == (None, "relu", None)
    assert relu.colour == ink.BASELINE


def test_an_arm_with_fresh_seeds_stands_beside_fresh_seeds():
    plan = {**PLAN, "confirm": {"seeds": [8, 9]}}
    fresh = tuple(row(name, "msra", 0.1, 8, 0.8) for name in ("relu", "elu"))
    both = run.Run("x", plan, PROVENANCE, None, ROWS, fresh)
    assert [list(one.values) for one in arms.arms(both)[1].others] == [[8], [8]]


def test_dots_have_every_seed_and_count_the_lost():
    rows = (*ROWS[:2], row("relu", "msra", 0.1, 2, None, "diverged"))
    found = seeds.dots(run.Run("x", PLAN, PROVENANCE, None, rows).best_of("relu"))
    assert (found.values, found.lost, found.interval.seeds) == ((0.5, 0.6), 1, 2)


def test_curves_have_the_mean_and_the_range_of_seeds_that_got_so_far():
    histories = ([0.5, 0.7], [0.3], [None, 0.9])
    rows = [
        row("relu", "msra", 0.1, n, 0.5, history_val_accuracy=h) for n, h in enumerate(histories)
    ]
    found = curves.curve(run.Run("x", PLAN, PROVENANCE, None, tuple(rows)).best_of("relu"))
    np.testing.assert_allclose(found.mean, (0.4, 0.8))
    assert (found.low, found.high, found.seeds) == ((0.3, 0.7), (0.5, 0.9), 3)


def test_profiles_are_means_over_seeds_by_layer():
    rows = [{"probe_kernels": ["a", "b"], "probe_gradient": [1, 0, 9, 5]},
            {"probe_kernels": ["a", "b"], "probe_gradient": [100, 0, 1, None]}]  # fmt: skip
    found = layers.profile(rows, "", lambda one: results.probed(one, "gradient"), layers.geometric)
    assert found.layers == ("a", "b")
    np.testing.assert_allclose(found.before, (10, np.nan))
    np.testing.assert_allclose(found.after, (3, 5))


def test_learned_parameters_are_means_over_seeds_by_layer():
    rows = tuple({**LOOKED, "learned_mean": [0.1, 0.2, end, 0.4]} for end in (0.3, 0.5))
    first, second = shapes.learned(rows)
    assert first == ("a", {"alpha": 0.1}, {"alpha": 0.4})
    assert second.end == {"alpha": 0.4}


@pytest.mark.parametrize("name", sorted(shapes.SHAPES))
def test_shapes_are_those_of_the_papers(name):
    shape = shapes.SHAPES[name]
    names = shape.__code__.co_varnames[1 : shape.__code__.co_argcount]
    given = dict(zip(names, (0.5, 0.75, 1.25, 2.0)))
    np.testing.assert_allclose(
        shape(shapes.X, **given), getattr(reference, name)(shapes.X, **given)[0], rtol=1e-12
    )


def test_labels_are_apart_and_ticks_fit():
    assert np.diff(scale.apart([1.0, 1.0, 1.0], 0.1)) == pytest.approx(0.1, abs=0.01)
    ticks = scale.thinned(ink.COARSE, 150, 24)
    places = 150 * np.diff(ink.stretched(np.array(ticks))) / ink.stretched(1.0)
    assert (ticks[0], ticks[-1]) == (0.0, 1.0)
    assert min(places) > 20


def test_a_figure_takes_its_colours_from_the_page():
    figure, axis = ink.panel()
    axis.plot([1, 2], color=ink.COLOURS[0], clip_on=True)
    axis.set_xlabel("a < b $c$", color=ink.DIM)
    text = svg.inline(figure, "f7", 'a "title"')
    assert "var(--c0)" in text
    assert ink.COLOURS[0] not in text
    assert 'id="f7-' in text
    assert "http" not in text
    assert 'aria-label="a &quot;title&quot;"' in text


def test_dark_ground_has_colours_that_are_seen():
    for colour in ink.COLOURS:
        parts = [int(theme.lighter(colour)[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        assert theme.luminance(*parts) >= theme.LEAST - 0.01


def test_sections_follow_a_readers_questions():
    titles = [section.title for section in contents.of_page(RUN)]
    assert titles == [
        *("example", "Verdicts against relu", "What may be the best", "How the choices interact"),
        *("Each activation", "relu", "elu", "maxout", "Tuning", "Skipped, diverged, failed"),
        "How this was made",
    ]


def test_every_figure_has_its_numbers(folder):
    page.write(folder)
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert text.count("<svg") == text.count("<summary>numbers</summary>") == 7
    assert "75.0 65.0" in text


@pytest.mark.parametrize("rows", [(), ROWS[9:], ROWS[8:9], ROWS[:1]])
def test_a_run_of_little_has_a_page(rows):
    sections = contents.of_page(run.Run("x", PLAN, PROVENANCE, None, tuple(rows)))
    assert sections[-1].title == "How this was made"


def test_another_process_writes_the_same_bytes_without_keras(folder):
    page.write(folder)
    first = (folder / "report.html").read_bytes()
    command = [sys.executable, "-c", WITHOUT_KERAS, str(folder)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "1"})
    assert (folder / "report.html").read_bytes() == first
    assert str(folder).encode() not in first


@pytest.mark.slow
def test_ten_thousand_rows_are_a_page_of_modest_size(tmp_path):
    choices = {axis: [f"{axis[0]}{n}" for n in range(10)] for axis in ("activation", "initializer")}
    plan = {**PLAN, "axes": {**PLAN["axes"], **choices}, "baseline": "a0", "seeds": list(range(50))}
    results.write_json(tmp_path / "provenance.json", {**PROVENANCE, "plan": plan})
    (tmp_path / "trials").mkdir()
    for number, given in enumerate(product(*choices.values(), (0.1, 1.0), range(50))):
        one = {"schema": 1, **row(*given, np.sin(number) ** 2)}
        (tmp_path / "trials" / f"{number}.json").write_text(json.dumps(one))
    text = html(contents.of_page(run.read(tmp_path)))
    assert "10000 trials (10000 ok)" in text
    assert len(text) < 2_000_000
