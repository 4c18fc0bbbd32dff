"""SReLU: three linear pieces with learned slopes and thresholds.

f(x) = t_right + a_right (x - t_right) for x >= t_right, t_left + a_left (x - t_left) for
x <= t_left, else x. By a slope: x - t of its piece, by a threshold: 1 - a of its piece, else 0.
Jin et al. 2015, arXiv:1512.07030.
"""

import keras
from keras import ops

from keras_acts.layers.base import Activation, Learned
from keras_acts.layers.limits import product


@keras.saving.register_keras_serializable("keras_acts")
class SReLU(Learned):
    """f(x) = x between t_left and t_right; beyond, lines of slope a_left and a_right.

    It starts as LeakyReLU(0.2) and can become convex or not. f'(t_left) = a_left and
    f'(t_right) = a_right. Where the thresholds cross, the left piece goes first.

    Args:
        t_left_initializer, a_left_initializer, t_right_initializer, a_right_initializer:
            starting values, numbers or Keras initializers.
        t_left_regularizer, a_left_regularizer, t_right_regularizer, a_right_regularizer: none
            in the paper.
        t_left_constraint, a_left_constraint, t_right_constraint, a_right_constraint: none.
        shared_axes: "spatial" (one set per channel), "all", a list of axes, or None.

    Shapes: (batch, ..., channels) to the same; the parameters are (1, ..., channels).
    Raises: ValueError for axes the input does not have, or an unshared axis of unknown size.
    Differs: the paper sets t_right from the data after some epochs; here it is a number.
    Source: Jin et al. 2015, arXiv:1512.07030.

    >>> SReLU(a_right_initializer=0.5)(keras.ops.array([[-5.0, 0.5, 3.0]])).numpy().tolist()
    [[-1.0, 0.5, 2.0]]
    """

    def __init__(
        self,
        t_left_initializer=0.0,
        t_left_regularizer=None,
        t_left_constraint=None,
        a_left_initializer=0.2,
        a_left_regularizer=None,
        a_left_constraint=None,
        t_right_initializer=1.0,
        t_right_regularizer=None,
        t_right_constraint=None,
        a_right_initializer=1.0,
        a_right_regularizer=None,
        a_right_constraint=None,
        shared_axes="spatial",
        **kwargs,
    ):
        super().__init__(shared_axes=shared_axes, **kwargs)
        self.learns("t_left", t_left_initializer, t_left_regularizer, t_left_constraint)
        self.learns("a_left", a_left_initializer, a_left_regularizer, a_left_constraint)
        self.learns("t_right", t_right_initializer, t_right_regularizer, t_right_constraint)
        self.learns("a_right", a_right_initializer, a_right_regularizer, a_right_constraint)

    @staticmethod
    def value(x, t_left, a_left, t_right, a_right):
        right = t_right + product(a_right, x - t_right)
        left = t_left + product(a_left, x - t_left)
        return ops.where(x <= t_left, left, ops.where(x >= t_right, right, x))

    @staticmethod
    def slopes(x, t_left, a_left, t_right, a_right):
        below, above = x <= t_left, ops.logical_and(x > t_left, x >= t_right)
        below, above = ops.cast(below, x.dtype), ops.cast(above, x.dtype)
        slope = 1 + below * (a_left - 1) + above * (a_right - 1)
        by_left = below * (1 - a_left), below * (x - t_left)
        return slope, *by_left, above * (1 - a_right), above * (x - t_right)


def left_slope(layer):
    """f'(0-) at the start: the slope of the piece that 0- lies in."""
    left, right = layer.start("t_left"), layer.start("t_right")
    inside = layer.start("a_right") if right < 0 else 1.0
    return layer.start("a_left") if left >= 0 else inside


ROW = Activation(
    name="srelu",
    layer=SReLU,
    source="Jin et al. 2015, arXiv:1512.07030",
    left_slope=left_slope,
)
