"""A figure as SVG that stands in the page and takes the page's colours."""

import re
from xml.etree import ElementTree as ET

from keras_acts.report.ink import BASELINE, COLOURS, DIM, GRID, INK, PAPER, svg
from keras_acts.report.parts import clean

NAMES = {
    **{colour: f"c{number}" for number, colour in enumerate(COLOURS)},
    BASELINE: "base",
    INK: "ink",
    DIM: "dim",
    GRID: "grid",
    PAPER: "paper",
}
"""The variable of the style sheet for each colour of a figure."""
PIXELS = 96 / 72
KEPT = {"clip-path", "d", "fill", "height", "href", "points", "style", "transform", "width"}
KEPT |= {"viewBox", "x", "y", "x1", "x2", "y1", "y2", "clip-rule"}


def inline(figure, name: str, title: str) -> str:
    """The element `<svg>`, whose ids start with `name`, for readers by ear named `title`."""
    root = ET.fromstring(svg(figure))
    _prune(root)
    used = set(re.findall(r'(?:href="|url\()#([^")]+)', ET.tostring(root, encoding="unicode")))
    for element in root.iter():
        _tidy(element, name, used)
    _, _, width, height = root.get("viewBox", "0 0 0 0").split()
    size = {"width": f"{float(width) * PIXELS:g}", "height": f"{float(height) * PIXELS:g}"}
    root.attrib.update(size, role="img")
    root.set("aria-label", clean(title))
    return ET.tostring(root, encoding="unicode")


def _prune(parent: ET.Element) -> None:
    """Takes out what describes the file, rules for the whole page, and what has no ink."""
    for child in list(parent):
        _prune(child)
        kind = child.tag.split("}")[-1]
        bare = kind in ("g", "defs") and not len(child)
        inkless = kind == "path" and child.get("style") == "fill: none"
        if bare or inkless or kind in ("metadata", "style"):
            parent.remove(child)


def _tidy(element: ET.Element, name: str, used: set[str]) -> None:
    """No name spaces, no ids but those that something refers to, no figures beyond hundredths."""
    element.tag = element.tag.split("}")[-1]
    found = {key.split("}")[-1]: value for key, value in element.attrib.items()}
    element.attrib.clear()
    if found.get("id") in used:
        element.set("id", f"{name}-{found['id']}")
    for key in sorted(KEPT & found.keys()):
        value = re.sub(r"(^|url\()#(?=[a-z])", rf"\1#{name}-", found[key])
        value = re.sub(r"\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", value)
        if not value.startswith("rotate(-0 "):
            element.set(key, _themed(value) if key in ("style", "fill") else value)
    if not (element.text or "").strip():
        element.text = None
    element.tail = None


def _themed(style: str) -> str:
    style = re.sub(r"font-family: [^;]*; ", "", style)
    return re.sub(r"#[0-9a-f]{6}", _variable, style)


def _variable(colour: re.Match) -> str:
    name = NAMES.get(colour[0])
    return f"var(--{name})" if name else colour[0]
