"""The README and the pages of docs/ tell the truth: their blocks run, and tables are current."""

import re

import pytest

from docs import tables
from tests import pages
from tests.pages import PAGES

SLOW = {"README.md", *(f"docs/{name}.md" for name in ("data", "models", "sweep_file"))}
"""Pages that take more than a few seconds."""
KINDS = {"python", "console", "toml", "text"}


def each(slow=(), but=()):
    """A parameter for each page."""
    marks = {name: [pytest.mark.slow] if name in slow else [] for name in PAGES}
    return pytest.mark.parametrize(
        "page",
        [
            pytest.param(PAGES[name], id=name, marks=marks[name])
            for name in sorted({*PAGES} - {*but})
        ],
    )


@each(slow=SLOW, but=["docs/guide.md"])  # that is run by its own tests
def test_blocks_run_from_top_to_bottom(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pages.run(page)


@each()
def test_every_block_is_of_a_kind(page):
    found = pages.blocks(page)
    assert {block.kind for block in found} <= KINDS
    assert 2 * len(found) == len(re.findall(r"^ *```", page.read_text("utf-8"), re.MULTILINE))


@each()
def test_commands_can_be_given(page):
    given = [line for one in pages.blocks(page) if one.kind == "console" for line in one.commands]
    for program, *arguments in given:
        if program == "make":
            assert f"\n{arguments[0]}:" in (tables.ROOT / "Makefile").read_text("utf-8")
        elif program != "pip":
            assert program == "keras-acts"
            assert pages.cli._parser().parse_args(arguments).run.__name__ == arguments[0]


@each()
def test_python_is_python(page):
    for block in pages.blocks(page):
        assert block.kind != "python" or compile(block.text, page.name, "exec")


@each()
def test_tables_are_current(page):
    text = page.read_text("utf-8")
    assert tables.current(text) == text


def anchors(page):
    """What a link may name in a page, as GitHub makes it of the headings."""
    titles = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {"", *(re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles)}


@each()
def test_links_lead_somewhere(page):
    for link in re.findall(r"\]\(([^)h][^)]*)\)", page.read_text("utf-8")):
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("shown", ["z", "x 2", "y 2 z", "y x", "y [...] x"])
def test_what_was_not_printed_is_found(shown):
    assert not pages.agrees(shown, "x 1 y 2")


def test_the_index_has_every_page():
    index = PAGES["docs/README.md"].read_text("utf-8")
    for page in tables.pages()[1:]:
        assert page.name == "README.md" or f"({page.name})" in index
