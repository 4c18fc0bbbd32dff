"""What stands in a row is text on every page, and in no spreadsheet a formula."""

import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest

from keras_acts import results
from keras_acts.report import page
from keras_acts.report.html.page import block, html, text
from keras_acts.report.parts import Listing, Section, Table, clean, said
from tests.report import hostile

VOID = {"meta"}
TAGS = {"p", "code", "pre", "div", "table", "thead", "tbody", "tr", "th", "td"}


class Reader(HTMLParser):
    """Every tag and attribute of a page, and that each tag that is opened is closed."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.open, self.seen = set(), set(), [], []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {(name, value) for name, value in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.seen.append(data)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The rows as an attacker leaves them: under names of files that are harmless."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "trials").mkdir()
    results.write_json(folder / "provenance.json", hostile.provenance())
    for number, row in enumerate(hostile.rows()):
        (folder / "trials" / f"{number}.json").write_text(json.dumps({"schema": 1, **row}))
    results.write_csv(folder)
    page.write(folder)
    return folder


def read(source):
    reader = Reader()
    reader.feed(source)
    reader.close()
    assert reader.open == []
    return reader


def test_no_tag_and_no_attribute_comes_from_a_row(folder):
    reader = read((folder / "report.html").read_text(encoding="utf-8"))
    assert not reader.tags & {"script", "img", "b", "iframe", "object", "link", "base", "form"}
    assert {name for name, _ in reader.attributes if name.startswith("on")} == set()
    told = {name for name, value in reader.attributes if "planted" in (value or "")}
    assert told <= {"aria-label"}
    assert "<script>planted()</script>" in "".join(reader.seen)


def test_nothing_is_fetched(folder):
    source = (folder / "report.html").read_text(encoding="utf-8")
    reader = read(source)
    links = {value for name, value in reader.attributes if name in ("href", "src", "xlink:href")}
    assert all(link.startswith("#") for link in links)
    assert "url(http" not in source
    assert "@import" not in source
    assert "default-src 'none'" in source


def test_what_no_reader_sees_is_spelled_out(folder):
    for name in ("report.html", "report.md"):
        source = (folder / name).read_text(encoding="utf-8")
        assert "\\u202e" in source
        assert not {char for char in source if char < " " and char not in "\n\t"}
        assert not set("\u202e\u200f\x7f") & set(source)


def test_markdown_has_no_tag_from_a_row(folder):
    source = (folder / "report.md").read_text(encoding="utf-8")
    assert "<" not in re.sub(r"(?<!\\)`[^`]*`", "", source)
    assert "](javascript" not in source.replace("\\]", "")


def test_no_cell_of_the_spreadsheet_is_a_formula(folder):
    lines = list(csv.reader(io.StringIO((folder / "results.csv").read_text(encoding="utf-8"))))
    cells = [cell for line in lines for cell in line]
    assert any(cell.startswith("'=") for cell in cells)
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]


def test_each_kind_of_part_escapes():
    parts = (said("{a} `{a}`", a=hostile.EVIL), Listing(hostile.EVIL), Table([[hostile.EVIL]] * 2))
    for part in parts:
        assert read(block(part)).tags <= TAGS
    whole = read(html([Section(hostile.EVIL, parts, 1), Section(hostile.EVIL, parts)]))
    assert "script" not in whole.tags


def test_text_is_harmless_between_quotes():
    found = read(f'<p title="{text(hostile.EVIL)}"></p>')
    assert found.attributes == {("title", clean(hostile.EVIL))}
