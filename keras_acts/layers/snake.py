"""Snake: a line with a learned ripple, for periodic data.

f(x) = x + sin(alpha x)^2 / alpha; f'(x) = 1 + sin(2 alpha x) = (sin(alpha x) + cos(alpha x))^2.
df/dalpha = (alpha x sin(2 alpha x) - sin(alpha x)^2) / alpha^2.
Ziyin, Hartwig, Ueda 2020, arXiv:2006.08195.
"""

import keras
from keras import ops

from keras_acts.layers.base import Activation, Learned
from keras_acts.layers.constraints import Positive
from keras_acts.layers.limits import cos, sin

FAR = 1e30
"""Where neighbouring numbers are many periods apart, and alpha x might overflow."""


def phase(x, alpha):
    """alpha x, bounded."""
    return ops.clip(alpha * ops.clip(x, -FAR, FAR), -FAR, FAR)


@keras.saving.register_keras_serializable("keras_acts")
class Snake(Learned):
    """f(x) = x + sin(alpha x)^2 / alpha; f'(0) = 1.

    Monotone, unbounded on both sides, and periodic around the line: it extrapolates periodic
    data. The period is pi / alpha.

    Args:
        alpha_initializer: the starting frequency, a number or a Keras initializer; the paper
            advises 0.2 to 1 for most tasks, 5 to 50 where a high frequency is expected.
        alpha_regularizer: a Keras regularizer.
        alpha_constraint: alpha is kept positive.
        shared_axes: "spatial" (one alpha per channel), "all", a list of axes, or None.

    Shapes: (batch, ..., channels) to the same; alpha is (1, ..., channels).
    Raises: ValueError for axes the input does not have, or an unshared axis of unknown size.
    Differs: nothing.
    Source: Ziyin et al. 2020, arXiv:2006.08195.

    >>> Snake()(keras.ops.array([[0.0]])).numpy().tolist()
    [[0.0]]
    """

    def __init__(
        self,
        alpha_initializer=1.0,
        alpha_regularizer=None,
        alpha_constraint=Positive(),  # noqa: B008 (it has no state)
        shared_axes="spatial",
        **kwargs,
    ):
        super().__init__(shared_axes=shared_axes, **kwargs)
        self.learns("alpha", alpha_initializer, alpha_regularizer, alpha_constraint)

    @staticmethod
    def value(x, alpha):
        return x + ops.square(sin(phase(x, alpha))) / alpha

    @staticmethod
    def slopes(x, alpha):
        z = phase(x, alpha)
        sine, cosine = sin(z), cos(z)
        turn = 2 * sine * cosine * (x / alpha) - ops.square(sine / alpha)
        return ops.square(sine + cosine), turn


ROW = Activation(
    name="snake",
    layer=Snake,
    source="Ziyin, Hartwig, Ueda 2020, arXiv:2006.08195",
    left_slope=lambda layer: 1.0,
)
