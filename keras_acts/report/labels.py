"""Where the labels of dots stand: none covers another or a dot, or is nearer to another's dot."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from keras_acts.report.ink import DIM, INK, written

LETTER, LINE = 0.62, 1.15
"""The width of a letter and the height of a line, in sizes of the font."""
NEAR, FAR = 2, 40
"""How far from its dot a label may begin, in points of 1/72 inch."""
DOT, THIN = 3.5, 1.0
"""The radius of a dot, and half the width of a line."""

Point = tuple[float, float]


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


def placed(
    dots: Sequence[Box],
    widths: Sequence[float],
    height: float,
    frame: Box,
    more: Sequence[Box] = (),
) -> list[Box]:
    """A box for each label, `widths` wide, inside of `frame` and near its dot.

    One label after the other takes the nearest place at which it covers neither a dot nor `more`,
    or as little as can be, and where no other dot is as near as its own, if there is one; the
    order is that of the dots, so the same dots give the same places.
    """
    found: list[Box] = []
    for number, (dot, width) in enumerate(zip(dots, widths, strict=True)):
        others = [*dots[:number], *dots[number + 1 :]]
        taken = [*dots, *more, *found]
        places = list(_places(dot, width, height))
        found.append(min(places, key=lambda one: _cost(one, dot, others, taken, frame)))
    return found


def _places(dot: Box, width: float, height: float) -> Iterable[Box]:
    """To the right, left, above and below, then aslant, then the same further away."""
    x, y = (dot.x0 + dot.x1) / 2, (dot.y0 + dot.y1) / 2
    for far in range(NEAR, FAR, 2):
        lefts = {1: dot.x1 + far, -1: dot.x0 - far - width, 0: x - width / 2}
        lows = {1: dot.y1 + far, -1: dot.y0 - far - height, 0: y - height / 2}
        for across, up in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1)):
            left, low = lefts[across], lows[up]
            yield Box(left, low, left + width, low + height)


def _cost(
    one: Box, dot: Box, others: Sequence[Box], taken: Sequence[Box], frame: Box
) -> tuple[float, bool, float]:
    area = (one.x1 - one.x0) * (one.y1 - one.y0)
    covered = sum(one.over(other) for other in taken) + area - one.over(frame)
    far = one.far(dot)
    misleads = any(one.far(other) <= far for other in others)
    return round(covered, 6), misleads, round(far, 6)


def label(
    axis,
    names: Sequence[str],
    at: Sequence[tuple[float, float, float, float]],
    size: float,
    lines: Sequence[tuple[Point, Point]] = (),
) -> None:
    """Writes each name beside its dot; a line leads from a label that is further away.

    The scales of the axis and its place on the figure must be settled.

    Args:
        at: of each dot, in data: x, y, and the ends of its whisker along x.
        lines: level or upright ones that no label should cover, by their ends in data.
    """
    scale, shown = 72 / axis.figure.dpi, axis.transData.transform
    points = [tuple(scale * shown(one[:2])) for one in at]
    dots = [Box(x - DOT, y - DOT, x + DOT, y + DOT) for x, y in points]
    whiskers = [((low, y), (high, y)) for _, y, low, high in at]
    drawn = [_drawn(*(scale * shown(ends)).tolist()) for ends in (*whiskers, *lines)]
    frame = Box(*(scale * end for end in axis.bbox.extents))
    texts = [written(name) for name in names]
    widths = [LETTER * size * len(one) for one in texts]
    boxes = placed(dots, widths, LINE * size, frame, drawn)
    for text, box, dot, place, point in zip(texts, boxes, dots, at, points):
        _write(axis, text, box, place[:2], point, size)
        if box.far(dot) > NEAR + 1:
            _lead(axis, box, place[:2], point)


def _drawn(start: Point, end: Point) -> Box:
    """What a line covers."""
    (x0, x1), (y0, y1) = (sorted(ends) for ends in zip(start, end))
    return Box(x0 - THIN, y0 - THIN, x1 + THIN, y1 + THIN)


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
