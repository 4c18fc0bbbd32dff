"""The index of published runs is what their folders say."""

import copy
from dataclasses import replace
from pathlib import Path

import pytest

from keras_acts import results
from keras_acts.report import index, made, run
from tests.report.example import PROVENANCE, ROWS, RUN

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
    table, *_ = made.provenance(run.read(reports / "example"))
    starts = [line for line in table.lines if line[0] in ("started", "went on")]
    assert starts == [
        ["started", "2026-01-01T00:00:00Z with code outside of git, 1.0 minutes"],
        ["went on", "2026-01-01T00:00:00Z with code outside of git, 0.5 minutes"],
    ]


def test_the_page_says_with_what_the_run_was_made():
    machine = {"cpu": "a processor", "instructions": "avx avx2"}
    numerics = {"backend": "jax", "dtype": "float32", "XLA_FLAGS": "", "TF_DETERMINISTIC_OPS": "1"}
    session = {**PROVENANCE["sessions"][0], "machine": machine, "numerics": numerics}
    told = {"sessions": [session], "planned": 12, "sweep_sha256": "1" * 64}
    rows = tuple({**one, "cpu_seconds": 30.0} for one in ROWS)
    of = replace(RUN, provenance={**PROVENANCE, **told}, rows=rows)
    table, *_ = made.provenance(of)
    lines = dict(table.lines)
    assert lines["its instructions"] == "avx avx2"
    asked = "deterministic kernels asked for, TF_DETERMINISTIC_OPS=1"
    assert lines["numbers"] == f"jax in float32, {asked}"
    assert lines["sweep.toml, sha256"] == "1" * 16
    assert lines["trials"].startswith("12 planned; 11 there: 7 ok, 1 diverged, 1 failed")
    assert lines["they took"] == "0.2 minutes by the clock, 5.5 of the processors"
    assert "numbers" not in dict(made.provenance(RUN)[0].lines)


def test_a_selection_that_was_changed_is_told(reports):
    results.write_json(reports / "example" / "selection.json", {"rows": {}, "sha256": "0"})
    assert cells(reports)[5].startswith("broken: ")


def test_studies_are_one_line(reports):
    for name in ("cost", "depth"):
        (reports / "claims" / name).mkdir(parents=True)
        results.write_json(reports / "claims" / name / "record.json", {"seconds": 90.0})
    link, many, *_, time, _ = cells(reports)
    assert (link, many, time) == ("[claims](claims)", "2 studies, a folder each", "3.0 min")
