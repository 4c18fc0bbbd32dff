"""A page as Markdown. What came from a file must not become markup: text is escaped here."""

from collections.abc import Iterable

from keras_acts.report.parts import (
    Bullets,
    Lines,
    Listing,
    Panels,
    Part,
    Picture,
    Section,
    Table,
    clean,
)

SIGNS = {"strong": "**", "emphasis": "*", "code": "`", "plain": ""}
ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))


def markdown(sections: Iterable[Section]) -> str:
    """The text of a page."""
    blocks = []
    for section in sections:
        blocks.append(f"{'#' * section.level} {line(section.title)}")
        blocks += [block(part) for part in section.parts]
    return "\n\n".join(blocks) + "\n"


def block(part: Part) -> str:
    """One part of a page."""
    match part:
        case Table(lines, _):
            return table(lines)
        case Listing(text):
            return f"```\n{clean(text)}\n```"
        case Bullets(items):
            return "\n".join(f"- {block(item)}" for item in items)
        case Picture(name, caption, _):
            return f"![{caption}](figures/{name}.png)\n\n*{caption}.*"
        case Panels():
            raise TypeError("a page in Markdown must have pictures in files; received panels.")
    marked = (f"{SIGNS[mark]}{_marks(text, mark)}{SIGNS[mark]}" for text, mark in part)
    return " ".join("".join(marked).split())


def table(lines: Lines) -> str:
    """A Markdown table; the first line is its head."""
    head, *body = [[line(cell) for cell in row] for row in lines]
    rule = ["---"] * len(head)
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *body))


def line(text: str) -> str:
    """`text` on one line, without markup, as a cell of a table too."""
    return " ".join(_marks(text).replace("|", "\\|").split())


def _marks(text: str, mark: str = "plain") -> str:
    text = clean(text)
    if mark == "code":
        return text.replace("`", "'")
    for sign, instead in ENTITIES:
        text = text.replace(sign, instead)
    for sign in "[]`":
        text = text.replace(sign, f"\\{sign}")
    return text
