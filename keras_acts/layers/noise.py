"""The formulas of noise for a hard-saturating unit (Gulcehre et al. 2016, arXiv:1603.00391).

A unit is given by `line`, the slope and the offset of its tangent u at 0, and by the `limits`
between which its hard function h follows u. delta = h - u is 0 in the linear regime.
"""

import math

from keras import ops

from keras_acts.layers import draws
from keras_acts.layers.limits import tanh

MEAN_OF_HALF_NORMAL = math.sqrt(2 / math.pi)
FAR = 1e18
"""Everything saturates long before; nothing computed from it overflows."""


def tangent(x, line):
    """u = slope x + offset."""
    return line[0] * x + line[1]


def hard(x, line, limits):
    """h = u between the limits, else the nearest of them."""
    return ops.clip(tangent(x, line), *limits)


def hard_slopes(x, line, limits):
    """h', 0 at the limits."""
    u = tangent(x, line)
    return (ops.cast(ops.logical_and(u > limits[0], u < limits[1]), x.dtype) * line[0],)


def deviation(x, line, limits):
    """(delta, delta') with delta = h - u, not beyond -+1e18."""
    x = ops.clip(x, -FAR, FAR)
    return hard(x, line, limits) - tangent(x, line), hard_slopes(x, line, limits)[0] - line[0]


def direction(x, alpha, half_normal):
    """The sign of the noise at the output, d = -sgn(x) sgn(1 - alpha).

    Algorithm 1 has no direction, so no noise, at alpha = 1. That is kept for half-normal noise,
    where a direction would be a choice; symmetric noise needs none and stays.
    """
    side = 1.0 if alpha == 1 and not half_normal else float(alpha < 1) - float(alpha > 1)
    return -side * ops.sign(x)


def drawn(x, key, half_normal):
    """eps of Algorithm 1; its mean where there is no key."""
    if key is None:
        return MEAN_OF_HALF_NORMAL if half_normal else 0.0
    xi = draws.normal(key, x)
    return ops.abs(xi) if half_normal else xi


def at_output(x, p, c, key=None, *, alpha, half_normal, line, limits):
    """alpha h + (1 - alpha) u + d sigma eps, with sigma = c (logistic(p delta) - 1/2)^2."""
    h, (delta, _) = hard(x, line, limits), deviation(x, line, limits)
    sigma = c * ops.square(_centred(p * delta))
    shift = direction(x, alpha, half_normal) * sigma * drawn(x, key, half_normal)
    return (h if alpha == 1 else alpha * h + (1 - alpha) * tangent(x, line)) + shift


def _centred(q):
    """logistic(q) - 1/2, without its cancellation near 0."""
    return 0.5 * tanh(0.5 * q)


def at_output_slopes(x, p, c, key=None, *, alpha, half_normal, line, limits):
    """Its derivatives by x and by p."""
    (slope,) = hard_slopes(x, line, limits)
    delta, bend = deviation(x, line, limits)
    q = p * delta
    falling = ops.exp(-ops.abs(q))  # logistic(q) logistic(-q) = falling / (1 + falling)^2
    steep = 2 * c * _centred(q) * falling / ops.square(1 + falling) * drawn(x, key, half_normal)
    steep = direction(x, alpha, half_normal) * steep
    return alpha * slope + (1 - alpha) * line[0] + steep * p * bend, steep * delta


def at_input(x, *given, saturated, line, limits):
    """h(x + s xi) with s = c, given (c, key); with p first, s = c softplus(p |delta| / |xi|).

    So scaled, c times the noise reaches p |delta|. If `saturated`, s = 0 where delta is 0.
    """
    return hard(_moved(x, *given, saturated=saturated, line=line, limits=limits), line, limits)


def at_input_slopes(x, *given, saturated, line, limits):
    """Its derivatives by x and by p."""
    moved = _moved(x, *given, saturated=saturated, line=line, limits=limits)
    (slope,) = hard_slopes(moved, line, limits)
    if len(given) == 2:
        return (slope,)
    p, c, key = given
    delta, bend = deviation(x, line, limits)
    xi = draws.normal(key, x)
    q, unit = _reach(delta, p, xi)
    pull = slope * c * ops.sigmoid(q) * xi / unit
    return slope + pull * p * ops.sign(delta) * bend, pull * ops.abs(delta)


def _reach(delta, p, xi):
    unit = ops.abs(xi) + 1e-10
    return p * ops.abs(delta) / unit, unit


def _moved(x, *given, saturated, line, limits):
    *p, c, key = given
    xi = draws.normal(key, x)
    delta, _ = deviation(x, line, limits)
    scale = c * ops.softplus(_reach(delta, p[0], xi)[0]) if p else c
    return x + xi * (ops.where(delta == 0, 0.0, scale) if saturated else scale)
