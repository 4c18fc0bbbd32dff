"""Forms that keep their limits at infinity, where 0 * inf is NaN, and their last digits at 0."""

from keras import ops

INFINITY = float("inf")


def product(factor, x):
    """factor * x, and 0 where the factor is 0, also at infinity."""
    bound = ops.where(factor == 0, 1.0, INFINITY)
    return factor * ops.minimum(ops.maximum(x, -bound), bound)


def expm1(z):
    """exp(z) - 1 = 2 t / (1 - t) with t = tanh(z / 2), for z <= 0, where 1 - t lies in [1, 2].

    Near 0, exp(z) - 1 loses all digits, as TensorFlow's own elu does; the backends' expm1 is
    slow on CPUs and has no ONNX operator.
    """
    t = ops.tanh(0.5 * z)
    return 2 * t / (1 - t)


def gate(z):
    """(s, 1 - s) with s = logistic(z), both to their last digits."""
    return ops.sigmoid(z), ops.sigmoid(-z)


def gated(x, beta, p1, p2):
    """d x logistic(beta d x) + p2 x with d = p1 - p2; a line of slope p1 or p2 at infinity."""
    d = p1 - p2
    z = beta * d * x
    line = ops.where(z > 0, product(p1, x), product(p2, x))
    return ops.where(ops.abs(x) == INFINITY, line, d * x * ops.sigmoid(z) + p2 * x)
