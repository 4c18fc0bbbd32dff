"""The guide leads where it says; its blocks run, from top to bottom, in one folder (slow)."""

import re

import pytest

from keras_acts import results
from keras_acts.tuning.read import read
from tests import pages

GUIDE = pages.PAGES["docs/guide.md"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where every block was run."""
    path = tmp_path_factory.mktemp("guide")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(path)
        pages.run(GUIDE)
    return path


def test_the_sweep_is_one_with_a_second_stage_and_without(tmp_path):
    first, second = (block.text for block in pages.blocks(GUIDE) if block.kind == "toml")
    for text, finalists in ((first, None), (first + second, 1)):
        (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
        spec = read(tmp_path / "mine.toml")
        assert (spec.confirm and spec.confirm.finalists) == finalists


@pytest.mark.slow
def test_the_confirmed_have_fresh_seeds(folder):
    rows = results.read_rows(folder / "runs" / "mine")
    assert {row["status"] for row in rows} == {"ok"}
    assert len(rows) == 3 * 5 + 2 * 5


@pytest.mark.slow
def test_the_report_has_the_parts_that_the_guide_names(folder):
    report = (folder / "runs" / "mine" / "report.md").read_text(encoding="utf-8")
    named = re.findall(r"\*\*([A-Z][a-z ,]+)\*\*", GUIDE.read_text(encoding="utf-8"))
    assert {"Confirmed", "By activation", "What it costs"} <= set(named)
    for part in set(named) - {"The first sentences", "Skipped, diverged, failed"}:
        assert f"## {part}" in report


@pytest.mark.slow
def test_what_it_writes_is_where_the_guide_says(folder):
    for path in ("activations.png", "runs/mine/best.keras", "runs/mine-quick", "runs/own"):
        assert (folder / path).exists()
