"""Where a net normalises: nowhere, before the activation, or after it."""

from dataclasses import dataclass

import keras

from keras_acts.table import Table, option_names


@dataclass(frozen=True)
class BatchNorm:
    """Batch normalisation at one place of a unit: `none`, `before` or `after` its activation.

    >>> x = keras.Input((4,))
    >>> BatchNorm("after").before(x) is x
    True
    """

    place: str = "none"
    momentum: float = 0.99
    epsilon: float = 1e-3

    def __post_init__(self):
        if not (0 <= self.momentum < 1 and self.epsilon > 0):
            raise ValueError(
                "batch_norm: momentum must lie in [0, 1) and epsilon above 0; "
                f"received momentum={self.momentum}, epsilon={self.epsilon}."
            )

    def before(self, x):
        """Normalises `x`, which goes into the activation, if the place is `before`."""
        return self._normalised(x) if self.place == "before" else x

    def after(self, x):
        """Normalises `x`, which comes out of the activation, if the place is `after`."""
        return self._normalised(x) if self.place == "after" else x

    def _normalised(self, x):
        return keras.layers.BatchNormalization(momentum=self.momentum, epsilon=self.epsilon)(x)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A row of `BATCH_NORMS`."""

    name: str
    source: str

    def __call__(self, *, momentum=0.99, epsilon=1e-3) -> BatchNorm:
        return BatchNorm(self.name, momentum, epsilon)

    @property
    def options(self) -> list[str]:
        """The names of the options that a sweep may set."""
        return [] if self.name == "none" else option_names(self.__call__)


BATCH_NORMS = Table(
    "batch_norm",
    Place(name="none", source="no normalisation"),
    Place(name="before", source="Ioffe and Szegedy 2015, arXiv:1502.03167"),
    Place(name="after", source="Mishkin et al. 2016, arXiv:1606.02228"),
    key="place",
)
"""A row for each place, by its name."""
