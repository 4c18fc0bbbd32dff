"""Properties against what is known of them, and the page against what is computed now."""

import math
from pathlib import Path

import numpy as np
import pytest

from keras_acts.gallery import properties
from keras_acts.gallery.page import HEAD, line
from keras_acts.layers import ACTIVATIONS

DOCS = Path(__file__).parents[2] / "docs"
MOMENTS = {
    "prelu(alpha_initializer=1)": (0, 1, 1),
    "relu": (0.3989, 0.5, 0.5),
    "leaky_relu(negative_slope=0.01)": (0.3950, 0.5, 0.5),
    "leaky_relu(negative_slope=0.1)": (0.3590, 0.5050, 0.5050),
    "prelu": (0.2992, 0.5312, 0.5312),
    "rrelu": (0.3075, 0.5263, 0.5263),
    "elu": (0.1605, 0.6449, 0.6681),
    "mpelu(alpha_initializer=0.25)": (0.3393, 0.5091, 0.5105),
    "selu": (0, 1, 1.0716),
    "sigmoid": (0.5, 0.2934, 0.0448),
    "tanh": (0, 0.3943, 0.4644),
    "hard_tanh": (0, 0.5161, 0.6827),
    "softplus": (0.8061, 0.9212, 0.2934),
    "gelu": (0.2821, 0.4252, 0.4559),
    "silu": (0.2066, 0.3558, 0.3795),
    "mish": (0.2404, 0.4523, 0.4791),
    "squared_relu": (0.5, 1.5, 2),
    "snake": ((1 - math.exp(-2)) / 2, 1.3074, (3 - math.exp(-8)) / 2),
}
"""E f, E f^2 and E f'^2 for N(0, 1), from a quadrature of the formulas, made apart."""


@pytest.fixture(scope="module")
def found():
    return {name: properties(name) for name in ACTIVATIONS}


@pytest.mark.parametrize("label", MOMENTS)
def test_moments(label):
    np.testing.assert_allclose(properties(label)[-3:], MOMENTS[label], atol=7e-5)


@pytest.mark.parametrize(("pieces", "mean", "second"), [(2, 0.5642, 1.0), (5, 1.163, 1.802)])
def test_moments_of_maxout(pieces, mean, second):
    one = properties(f"maxout(pieces={pieces})")
    rtol = 1e-4 if pieces == 2 else 5e-3
    np.testing.assert_allclose(one[-3:], (mean, second, 1.0), rtol=rtol)


@pytest.mark.parametrize(
    ("label", "low", "high"),
    [
        ("sigmoid", 0, 1),
        ("tanh", -1, 1),
        ("relu6", 0, 6),
        ("elu(alpha=0.5)", -0.5, math.inf),
        ("silu", -0.278465, math.inf),
        ("softplus", 0, math.inf),
        ("prelu(alpha_initializer=-0.5)", 0, math.inf),
        ("crelu", 0, math.inf),
        ("snake", -math.inf, math.inf),
    ],
)
def test_range(label, low, high):
    one = properties(label)
    np.testing.assert_allclose((one.low, one.high), (low, high), atol=1e-5)


@pytest.mark.parametrize(
    ("label", "monotone", "jumps"),
    [
        ("relu", "rising", (0,)),
        ("mish", "no", ()),
        ("crelu", "rising, falling", (0,)),
        ("prelu(alpha_initializer=-0.5)", "no", (0,)),
        ("relu6", "rising", (0, 6)),
        ("hard_sigmoid", "rising", (-3, 3)),
        ("squared_relu", "rising", ()),
        ("mpelu(alpha_initializer=0.5, beta_initializer=2)", "rising", ()),
        ("mpelu(alpha_initializer=0.5)", "rising", (0,)),
        ("srelu(t_left_initializer=-0.3)", "rising", (-0.3,)),
    ],
)
def test_shape(label, monotone, jumps):
    one = properties(label)
    assert one.monotone == monotone
    np.testing.assert_allclose(one.jumps, jumps, atol=1e-6)
    assert one.smooth == (0 not in jumps)


def test_conventions_at_0_are_no_jumps():
    assert properties("celu").smooth
    assert properties("subgradient_relu(at_zero=0.5)").at_zero == "0.5"


def test_a_start_saturates_as_its_row_says_but_where_it_is_a_special_case(found):
    """ACON-C starts as SiLU, whose left slope is 0; whatever it learns, the slope no longer is."""
    differ = {n for n, one in found.items() if one.saturates != ACTIVATIONS[n].saturates}
    assert differ == {"acon_c"}


def test_noise_that_lets_the_gradient_out_keeps_a_unit_from_saturating():
    """alpha = 1.15 leaves the slope 1 - alpha; without it and without noise the unit is hard."""
    assert properties("noisy_hard_tanh").saturates == ""
    for options in ("alpha=1", "variant=NANI", "alpha=1, variant=NAN"):
        assert properties(f"noisy_hard_tanh({options})").saturates == "both hard"


def test_the_page_is_what_is_computed(found):
    text = (DOCS / "gallery.md").read_text(encoding="utf-8")
    shown = [row.strip("| ").split(" | ") for row in text.splitlines() if row.startswith("| `")]
    assert f"| {' | '.join(HEAD)} |" in text
    expected = [line(one) for one in found.values()]
    assert [row[0] for row in shown] == [row[0] for row in expected]
    for page, now in zip(shown, expected):
        assert [cell.strip() for cell in page[1:-3]] == now[1:-3]
        np.testing.assert_allclose(np.float64(page[-3:]), np.float64(now[-3:]), atol=1.1e-4)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_row_has_a_picture_on_the_page(name):
    assert f"](gallery/{name}.png)" in (DOCS / "gallery.md").read_text(encoding="utf-8")
    assert (DOCS / "gallery" / f"{name}.png").read_bytes().startswith(b"\x89PNG")
