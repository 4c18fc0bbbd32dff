"""RReLU: a random slope for negative inputs while training, its mean afterwards.

f(x) = x for x > 0, else s x, with s drawn anew for every element of every training call.
Xu, Wang, Chen, Li 2015, arXiv:1505.00853.
"""

import keras

from keras_acts.layers import draws, fused
from keras_acts.layers.base import Activation, Elementwise, finite
from keras_acts.layers.prelu import PReLU


@keras.saving.register_keras_serializable("keras_acts")
class RReLU(Elementwise):
    """f(x) = x for x > 0, else s x; s ~ U(lower, upper) in training, (lower + upper) / 2 after.

    With `reciprocal=True` the paper's own form: s = 1 / a with a ~ U(lower, upper), and
    2 / (lower + upper) after training; its experiments use `RReLU(3, 8, reciprocal=True)`.
    The two have the same range of slopes but not the same mean (0.229 against 0.196), and the
    paper's test slope (0.182) is not the mean of its training slopes.

    Args:
        lower, upper: bounds of the slope, or of its reciprocal; equal bounds make LeakyReLU.
        reciprocal: draw the reciprocal of the slope.
        seed: integer or None, as in every random Keras layer.

    Shapes: any, to the same. One slope per element; the backward pass uses the same draw.
    Raises: ValueError unless 0 <= lower <= upper, finite, and lower > 0 with `reciprocal`.
    Differs: `reciprocal=False` is torch.nn.RReLU but for the draws, not the paper's.
    Source: Xu et al. 2015, arXiv:1505.00853.

    >>> RReLU()(keras.ops.array([[-48.0, 1.0]])).numpy().tolist()
    [[-11.0, 1.0]]
    """

    constants = ("lower", "upper", "reciprocal")

    def __init__(self, lower=1 / 8, upper=1 / 3, reciprocal=False, seed=None, **kwargs):
        super().__init__(**kwargs)
        self.lower = finite("RReLU", lower=lower)
        self.upper = finite("RReLU", upper=upper)
        self.reciprocal = bool(reciprocal)
        if not 0 <= self.lower <= self.upper or (self.reciprocal and self.lower == 0):
            raise ValueError(
                "RReLU: the bounds must satisfy 0 <= lower <= upper (0 < lower with reciprocal); "
                f"received lower={lower}, upper={upper}, reciprocal={reciprocal}."
            )
        self.draws_from(seed)

    @property
    def test_slope(self) -> float:
        """The slope outside of training."""
        middle = (self.lower + self.upper) / 2
        return 1 / middle if self.reciprocal else middle

    @staticmethod
    def value(x, key, **bounds):
        return PReLU.value(x, drawn_slope(x, key, **bounds))

    @staticmethod
    def slopes(x, key, **bounds):
        return PReLU.slopes(x, drawn_slope(x, key, **bounds))[:1]

    def call(self, inputs, training=False):
        if not training:
            return fused.elementwise(PReLU.value, PReLU.slopes, inputs, alpha=self.test_slope)
        key = draws.key(self.seed_generator)
        return fused.elementwise(RReLU.value, RReLU.slopes, inputs, [key], **self._constants())


def drawn_slope(x, key, lower, upper, reciprocal):
    """The slope of every element of x."""
    drawn = lower + (upper - lower) * draws.uniform(key, x)
    return 1 / drawn if reciprocal else drawn


ROW = Activation(
    name="rrelu",
    layer=RReLU,
    source="Xu et al. 2015, arXiv:1505.00853",
    left_slope=lambda layer: layer.test_slope,
    random=True,
)
