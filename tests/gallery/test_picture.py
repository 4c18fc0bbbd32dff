"""The numbers of a picture."""

import numpy as np
import pytest

from keras_acts.gallery import draw, picture
from keras_acts.gallery.picture import Region


def test_a_jump_of_the_slope_is_a_gap():
    one = picture("relu")
    (gap,) = np.flatnonzero(np.isnan(one.slope[0]))
    assert one.x[gap] == 0
    assert one.slope[0, gap - 1] == 0
    assert one.slope[0, gap + 1] == 1


@pytest.mark.parametrize("label", ["silu", "leaky_relu(negative_slope=0.1)", "mpelu", "crelu"])
def test_the_slope_is_that_of_the_function(label):
    one = picture(label)
    quotient = np.diff(one.f) / np.diff(one.x)
    middle = (one.slope[:, 1:] + one.slope[:, :-1]) / 2
    known = ~np.isnan(middle)
    np.testing.assert_allclose(quotient[known], middle[known], atol=2e-3)


@pytest.mark.parametrize(
    ("label", "regions"),
    [
        ("relu", [Region("hard", -5, 0)]),
        ("relu6", [Region("hard", -10, 0), Region("hard", 6, 10)]),
        ("hard_tanh", [Region("hard", -5, -1), Region("hard", 1, 5)]),
        ("elu", [Region("soft", -5, np.log(0.05))]),
        ("tanh", [Region("soft", -5, -2.1783), Region("soft", 2.1783, 5)]),
        ("prelu", []),
        ("noisy_hard_tanh", []),
    ],
)
def test_saturated_regions(label, regions):
    found = picture(label).regions
    assert [one.kind for one in found] == [one.kind for one in regions]
    np.testing.assert_allclose([one[1:] for one in found], [one[1:] for one in regions], atol=0.021)


def test_the_band_of_draws():
    """The slope of RReLU is U(1/8, 1/3): at -4 nine draws of ten lie between these quantiles."""
    one = picture("rrelu")
    at = np.argmin(np.abs(one.x + 4))
    quantiles = 1 / 3 - np.array([0.05, 0.95]) * (1 / 3 - 1 / 8)
    np.testing.assert_allclose(one.band[:, at], one.x[at] * quantiles, atol=0.02)
    np.testing.assert_array_equal(one.band[:, one.x > 0], np.stack([one.x[one.x > 0]] * 2))
    assert picture("prelu").band is None


def test_draws_of_the_start_count():
    """The noise of noisy_hard_tanh is c (logistic(p delta) - 1/2)^2 |xi| with p from U(-1, 1)."""
    low, high = picture("noisy_hard_tanh").band
    rng = np.random.default_rng(0)
    p, xi = rng.uniform(-1, 1, 10**5), np.abs(rng.normal(size=10**5))
    draws = 1.15 - 0.15 * 5 + 0.5 * (1 / (1 + np.exp(4 * p)) - 0.5) ** 2 * xi
    np.testing.assert_allclose((low[-1], high[-1]), np.percentile(draws, (5, 95)), atol=0.01)
    np.testing.assert_allclose((low[0], high[0]), (-high[-1], -low[-1]), atol=0.01)


def test_an_svg_has_a_panel_for_each(tmp_path):
    path = draw(["mpelu", "rrelu(lower=0.2)", "softmax"], tmp_path / "it.svg")
    assert path.read_text(encoding="utf-8").count('id="axes_') == 3
