"""Noisy activations: noise where a hard-saturating unit is flat, so that gradients get out.

h is the hard function and u its tangent at 0; delta(x) = h(x) - u(x) is 0 in the linear regime.
Noise at the output (Algorithm 1): phi = alpha h + (1 - alpha) u + d sigma eps with
sigma = c (logistic(p delta) - 1/2)^2 and d = -sgn(x) sgn(1 - alpha); p is learned.
Noise at the input: phi = h(x + s xi). Gulcehre, Moczulski, Denil, Bengio 2016, arXiv:1603.00391.
"""

import keras

from keras_acts.layers import draws, fused, noise
from keras_acts.layers.base import Activation, Learned, finite
from keras_acts.layers.noisy_relu import noise_size, not_negative

USUAL_C = {"NAH": None, "NAN": None, "NANI": 0.05, "NANIL": 0.25, "NANIS": 0.25}


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
    line: tuple[float, float]
    limits: tuple[float, float]

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
        self.draws_from(seed)
        if variant in ("NAH", "NAN", "NANIL"):
            uniform = keras.initializers.RandomUniform(-1.0, 1.0)
            start = uniform if p_initializer is None else p_initializer
            self.learns("p", start, p_regularizer, p_constraint)

    def build(self, input_shape):
        super().build(input_shape)
        self.c = noise_size(self, self.c_start)

    def call(self, inputs, training=False):
        shape = {"line": self.line, "limits": self.limits}
        key = [draws.key(self.seed_generator)] if training else []
        if self.variant in ("NAH", "NAN"):
            given = (self.p, self.c, *key)
            more = {"alpha": self.alpha, "half_normal": self.variant == "NAH", **shape}
            return fused.elementwise(noise.at_output, noise.at_output_slopes, inputs, given, **more)
        if not training:
            return fused.elementwise(noise.hard, noise.hard_slopes, inputs, **shape)
        given = (*((self.p,) if self.learned else ()), self.c, *key)
        shape["saturated"] = self.variant != "NANI"
        return fused.elementwise(noise.at_input, noise.at_input_slopes, inputs, given, **shape)

    def get_config(self):
        own = {"variant": self.variant, "alpha": self.alpha, "c": self.c_start}
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
    line = (1.0, 0.0)
    limits = (-1.0, 1.0)


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
    line = (0.25, 0.5)
    limits = (0.0, 1.0)


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
