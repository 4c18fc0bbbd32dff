"""What the results of an activation are worth: `NUMERICS`, one small check a property.

A check takes a row, its reference and a `Setting`, and raises AssertionError if the row does not
hold it there. Keras's own rows are measured by them (`make docs`), ours must pass.
"""

import ml_dtypes
import numpy as np

from tests.examples import CHANNELS, built, inputs, parameters_of, per_channel
from tests.gradients import output, precision, pullback
from tests.measured import FLOOR, measured

LIMIT = {"float16": 1.0, "bfloat16": 1.0, "float32": 6.0, "float64": 6.0}
"""ulp beyond the rounding of the argument; half precision is computed in float32, rounded once."""


def accuracy(row, reference, setting):
    """Values and gradients are the reference's, tiny arguments included."""
    for part in measured(row, reference, setting):
        assert part.ulps("dense").max() <= LIMIT[part.dtype], part.worst("dense")


def extremes(row, reference, setting):
    """So they are over the whole range of the dtype; the tiniest have at least the sign."""
    for part in measured(row, reference, setting):
        assert part.ulps("range").max() <= LIMIT[part.dtype], part.worst("range")
        got, expected = part.of("denormal")
        assert np.isfinite(got).all(), part.worst("denormal")
        assert (got * np.sign(expected) >= -FLOOR[part.dtype]).all(), part.worst("denormal")


def kink(row, reference, setting):
    """The derivative at the kink is the documented one, at 0 and at -0."""
    for part in measured(row, reference, setting):
        assert part.ulps("kink").max() <= LIMIT[part.dtype], part.worst("kink")


def infinities(row, reference, setting):
    """Values take their mathematical limit, and gradients are finite."""
    for part in measured(row, reference, setting):
        if part.name in ("value", "inference"):
            assert part.ulps("infinite").max() <= LIMIT[part.dtype], part.worst("infinite")
            continue
        got, limit = part.of("infinite")
        # PReLU's derivative by alpha, min(x, 0), has no limit.
        unbounded = np.isinf(got) & np.isinf(limit)
        assert (np.isfinite(got) | unbounded).all(), part.worst("infinite")


def sums(row, reference, setting):
    """The gradient of a parameter is within n eps sum |terms| of the sum of its terms."""
    for name, share in sum_errors(row, reference, setting).items():
        assert share <= 1, f"{name}: {share} times the error allowed"


def sum_errors(row, reference, setting):
    """{parameter: the largest error of its gradient, as a share of n eps sum |terms|}."""
    x = inputs(shape=(512, CHANNELS)).astype(setting.compute).astype("float64")
    g = np.random.default_rng(12).normal(size=(512, 2 * CHANNELS))
    g = g.astype(setting.compute).astype("float64")
    with precision(setting.policy):
        layer = built(row, setting.policy, **per_channel(row))
        g = g[:, : int(CHANNELS * row.widens(layer))]
        _, _, found = pullback(layer, x, g, not row.random, setting.mode)
    bound = len(x) * float(ml_dtypes.finfo(setting.variable).eps)
    terms = _terms(reference, x, g, parameters_of(layer))
    return {
        name: float((abs(found[name].reshape(-1) - d.sum(0)) / (bound * abs(d).sum(0))).max())
        for name, d in terms.items()
    }


def _terms(reference, x, g, parameters):
    """The gradient of each parameter element by element: every element a channel of its own."""
    if not parameters:
        return {}
    tiled = {name: np.tile(p, len(x)) if p.size > 1 else p for name, p in parameters.items()}
    _, backward = reference(x.reshape(1, -1), **tiled)
    _, slopes = backward(g.reshape(1, -1))
    return {name: d.reshape(len(x), -1) for name, d in slopes.items()}


def empty(row, reference, setting):
    """Nothing in, nothing out: no samples, or no channels; the gradients are zeros."""
    for shape in ((0, CHANNELS), (3, 0)):
        with precision(setting.policy):
            layer = built(row, setting.policy, channels=shape[1])
            y, dx, slopes = pullback(layer, np.zeros(shape), None, True, setting.mode)
        assert y.shape == (shape[0], int(shape[1] * row.widens(layer)))
        assert dx.shape == shape
        for weight in layer.trainable_weights:
            assert slopes[weight.name].shape == weight.shape
            np.testing.assert_array_equal(slopes[weight.name], 0)


def shapes(row, reference, setting):
    """One layer takes any batch and any lengths, and treats every position alike."""
    with precision(setting.policy):
        layer = row.layer(dtype=setting.policy)
        layer.build((None, None, CHANNELS))
        whole = output(layer, inputs(shape=(4, 5, CHANNELS)), mode=setting.mode)
        for batch, length in ((1, 1), (4, 3), (2, 5)):
            x = inputs(shape=(4, 5, CHANNELS))[:batch, :length]
            y = output(layer, x, mode=setting.mode)
            eps = float(ml_dtypes.finfo(setting.compute).eps)
            np.testing.assert_allclose(y, whole[:batch, :length], rtol=4 * eps, atol=eps)


def own_draw(row, reference, setting):
    """The backward pass differentiates the draw of its own forward pass.

    In half precision both are what float32 gives with the same seed, rounded once.
    """
    if not row.random:
        return
    x = inputs(shape=(64, CHANNELS)).astype(setting.compute).astype("float64")
    eps = float(ml_dtypes.finfo(setting.compute).eps)
    with precision(setting.policy):
        layers = (built(row, policy, seed=3) for policy in (setting.policy, setting.variable))
        y, dx, _ = pullback(next(layers), x, None, True, setting.mode)
        if setting.compute != setting.variable:
            wide, slope, _ = pullback(next(layers), x, None, True, setting.mode)
            np.testing.assert_allclose(y, wide, rtol=eps, atol=eps / 8)
        else:
            slope = _quotient(row, setting, x, step := eps ** (1 / 3))
            eps = 100 * step**2
    assert (np.abs(slope - dx) < eps).mean() > 0.98, "at kinks only may they differ"


def _quotient(row, setting, x, step):
    """The central difference of two calls that draw the same."""
    up, down = (
        output(built(row, setting.policy, seed=3), x + h, True, setting.mode) for h in (step, -step)
    )
    return (up - down) / (2 * step)


NUMERICS = [
    accuracy,
    extremes,
    kink,
    infinities,
    sums,
    empty,
    shapes,
    own_draw,
]
