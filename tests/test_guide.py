"""The guide does what it says: its blocks run, from top to bottom, in one folder (slow)."""

import re
import shlex
from pathlib import Path

import pytest

from keras_acts import cli, results
from keras_acts.tuning.read import read

TEXT = (Path(__file__).parents[1] / "docs" / "guide.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)(?: ([^\n]+))?\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)


def run(kind, words, text, names):
    """Runs a block; `names` are those that the python blocks share."""
    if kind == "python":
        exec(compile(text, "guide.md", "exec"), names)
    elif kind == "toml":
        path, *more = words.split()
        with open(path, "a" if more else "w", encoding="utf-8") as file:
            file.write(text)
    else:
        for line in text.splitlines():
            program, *arguments = shlex.split(line.removeprefix("$ "))
            assert (program, cli.main(arguments)) == ("keras-acts", 0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where every block was run."""
    path, names = tmp_path_factory.mktemp("guide"), {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(path)
        for block in BLOCKS:
            run(*block, names)
    return path


def test_no_block_is_left_out():
    assert {kind for kind, *_ in BLOCKS} == {"console", "toml", "python"}
    assert len(BLOCKS) == TEXT.count("\n```") // 2 - 1  # pip install is of no kind


def test_what_is_asked_of_the_command_line_can_be_asked():
    for kind, _, text in BLOCKS:
        for line in text.splitlines() if kind == "console" else ():
            _, *arguments = shlex.split(line.removeprefix("$ "))
            assert cli._parser().parse_args(arguments).run.__name__ == arguments[0]


def test_the_sweep_is_one_with_a_second_stage_and_without(tmp_path):
    first, second = (text for kind, _, text in BLOCKS if kind == "toml")
    for text, finalists in ((first, None), (first + second, 1)):
        (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
        spec = read(tmp_path / "mine.toml")
        assert (spec.confirm and spec.confirm.finalists) == finalists


def test_its_python_is_python():
    for kind, _, text in BLOCKS:
        assert kind != "python" or compile(text, "guide.md", "exec")


@pytest.mark.slow
def test_the_confirmed_have_fresh_seeds(folder):
    rows = results.read_rows(folder / "runs" / "mine")
    assert {row["status"] for row in rows} == {"ok"}
    assert len(rows) == 3 * 5 + 2 * 5


@pytest.mark.slow
def test_the_report_has_the_parts_that_the_guide_names(folder):
    report = (folder / "runs" / "mine" / "report.md").read_text(encoding="utf-8")
    named = re.findall(r"\*\*([A-Z][a-z ,]+)\*\*", TEXT)
    assert {"Confirmed", "By activation", "What it costs"} <= set(named)
    for part in set(named) - {"The first sentences", "Skipped, diverged, failed"}:
        assert f"## {part}" in report


@pytest.mark.slow
def test_what_it_writes_is_where_the_guide_says(folder):
    for path in ("activations.png", "runs/mine/best.keras", "runs/mine-quick", "runs/own"):
        assert (folder / path).exists()
