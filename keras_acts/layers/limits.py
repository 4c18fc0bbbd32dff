"""Products and exponentials for x <= 0 that keep their limits at -inf and their last digits at 0."""

from keras import ops


def product(factor, x):
    """factor * x for x <= 0, and 0 where the factor is 0, also at -inf, where 0 * x is NaN."""
    return factor * ops.maximum(x, ops.where(factor == 0, -1.0, -float("inf")))


def expm1(z):
    """exp(z) - 1 = 2 t / (1 - t) with t = tanh(z / 2), for z <= 0, where 1 - t lies in [1, 2].

    Near 0, exp(z) - 1 loses all digits, as TensorFlow's own elu does; the backends' expm1 is
    slow on CPUs and has no ONNX operator.
    """
    t = ops.tanh(0.5 * z)
    return 2 * t / (1 - t)
