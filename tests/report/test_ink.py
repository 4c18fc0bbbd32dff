"""The colours of activations: seen on light and on dark, told apart, the same in every report."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from keras_acts.report import ink
from keras_acts.report.html import theme
from tests.report.example import PLAN, RUN

SIGHTS = {
    "usual": np.eye(3),
    "without long waves": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "without middle waves": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "without short waves": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
"""What becomes of linear RGB for readers without a kind of cone: Machado et al. 2009."""
XYZ = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
WHITE = np.array([0.9505, 1.0, 1.089])


def linear(colour):
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """As WCAG 2 has it, 1..21."""
    low, high = sorted(XYZ[1] @ linear(colour) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(colour, sight):
    """CIE 1976 L*a*b*, in which a distance of 2 is just seen side by side."""
    x, y, z = np.cbrt(np.clip(XYZ @ np.clip(sight @ linear(colour), 0, 1) / WHITE, 0.008856, 1))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("colour", [*ink.COLOURS, ink.BASELINE])
def test_colours_are_seen_on_light_and_on_dark(colour):
    dark = theme.DARK["base"] if colour == ink.BASELINE else theme.lighter(colour)
    assert contrast(colour, ink.PAPER) >= 3
    assert contrast(dark, theme.DARK["paper"]) >= 3


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("ground", ["light", "dark"])
def test_colours_are_told_apart(sight, ground):
    shown = [*ink.COLOURS[:12], ink.BASELINE]
    if ground == "dark":
        shown = [*map(theme.lighter, shown[:-1]), theme.DARK["base"]]
    seen = [lab(colour, np.array(SIGHTS[sight])) for colour in shown]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) > 10


def palette(*names, baseline="relu"):
    axes = {**PLAN["axes"], "activation": list(names)}
    return ink.Palette(replace(RUN, plan={**PLAN, "baseline": baseline, "axes": axes}, rows=()))


def test_an_activation_has_its_colour_whatever_it_is_compared_with():
    first, second = palette("relu", "elu", "tanh"), palette("tanh", "own", "relu", "elu")
    assert [first[name] for name in ("relu", "elu", "tanh")] == [
        second[name] for name in ("relu", "elu", "tanh")
    ]
    assert palette("relu", "elu", baseline="elu")["elu"] == ink.BASELINE


def test_no_two_have_the_same_colour_while_there_are_enough():
    labels = ("leaky_relu(0.1)", "leaky_relu(0.3)", "own", "elu", "relu", "leaky_relu(0.2)")
    found = palette(*labels)
    assert list(found)[:4] == list(labels[:4])
    assert len(set(found.values())) == len(labels)
    assert found["leaky_relu(0.1)"] == palette("relu", "leaky_relu")["leaky_relu"]
    assert len(palette("relu", *map(str, range(40)))) == 41
