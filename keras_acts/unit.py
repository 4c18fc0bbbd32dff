"""A unit of a net: an affine map, an activation, and where it is normalised."""

from fractions import Fraction

import keras
from keras import layers

from keras_acts.seeds import derive
from keras_acts.table import Arm


class Impossible(ValueError):
    """A net that makes no sense: an initializer that does not fit, or widths that do not divide."""


class Unit:
    """Adds units to a net: affine map, [BatchNorm,] activation [, BatchNorm].

    `width` is what comes out of the activation: a CReLU gets half the filters, a Maxout as many
    more as it has pieces. Every kernel and every random layer has a seed of its own, derived
    from `seed` and its position, so one model built twice is the same.
    """

    def __init__(self, activation: Arm, initializer: Arm, batch_norm: Arm, seed: int | None):
        reason = initializer.row.fits(activation, **initializer.options)
        if reason is not None:
            raise Impossible(f"{initializer.label} with {activation.label}: {reason}")
        self.activation = activation
        self.initializer = initializer
        self.normalise = batch_norm()
        self.widens: Fraction = activation.row.widens(activation())
        self.seed = seed
        self.position = self.activations = 0

    def dense(self, x, width, stddev=0.0):
        """A Dense unit; its kernel is a Gaussian of `stddev` unless that is 0."""
        return self._activated(self._affine(layers.Dense, width, stddev)(x))

    def conv(self, x, width, kernel_size, strides=1):
        """A Conv2D unit, padded to keep the size."""
        shape = {"kernel_size": kernel_size, "strides": strides, "padding": "same"}
        return self._activated(self._affine(layers.Conv2D, width, **shape)(x))

    def dropout(self, x, rate):
        """Dropout with a seed of its own."""
        return layers.Dropout(rate, seed=self._next_seed())(x)

    def readout(self, x, classes, stddev=0.0):
        """The last affine map: logits, not activated; its kernel as that of `dense`."""
        return layers.Dense(classes, kernel_initializer=self._kernel(stddev), name="logits")(x)

    def _kernel(self, stddev):
        seed = self._next_seed()
        if stddev:
            return keras.initializers.RandomNormal(stddev=stddev, seed=seed)
        return self.initializer(self.activation, seed=seed)

    def _affine(self, layer, width, stddev=0.0, **shape):
        filters = width / self.widens
        if filters.denominator > 1 or filters < 1:
            raise Impossible(
                f"{self.activation.label}: a width must be a multiple of {self.widens}, which the "
                f"activation multiplies channels by; received width={width}. Choose another width."
            )
        return layer(
            int(filters),
            kernel_initializer=self._kernel(stddev),
            use_bias=self.normalise.place != "before",
            **shape,
        )

    def _activated(self, x):
        seeded = self.activation.row.random and "seed" not in self.activation.options
        options = {"seed": self._next_seed()} if seeded else {}
        layer = self.activation(**options)
        # Keras counts layers that initializers made to look at, too; the name of one in a net
        # says its place, whatever the initializer.
        self.activations += 1
        layer.name = f"{layer.name.rstrip('_0123456789')}_{self.activations}"
        return self.normalise.after(layer(self.normalise.before(x)))

    def _next_seed(self):
        self.position += 1
        return None if self.seed is None else derive(self.seed, "layer", self.position)
