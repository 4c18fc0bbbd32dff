"""A page as HTML. What came from a file must not become a tag or an attribute: it is text here."""

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

from keras_acts.report.html import theme
from keras_acts.report.parts import (
    Bullets,
    Lines,
    Listing,
    Panel,
    Panels,
    Part,
    Picture,
    Section,
    Table,
    Words,
    clean,
)

TAGS = {"strong": "strong", "emphasis": "em", "code": "code"}
SHORT = 36
"""Letters of a cell that is not broken."""
NUMBER = re.compile(r"[-+–]?[\d.,]*(e[-+]?\d+)?%?")
HEAD = (
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
)
"""The policy has the browser itself refuse scripts and anything from elsewhere."""


def html(sections: Iterable[Section]) -> str:
    """The whole file."""
    first, *rest = sections
    style = theme.rules() + Path(__file__).with_name("style.css").read_text(encoding="utf-8")
    numbered = list(enumerate(rest, 1))
    body = [f'<section class="lead">{_inside(first)}{_contents(numbered)}</section>']
    body += [f'<section id="s{number}">{_inside(one)}</section>' for number, one in numbered]
    return (
        f"{HEAD}<title>{text(first.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        "<main>\n" + "\n".join(body) + "\n</main>\n</body>\n</html>\n"
    )


def text(found: str) -> str:
    """`found` as text, between tags and between quotes."""
    return escape(clean(found), quote=True)


def _contents(sections: list[tuple[int, Section]]) -> str:
    links = (f'<a href="#s{number}">{text(s.title)}</a>' for number, s in sections if s.level == 2)
    return f"<nav>{' '.join(links)}</nav>"


def _inside(section: Section) -> str:
    title = f"<h{section.level}>{text(section.title)}</h{section.level}>"
    return "\n".join([title, *map(block, section.parts)])


def block(part: Part) -> str:
    """One part of a page."""
    match part:
        case Table(lines, folded):
            return fold(folded, table(lines)) if folded else table(lines)
        case Listing(listing):
            return f"<pre>{text(listing)}</pre>"
        case Bullets(items):
            return f"<ul>{''.join(f'<li>{words(item)}</li>' for item in items)}</ul>"
        case Panels(panels):
            return f'<div class="panels">{"".join(map(panel, panels))}</div>'
        case Picture():
            raise TypeError(f"a page in HTML must have its figures inside; received {part!r}.")
    return f"<p>{words(part)}</p>"


def words(sentence: Words) -> str:
    """A sentence with its marks."""
    return "".join(
        f"<{TAGS[mark]}>{text(one)}</{TAGS[mark]}>" if mark in TAGS else text(one)
        for one, mark in sentence
    )


def panel(one: Panel) -> str:
    """A figure, whose SVG is ours and escaped as it was made, with its numbers below."""
    numbers = fold("numbers", table(one.numbers))
    return f"<figure><figcaption>{text(one.title)}</figcaption>{one.svg}{numbers}</figure>"


def fold(name: str, inside: str) -> str:
    """What opens when a reader touches its name."""
    return f"<details><summary>{text(name)}</summary>{inside}</details>"


def table(lines: Lines) -> str:
    """A table whose columns of numbers stand to the right."""
    head, *body = lines
    right = [_numeric([line[place] for line in body]) for place in range(len(head))]
    rows = "".join(f"<tr>{_cells(line, 'td', right)}</tr>" for line in body)
    heads = f"<thead><tr>{_cells(head, 'th', right)}</tr></thead>"
    return f'<div class="scroll" tabindex="0"><table>{heads}<tbody>{rows}</tbody></table></div>'


def _cells(line: list[str], tag: str, right: list[bool]) -> str:
    kinds = ["n" if number else _width(cell) for cell, number in zip(line, right)]
    cells = zip(line, kinds)
    return "".join(f'<{tag} class="{kind}">{text(cell)}</{tag}>' for cell, kind in cells)


def _width(cell: str) -> str:
    """Whether a cell stands on one line: a telephone moves a table sideways."""
    return "short" if len(cell) <= SHORT else "long"


def _numeric(column: list[str]) -> bool:
    return bool(column) and all(NUMBER.fullmatch(cell) for cell in column)
