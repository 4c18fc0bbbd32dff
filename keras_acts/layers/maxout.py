"""Maxout: the largest of several affine maps, the maps made by the layer before.

f(x)_j = max over i < pieces of x[i * units + j]; the gradient goes to the largest piece.
Goodfellow, Warde-Farley, Mirza, Courville, Bengio 2013, arXiv:1302.4389.
"""

from fractions import Fraction
from functools import reduce

import keras
from keras import ops

from keras_acts.layers import fused
from keras_acts.layers.base import Activation
from keras_acts.layers.limits import maximum
from keras_acts.layers.saved import Saved


def largest(x, pieces):
    """The largest of the pieces, which lie side by side along the last axis."""
    return reduce(maximum, ops.split(x, pieces, axis=-1))


def largest_pullback(x, g, pieces):
    """g to the largest piece; pieces that tie share it equally."""
    parts = ops.split(x, pieces, axis=-1)
    top = reduce(maximum, parts)
    won = [ops.cast(part == top, g.dtype) for part in parts]
    share = g / sum(won)
    return (ops.concatenate([share * one for one in won], axis=-1),)


@keras.saving.register_keras_serializable("keras_acts")
class Maxout(Saved):
    """f(x)_j = max over i < pieces of x[i * units + j], along the last axis.

    Give the Dense or Conv layer before it `pieces` times the units that shall come out. Two
    pieces of which one is 0 make ReLU; z and a z make LeakyReLU; z and -z make |z|. Where
    pieces tie, they share the gradient equally.

    Args:
        pieces: how many affine maps compete for one unit, at least 2. Without dropout the
            authors advise 2.

    Shapes: (..., pieces * units) to (..., units).
    Raises: ValueError if the last axis is unknown or `pieces` does not divide it.
    Differs: the paper's unit contains its affine maps; here they are the layer before.
    Source: Goodfellow et al. 2013, arXiv:1302.4389.

    >>> Maxout()(keras.ops.array([[1.0, 5.0, 3.0, -2.0]])).numpy().tolist()
    [[3.0, 5.0]]
    """

    def __init__(self, pieces: int = 2, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        if type(pieces) is not int or pieces < 2:
            raise ValueError(
                f"Maxout: pieces must be an integer of at least 2; received pieces={pieces!r}."
            )
        self.pieces = pieces

    def build(self, input_shape):
        self._units(input_shape)

    def call(self, inputs):
        self._units(inputs.shape)
        return fused.call(largest, largest_pullback, inputs, pieces=self.pieces)

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self._units(input_shape))

    def get_config(self):
        return {**super().get_config(), "pieces": self.pieces}

    def _units(self, shape):
        if len(shape) < 2 or shape[-1] is None or shape[-1] % self.pieces:
            raise ValueError(
                "Maxout: the last axis must have a known size that `pieces` divides; "
                f"received input_shape={tuple(shape)}, pieces={self.pieces}. "
                "Give the layer before it pieces * units channels."
            )
        return shape[-1] // self.pieces


ROW = Activation(
    name="maxout",
    layer=Maxout,
    source="Goodfellow et al. 2013, arXiv:1302.4389",
    left_slope=lambda layer: None,
    widens=lambda layer: Fraction(1, layer.pieces),
)
