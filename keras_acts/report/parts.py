"""What a page is made of: words, tables, figures and listings, before they are Markdown or HTML.

A sentence is a template of ours with values that may come from a file. Only the template has
marks (`**strong**`, `*emphasis*`, backticks for code); a value is text whatever is in it.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from keras_acts.report.run import Run

MARKS = {"**": "strong", "*": "emphasis", "`": "code", "": "plain"}
CODES = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff\ufffe\uffff]"
)
"""Control characters, marks that turn the direction of text, and halves of characters."""


class Piece(NamedTuple):
    """A piece of a sentence: its text, and how it is set (`MARKS`)."""

    text: str
    mark: str = "plain"


Words = tuple[Piece, ...]
Lines = list[list[str]]


class Table(NamedTuple):
    """Lines of text of which the first is the head; a long one may be folded under its name."""

    lines: Lines
    folded: str = ""


class Listing(NamedTuple):
    """Text that is shown as it is."""

    text: str


class Bullets(NamedTuple):
    """Sentences of a list."""

    items: tuple[Words, ...]


class Picture(NamedTuple):
    """A figure in a file of its own, `figures/<name>.png`, for pages that cannot hold it."""

    name: str
    caption: str
    draw: Callable[[Run, Path], None]


class Panel(NamedTuple):
    """A small figure that is part of the page, and its numbers."""

    title: str
    svg: str
    numbers: Lines


class Panels(NamedTuple):
    """Small figures that stand side by side where there is room."""

    panels: tuple[Panel, ...]


Part = Words | Table | Listing | Bullets | Picture | Panels


class Section(NamedTuple):
    """A heading, at a level from 1 on, and what stands below it."""

    title: str
    parts: tuple[Part, ...]
    level: int = 2


def said(template: str, **values: object) -> Words:
    """A sentence of `template`, whose marks are ours and whose values have none.

    >>> said("**Best: {name}**, at last.", name="<b>")
    (Piece(text='Best: <b>', mark='strong'), Piece(text=', at last.', mark='plain'))
    """
    found = re.split(r"(\*\*.+?\*\*|\*.+?\*|`.+?`)", template)
    return tuple(_piece(part, values) for part in found if part)


def _piece(part: str, values: dict[str, object]) -> Piece:
    sign = next(sign for sign in MARKS if part.startswith(sign))
    bare = part[len(sign) : len(part) - len(sign)]
    return Piece(bare.format(**values), MARKS[sign])


def clean(text: str) -> str:
    r"""`text` in which what no reader sees, or what turns the text around it, is spelled out.

    >>> clean("a\u202eb\x00")
    'a\\u202eb\\u0000'
    """
    return CODES.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
