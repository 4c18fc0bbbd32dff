"""The index of published runs is what their folders say."""

import copy
from pathlib import Path

import pytest

from keras_acts import results
from keras_acts.report import index, run, words
from tests.report.example import PROVENANCE, ROWS

REPORTS = Path(__file__).parents[2] / "reports"


@pytest.fixture
def reports(tmp_path):
    folder = tmp_path / "example"
    results.write_json(folder / "provenance.json", PROVENANCE)
    for one in ROWS:
        results.write_row(folder, one)
    return tmp_path


def timed(reports, *seconds):
    told = copy.deepcopy(PROVENANCE)
    told["sessions"] = [{**told["sessions"][0], "seconds": one} for one in seconds]
    results.write_json(reports / "example" / "provenance.json", {**told, "workers": 2})


def cells(reports):
    return index.text(reports).splitlines()[-1].strip("| ").split(" | ")


def test_the_published_index_is_current():
    written = (REPORTS / "README.md").read_text(encoding="utf-8")
    assert written == index.text(REPORTS), "python -m keras_acts.report.index reports"


def test_a_run_has_a_line_with_its_finding(reports):
    link, about, trials, found, time, sealed = cells(reports)
    assert link == "[example](example/report.md)"
    assert (about, trials, sealed) == ("100 samples of digits, mlp", "11", "not sealed")
    assert found == "Not told apart from relu yet: elu, maxout."
    assert time == "0.2 min of trials"


def test_the_time_is_that_of_all_starts(reports):
    timed(reports, 60.0, 30.0)
    assert cells(reports)[4] == "1.5 min, 2 workers"


def test_the_page_says_how_long_each_start_took(reports):
    timed(reports, 60.0, 30.0)
    about, *_ = words.provenance(run.read(reports / "example"))
    text = "".join(piece.text for piece in about)
    assert "started 2026-01-01T00:00:00Z, 1.0 minutes; went on" in text
    assert text.endswith("outside of git, 0.5 minutes.")


def test_a_selection_that_was_changed_is_told(reports):
    results.write_json(reports / "example" / "selection.json", {"rows": {}, "sha256": "0"})
    assert cells(reports)[5].startswith("broken: ")


def test_studies_are_one_line(reports):
    for name in ("cost", "depth"):
        (reports / "claims" / name).mkdir(parents=True)
        results.write_json(reports / "claims" / name / "record.json", {"seconds": 90.0})
    link, many, *_, time, _ = cells(reports)
    assert (link, many, time) == ("[claims](claims)", "2 studies, a folder each", "3.0 min")
