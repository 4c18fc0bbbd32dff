"""Functions that keep their limits at infinity, their last digits at 0, and float64.

Where Keras gives float32 for a function of float64, as it may but on TensorFlow, that function
is made here from others.
"""

from keras import ops

from keras_acts.layers import fused

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
    return fused.of_same_dtype("tanh", x)


def sin(x):
    """sin x in the dtype of x."""
    return fused.of_same_dtype("sin", x)


def cos(x):
    """cos x in the dtype of x."""
    return fused.of_same_dtype("cos", x)


def left(x):
    """min(x, 0), and a finite number at -inf, so that 0 times it is 0."""
    return maximum(minimum(x, 0.0), -3e38)


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
    """(s, 1 - s, z) with s = logistic(z), both to their last digits.

    z comes back bounded, where s (1 - s) is 0 and 0 * inf would be NaN.
    """
    return ops.sigmoid(z), ops.sigmoid(-z), ops.clip(z, -1e4, 1e4)


def squarable(x):
    """x, bounded so that its square is finite."""
    return ops.clip(x, -1e18, 1e18)


def gated(x, beta, p1, p2):
    """x (p2 + d logistic(beta d x)) with d = p1 - p2; a line of slope p1 or p2 at infinity."""
    d = p1 - p2
    return product(p2 + d * ops.sigmoid(product(beta * d, x)), x)
