"""Noisy activations: noise where a hard-saturating unit is flat, so that gradients get out.

h is the hard function and u its tangent at 0; delta(x) = h(x) - u(x) is 0 in the linear regime.
Noise at the output (Algorithm 1): phi = alpha h + (1 - alpha) u + d sigma eps with
sigma = c (logistic(p delta) - 1/2)^2 and d = -sgn(x) sgn(1 - alpha); p is learned.
Noise at the input: phi = h(x + s xi). Gulcehre, Moczulski, Denil, Bengio 2016, arXiv:1603.00391.
"""

import math

import keras
from keras import ops

from keras_acts.layers.base import Activation, Learned, finite
from keras_acts.layers.noisy_relu import noise_size, not_negative

USUAL_C = {"NAH": None, "NAN": None, "NANI": 0.05, "NANIL": 0.25, "NANIS": 0.25}
HALF_NORMAL_MEAN = math.sqrt(2 / math.pi)


def noise_at_output(x, h, u, p, alpha, c, eps, half_normal):
    """alpha h + (1 - alpha) u + d sigma eps.

    Algorithm 1 has no direction, so no noise, at alpha = 1. That is kept for half-normal noise,
    where a direction would be a choice; symmetric noise needs none and stays.
    """
    sigma = c * ops.square(ops.sigmoid(p * (h - u)) - 0.5)
    side = 1.0 if alpha == 1 and not half_normal else float(alpha < 1) - float(alpha > 1)
    return alpha * h + (1 - alpha) * u - ops.sign(x) * side * sigma * eps


def learned_input_scale(delta, p, c, xi):
    """c softplus(p |delta| / |xi|): scaled so that c times the noise reaches p |delta|."""
    return c * ops.softplus(p * ops.abs(delta) / (ops.abs(xi) + 1e-10))


class Noise(Learned):
    """Abstract: a hard function with noise of one of five kinds, named as in the paper.

    NAH, NAN: half-normal or normal noise at the output, only in the saturated regime, its scale
    learned by p. NANI: normal noise of size c at the input; NANIS: only where the input
    saturates; NANIL: there too, its size learned. Outside of training the noise is replaced by
    its mean.

    Args:
        variant: NAH, NAN, NANI, NANIL or NANIS.
        alpha: share of the hard function at the output; above 1 the unit bends back.
        c: size of the noise; by default 0.05 for NANI, 0.25 for NANIL and NANIS. It is a weight
            that is not trained: `layer.c.assign(...)` in a callback anneals it.
        p_initializer, p_regularizer, p_constraint: of the learned scale; U(-1, 1) in the paper.
        shared_axes: "spatial" (one p per channel), "all", a list of axes, or None.
        seed: integer or None.
    """

    usual_alpha: float
    usual_c: float

    def __init__(
        self,
        variant="NAH",
        alpha=None,
        c=None,
        p_initializer=None,
        p_regularizer=None,
        p_constraint=None,
        shared_axes="spatial",
        seed=None,
        **kwargs,
    ):
        super().__init__(shared_axes=shared_axes, **kwargs)
        kind = type(self).__name__
        if variant not in USUAL_C:
            raise ValueError(
                f"{kind}: variant must be one of {', '.join(USUAL_C)}; received {variant=}."
            )
        self.variant = variant
        self.alpha = finite(kind, alpha=self.usual_alpha if alpha is None else alpha)
        self.c_start = not_negative(kind, (USUAL_C[variant] or self.usual_c) if c is None else c)
        self.seed = seed
        self.seed_generator = keras.random.SeedGenerator(seed)
        if variant in ("NAH", "NAN", "NANIL"):
            uniform = keras.initializers.RandomUniform(-1.0, 1.0)
            start = uniform if p_initializer is None else p_initializer
            self.learns("p", start, p_regularizer, p_constraint)

    def build(self, input_shape):
        super().build(input_shape)
        self.c = noise_size(self, self.c_start)

    def call(self, inputs, training=False):
        # sigma is at most c / 4 and xi may be tiny: half precision would lose both.
        wide = "float64" if self.compute_dtype == "float64" else "float32"
        x, c = ops.cast(inputs, wide), ops.cast(self.c, wide)
        xi = 0.0
        if training:
            xi = keras.random.normal(ops.shape(x), dtype=wide, seed=self.seed_generator)
        if self.variant in ("NAH", "NAN"):
            out = self._output_noise(x, c, xi, training)
        else:
            out = self._input_noise(x, c, xi) if training else self.hard(x)
        return ops.cast(out, self.compute_dtype)

    def _output_noise(self, x, c, xi, training):
        half_normal = self.variant == "NAH"
        eps = xi
        if half_normal:
            eps = ops.abs(xi) if training else HALF_NORMAL_MEAN
        h, u, p = self.hard(x), self.tangent(x), ops.cast(self.p, x.dtype)
        return noise_at_output(x, h, u, p, self.alpha, c, eps, half_normal)

    def _input_noise(self, x, c, xi):
        delta = self.hard(x) - self.tangent(x)
        if self.variant == "NANIL":
            c = learned_input_scale(delta, ops.cast(self.p, x.dtype), c, xi)
        if self.variant in ("NANIL", "NANIS"):
            c = ops.where(delta == 0, 0, c)
        return self.hard(x + c * xi)

    def get_config(self):
        own = {"variant": self.variant, "alpha": self.alpha, "c": self.c_start, "seed": self.seed}
        return {**super().get_config(), **own}


@keras.saving.register_keras_serializable("keras_acts")
class NoisyHardTanh(Noise):
    """h(x) = clip(x, -1, 1), u(x) = x, with the noise of `variant` (see the arguments of Noise).

    alpha is 1.15 by default, and c 0.5 for noise at the output.

    Shapes: (batch, ..., channels) to the same; p is (1, ..., channels).
    Raises: ValueError for an unknown variant or a number that is not finite.
    Differs: NAN keeps its noise at alpha = 1, where Algorithm 1 has none.
    Source: Gulcehre et al. 2016, arXiv:1603.00391.

    >>> NoisyHardTanh("NANI")(keras.ops.array([[-3.0, 0.5]])).numpy().tolist()
    [[-1.0, 0.5]]
    """

    usual_alpha = 1.15
    usual_c = 0.5

    def hard(self, x):
        return ops.clip(x, -1.0, 1.0)

    def tangent(self, x):
        return x


@keras.saving.register_keras_serializable("keras_acts")
class NoisyHardSigmoid(Noise):
    """h(x) = clip(u(x), 0, 1), u(x) = x / 4 + 1 / 2, with the noise of `variant` (see Noise).

    alpha is 1.1 by default, and c 0.15 for noise at the output.

    Shapes: (batch, ..., channels) to the same; p is (1, ..., channels).
    Raises: ValueError for an unknown variant or a number that is not finite.
    Differs: from Keras's hard_sigmoid, whose slope is 1/6. From the paper: NAN keeps its noise
        at alpha = 1, where Algorithm 1 has none.
    Source: Gulcehre et al. 2016, arXiv:1603.00391.

    >>> NoisyHardSigmoid("NANI")(keras.ops.array([[-3.0, 1.0]])).numpy().tolist()
    [[0.0, 0.75]]
    """

    usual_alpha = 1.1
    usual_c = 0.15

    def hard(self, x):
        return ops.clip(self.tangent(x), 0.0, 1.0)

    def tangent(self, x):
        return 0.25 * x + 0.5


_SOURCE = "Gulcehre et al. 2016, arXiv:1603.00391"
ROWS = (
    Activation(
        name="noisy_hard_tanh",
        layer=NoisyHardTanh,
        source=_SOURCE,
        left_slope=lambda layer: 1.0,
        random=True,
    ),
    Activation(
        name="noisy_hard_sigmoid",
        layer=NoisyHardSigmoid,
        source=_SOURCE,
        left_slope=lambda layer: 0.25,
        random=True,
    ),
)
