"""Where the labels of marks stand, so that none covers another or a mark."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from keras_acts.report.ink import DIM, INK, written

LETTER, LINE = 0.62, 1.15
"""The width of a letter and the height of a line, in sizes of the font."""
NEAR, FAR = 2, 40
"""How far from its mark a label may begin, in points of 1/72 inch."""
DOT = 3.5
"""The radius of a mark."""


class Box(NamedTuple):
    """A rectangle, in points of 1/72 inch."""

    x0: float
    y0: float
    x1: float
    y1: float

    def over(self, other: "Box") -> float:
        """The area that both cover.

        >>> Box(0, 0, 2, 2).over(Box(1, 1, 3, 3))
        1
        """
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.y1, other.y1) - max(self.y0, other.y0)
        return max(width, 0) * max(height, 0)

    def far(self, other: "Box") -> float:
        """How far apart the two are; 0 where they touch.

        >>> Box(0, 0, 1, 1).far(Box(4, 5, 6, 6))
        5.0
        """
        across = max(other.x0 - self.x1, self.x0 - other.x1, 0)
        up = max(other.y0 - self.y1, self.y0 - other.y1, 0)
        return float((across**2 + up**2) ** 0.5)


def placed(marks: Sequence[Box], widths: Sequence[float], height: float, frame: Box) -> list[Box]:
    """A box for each label, `widths` wide, inside of `frame` and near its mark.

    One label after the other takes the nearest place at which it covers nothing, or as little as
    can be; the order is that of the marks, so the same marks give the same places.
    """
    found: list[Box] = []
    for mark, width in zip(marks, widths, strict=True):
        taken = [*marks, *found]
        places = list(_places(mark, width, height))
        found.append(min(places, key=lambda one: _cost(one, mark, taken, frame)))
    return found


def _places(mark: Box, width: float, height: float) -> Iterable[Box]:
    """To the right, left, above and below, then aslant, then the same further away."""
    x, y = (mark.x0 + mark.x1) / 2, (mark.y0 + mark.y1) / 2
    for far in range(NEAR, FAR, 2):
        lefts = {1: mark.x1 + far, -1: mark.x0 - far - width, 0: x - width / 2}
        lows = {1: mark.y1 + far, -1: mark.y0 - far - height, 0: y - height / 2}
        for across, up in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1)):
            left, low = lefts[across], lows[up]
            yield Box(left, low, left + width, low + height)


def _cost(one: Box, mark: Box, taken: Sequence[Box], frame: Box) -> tuple[float, float]:
    area = (one.x1 - one.x0) * (one.y1 - one.y0)
    covered = sum(one.over(other) for other in taken) + area - one.over(frame)
    return round(covered, 6), round(one.far(mark), 6)


def label(
    axis, names: Sequence[str], at: Sequence[tuple[float, float, float, float]], size: float
) -> None:
    """Writes each name beside its mark; a line leads from a label that is further away.

    The scales of the axis and its place on the figure must be settled.

    Args:
        at: of each mark, in data: x, y, and the ends of its whisker along x.
    """
    scale, shown = 72 / axis.figure.dpi, axis.transData.transform
    ends = [scale * shown([(x, y), (low, y), (high, y)]) for x, y, low, high in at]
    marks = [
        Box(min(low, x - DOT), y - DOT, max(high, x + DOT), y + DOT)
        for (x, y), (low, _), (high, _) in ends
    ]
    frame = Box(*(scale * end for end in axis.bbox.extents))
    texts = [written(name) for name in names]
    boxes = placed(marks, [LETTER * size * len(one) for one in texts], LINE * size, frame)
    for text, box, mark, place, (point, *_) in zip(texts, boxes, marks, at, ends):
        _write(axis, text, box, place[:2], point, size)
        if box.far(mark) > NEAR + 1:
            _lead(axis, box, place[:2], point)


def _write(axis, text: str, box: Box, data, point, size: float) -> None:
    """From the end that is next to the mark, since another font has other letters."""
    aside = {"left": box.x0 > point[0], "right": box.x1 < point[0]}
    across = next((side for side, there in aside.items() if there), "center")
    x = {"left": box.x0, "right": box.x1, "center": (box.x0 + box.x1) / 2}[across]
    off = (x - point[0], (box.y0 + box.y1) / 2 - point[1])
    how = {"textcoords": "offset points", "va": "center", "fontsize": size, "color": INK}
    axis.annotate(text, data, off, ha=across, **how)


def _lead(axis, box: Box, data, point) -> None:
    near = min(max(point[0], box.x0), box.x1), min(max(point[1], box.y0), box.y1)
    off = (near[0] - point[0], near[1] - point[1])
    line = {"arrowstyle": "-", "color": DIM, "lw": 0.5, "shrinkA": 0, "shrinkB": DOT}
    axis.annotate("", data, off, textcoords="offset points", arrowprops=line)
