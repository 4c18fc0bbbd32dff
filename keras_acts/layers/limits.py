"""Functions that keep their limits at infinity, their last digits at 0, and float64.

Where Keras gives float32 for a function of float64, as it may but on TensorFlow, that function
is made here from others.
"""

from keras import ops

INFINITY = float("inf")


def minimum(x, y):
    """min(x, y) in the dtype of x."""
    out = ops.minimum(x, y)
    return out if out.dtype == x.dtype else ops.where(x > y, y, x)


def maximum(x, y):
    """max(x, y) in the dtype of x."""
    out = ops.maximum(x, y)
    return out if out.dtype == x.dtype else ops.where(x < y, y, x)


def tanh(x):
    """tanh x in the dtype of x."""
    out = ops.tanh(x)
    if out.dtype == x.dtype:
        return out
    falling = ops.expm1(-2 * ops.abs(x))
    return -ops.sign(x) * falling / (2 + falling)


def product(factor, x):
    """factor * x, and 0 where the factor is 0, also at infinity, where 0 * inf is NaN."""
    bound = ops.where(factor == 0, 1.0, INFINITY)
    return factor * minimum(maximum(x, -bound), bound)


def expm1(z):
    """exp(z) - 1 = 2 t / (1 - t) with t = tanh(z / 2), for z <= 0, where 1 - t lies in [1, 2].

    Near 0, exp(z) - 1 loses all digits, as TensorFlow's own elu does; the backends' expm1 is
    slow on CPUs and has no ONNX operator.
    """
    t = tanh(0.5 * z)
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
