"""The papers' formulas in float64 NumPy, written apart from the code under test.

Each function takes x of shape (n, channels) and the learned parameters, and gives the value and
a pullback: from the gradient of the output to that of x and of each parameter.
"""

import numpy as np
from scipy.special import expit, ndtr


def elementwise(value, slope, **parameter_slopes):
    """A value with the pullback of a function that treats every element alone."""

    def pullback(g):
        return g * slope, {name: (g * d).sum(0) for name, d in parameter_slopes.items()}

    return value, pullback


def relu(x):
    return elementwise(np.maximum(x, 0), np.heaviside(x, 0))


subgradient_relu = relu


def noisy_relu(x, c):
    """Outside of training there is no noise, whatever its size."""
    return relu(x)


def leaky_relu(x, slope=0.3):
    return elementwise(np.where(x > 0, x, slope * x), np.where(x > 0, 1, slope))


def rrelu(x):
    """Outside of training: the middle of U(1/8, 1/3)."""
    return leaky_relu(x, (1 / 8 + 1 / 3) / 2)


def prelu(x, alpha):
    slope = np.where(x > 0, 1, alpha)
    return elementwise(np.where(x > 0, x, alpha * x), slope, alpha=np.minimum(x, 0))


def mpelu(x, alpha, beta):
    """Li et al. 2016: df/dx = beta (f + alpha), df/dbeta = x (f + alpha) on the left.

    f + alpha is written as alpha exp(beta x): it must not cancel.
    """
    z = np.minimum(x, 0)
    left, rest = x <= 0, alpha * np.exp(beta * z)
    return elementwise(
        np.where(left, alpha * np.expm1(beta * z), x),
        np.where(left, beta * rest, 1),
        alpha=np.where(left, np.expm1(beta * z), 0),
        beta=np.where(left, x * rest, 0),
    )


def elu(x, alpha=1.0):
    value, pullback = mpelu(x, alpha, 1.0)
    return value, lambda g: (pullback(g)[0], {})


celu = elu


def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    value, pullback = elu(x, alpha)
    return scale * value, lambda g: (scale * pullback(g)[0], {})


def pelu(x, alpha, beta):
    """Trottier et al. 2016, with a = alpha and b = beta."""
    right, e = x > 0, np.exp(np.minimum(x, 0) / beta)
    return elementwise(
        np.where(right, alpha * x / beta, alpha * np.expm1(np.minimum(x, 0) / beta)),
        alpha / beta * e,
        alpha=np.where(right, x / beta, np.expm1(np.minimum(x, 0) / beta)),
        beta=-alpha * x / beta**2 * e,
    )


def srelu(x, t_left, a_left, t_right, a_right):
    """Jin et al. 2015; where the thresholds cross, the left piece goes first."""
    below = x <= t_left
    above = ~below & (x >= t_right)
    value = np.select(
        [below, above], [t_left + a_left * (x - t_left), t_right + a_right * (x - t_right)], x
    )
    return elementwise(
        value,
        np.select([below, above], [a_left + 0 * x, a_right + 0 * x], 1),
        t_left=below * (1 - a_left),
        a_left=np.where(below, x - t_left, 0),
        t_right=above * (1 - a_right),
        a_right=np.where(above, x - t_right, 0),
    )


def swish(x, beta):
    s, rest = expit(beta * x), expit(-beta * x)
    return elementwise(x * s, s + beta * x * s * rest, beta=x**2 * s * rest)


def acon_c(x, p1, p2, beta):
    """Ma et al. 2021, their equation (6)."""
    d = p1 - p2
    z = beta * d * x
    s, rest = expit(z), expit(-z)
    return elementwise(
        d * x * s + p2 * x,
        d * s + d * z * s * rest + p2,
        p1=x * s + x * z * s * rest,
        p2=x * rest - x * z * s * rest,
        beta=d**2 * x**2 * s * rest,
    )


def squared_relu(x):
    return elementwise(np.maximum(x, 0) ** 2, 2 * np.maximum(x, 0))


def star_relu(x, scale, bias):
    """One pair a layer, or one a channel."""
    square, slope = np.maximum(x, 0) ** 2, 2 * scale * np.maximum(x, 0)

    def pullback(g):
        axes = 0 if np.size(scale) > 1 else None
        sums = ((g * d).sum(axes, keepdims=True).reshape(-1) for d in (square, 1))
        return g * slope, dict(zip(("scale", "bias"), sums))

    return scale * square + bias, pullback


def snake(x, alpha):
    """Ziyin et al. 2020."""
    wave = np.sin(2 * alpha * x)
    return elementwise(
        x + np.sin(alpha * x) ** 2 / alpha,
        1 + wave,
        alpha=x * wave / alpha - np.sin(alpha * x) ** 2 / alpha**2,
    )


def crelu(x):
    value = np.concatenate([np.maximum(x, 0), np.maximum(-x, 0)], axis=-1)

    def pullback(g):
        first, second = np.split(g, 2, axis=-1)
        return first * (x > 0) - second * (x < 0), {}

    return value, pullback


def maxout(x, pieces=2):
    """Piece i of unit j is channel i * units + j; pieces that tie share the gradient."""
    stacked = np.stack(np.split(x, pieces, axis=-1))
    value = stacked.max(0)

    def pullback(g):
        share = g / (stacked == value).sum(0)
        return np.concatenate([share * (piece == value) for piece in stacked], axis=-1), {}

    return value, pullback


def noisy_output(x, p, h, u, dh, du, alpha, c):
    """Algorithm 1 with eps replaced by E|N(0, 1)|: phi = alpha h + (1 - alpha) u + d sigma E."""
    # g - 1/2 and 1 - g without their cancellation.
    half = np.tanh(p * (h - u) / 2) / 2
    tail = expit(p * (h - u)) * expit(-p * (h - u))
    d = -np.sign(x) * np.sign(1 - alpha)
    mean = np.sqrt(2 / np.pi)
    value = alpha * h + (1 - alpha) * u + d * c * half**2 * mean
    bend = d * mean * 2 * c * half * tail
    slope = alpha * dh + (1 - alpha) * du + bend * p * (dh - du)
    return elementwise(value, slope, p=bend * (h - u))


def noisy_hard_tanh(x, p, c):
    flat = (np.abs(x) < 1).astype(float)
    return noisy_output(x, p, np.clip(x, -1, 1), x, flat, 1.0, 1.15, c)


def noisy_hard_sigmoid(x, p, c):
    u = 0.25 * x + 0.5
    inside = 0.25 * (np.abs(x) < 2)
    return noisy_output(x, p, np.clip(u, 0, 1), u, inside, 0.25, 1.1, c)


def relu6(x):
    return elementwise(np.clip(x, 0, 6), ((x > 0) & (x < 6)).astype(float))


def gelu(x):
    phi, density = ndtr(x.astype("float64")), np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    return elementwise(x * phi, phi + x * density)


def silu(x):
    s = expit(x)
    return elementwise(x * s, s + x * s * expit(-x))


def mish(x):
    t, cosh = np.tanh(np.logaddexp(0, x)), np.cosh(np.logaddexp(0, x))
    return elementwise(x * t, t + x / cosh**2 * expit(x))


def softplus(x):
    return elementwise(np.logaddexp(0, x), expit(x))


def sigmoid(x):
    s = expit(x)
    return elementwise(s, s * expit(-x))


def tanh(x):
    return elementwise(np.tanh(x), 1 / np.cosh(x) ** 2)


def hard_tanh(x):
    return elementwise(np.clip(x, -1, 1), (np.abs(x) < 1).astype(float))


def hard_sigmoid(x):
    """Keras's: slope 1/6."""
    return elementwise(np.clip(x / 6 + 0.5, 0, 1), (np.abs(x) < 3) / 6)
