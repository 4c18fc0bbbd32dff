"""NoisyReLU: normal noise at the input of ReLU while training.

f(x) = max(x + c xi, 0) with xi ~ N(0, 1); c = 0 outside of training.
Nair and Hinton 2010; Gulcehre, Moczulski, Denil, Bengio 2016, arXiv:1603.00391.
"""

import keras
from keras import ops

from keras_acts.layers import draws, fused
from keras_acts.layers.base import Activation, Elementwise, finite


def not_negative(layer, c):
    """The size of the noise as a float; an error when it is negative or not finite."""
    if finite(layer, c=c) < 0:
        raise ValueError(f"{layer}: c must not be negative; received c={c}.")
    return float(c)


def noise_size(layer, start):
    """The weight `c` of a layer: saved with it, not trained, and free to be annealed."""
    initializer = keras.initializers.Constant(start)
    return layer.add_weight(name="c", initializer=initializer, trainable=False, autocast=False)


@keras.saving.register_keras_serializable("keras_acts")
class NoisyReLU(Elementwise):
    """f(x) = max(x + c xi, 0) in training with xi ~ N(0, 1), max(x, 0) after.

    ReLU is its own tangent where it is not flat, so noise at the output would be 0: it goes to
    the input. `layer.c` can be annealed as in NoisyHardTanh.

    Args:
        c: standard deviation of the noise.
        seed: integer or None.

    Shapes: any, to the same.
    Raises: ValueError if `c` is negative or not finite.
    Differs: nothing.
    Source: Gulcehre et al. 2016, arXiv:1603.00391; Nair and Hinton 2010.

    >>> NoisyReLU()(keras.ops.array([-1.0, 2.0])).numpy().tolist()
    [0.0, 2.0]
    """

    def __init__(self, c: float = 0.05, seed=None, **kwargs):
        super().__init__(**kwargs)
        self.c_start = not_negative("NoisyReLU", c)
        self.draws_from(seed)

    def build(self, input_shape):
        self.c = noise_size(self, self.c_start)

    @staticmethod
    def value(x, key, c):
        return ops.relu(x + c * draws.normal(key, x))

    @staticmethod
    def slopes(x, key, c):
        return (ops.cast(x + c * draws.normal(key, x) > 0, x.dtype),)

    def call(self, inputs, training=False):
        if not training:
            return ops.relu(inputs)
        given = (draws.key(self.seed_generator), self.c)
        return fused.elementwise(self.value, self.slopes, inputs, given)

    def get_config(self):
        return {**super().get_config(), "c": self.c_start}


ROW = Activation(
    name="noisy_relu",
    layer=NoisyReLU,
    source="Gulcehre et al. 2016, arXiv:1603.00391",
    left_slope=lambda layer: 0.0,
    random=True,
    saturates="left hard",
)
