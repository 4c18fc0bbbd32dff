"""Labels of marks cover nothing, however close the marks are."""

from itertools import combinations

import numpy as np
import pytest

from keras_acts.report import ink, labels
from keras_acts.report.labels import Box, placed

FRAME = Box(0, 0, 190, 150)


def crowd(count, seed):
    """Marks within a part of the frame, none upon another, and the widths of their labels."""
    draw = np.random.default_rng(seed)
    places = [(20 + 10 * x, 40 + 8 * y) for x in range(12) for y in range(8)]
    chosen = draw.permutation(len(places))[:count]
    return [Box(x - 3, y - 3, x + 3, y + 3) for x, y in (places[at] for at in chosen)], [
        float(width) for width in draw.integers(12, 30, count)
    ]


@pytest.mark.parametrize("seed", range(5))
def test_twelve_labels_cover_neither_marks_nor_each_other(seed):
    marks, widths = crowd(12, seed)
    found = placed(marks, widths, 8.0, FRAME)
    assert all(one.over(FRAME) == pytest.approx(8 * width) for one, width in zip(found, widths))
    assert [one.over(other) for one in found for other in marks] == [0] * 144
    assert [one.over(other) for one, other in combinations(found, 2)] == [0] * 66


def test_a_label_alone_stands_to_the_right_of_its_mark():
    (found,) = placed([Box(0, 10, 6, 16)], [20.0], 8.0, FRAME)
    assert found == (6 + labels.NEAR, 9, 26 + labels.NEAR, 17)


def test_the_same_mark_twice_has_two_labels():
    one, other = placed([Box(50, 50, 56, 56)] * 2, [20.0, 20.0], 8.0, FRAME)
    assert one.over(other) == 0


@pytest.mark.parametrize("seed", range(5))
def test_no_label_is_as_near_to_the_dot_of_another(seed):
    dots, widths = crowd(6, seed)
    for number, label in enumerate(placed(dots, widths, 8.0, FRAME)):
        others = [*dots[:number], *dots[number + 1 :]]
        assert label.far(dots[number]) < min(map(label.far, others))


def test_a_label_is_near_its_dot_though_whiskers_overlap():
    dots = [Box(60, 50, 66, 56), Box(110, 52, 116, 58)]
    whiskers = [Box(40, 52, 104, 54), Box(88, 54, 130, 56)]
    one, other = placed(dots, [20.0, 20.0], 8.0, FRAME, whiskers)
    assert one.far(dots[0]) < one.far(dots[1])
    assert other.far(dots[1]) < other.far(dots[0])
    assert not any(label.over(line) for label in (one, other) for line in whiskers)


def test_names_are_written_within_the_axis():
    figure, axis = ink.panel()
    axis.set(xlim=(0, 1), ylim=(0, 1))
    at = [(0.99, 0.5 + 0.001 * number, 0.98, 1.0) for number in range(9)]
    labels.label(axis, [f"name {number}" for number in range(9)], at, size=8)
    assert [text.get_text() for text in axis.texts if text.get_text()][8] == "name 8"
    figure.draw_without_rendering()
    for text in axis.texts:
        box = text.get_window_extent()
        assert axis.bbox.x0 - 3 <= box.x0 < box.x1 <= axis.bbox.x1 + 3
