"""The optimizers a sweep may choose: `OPTIMIZERS`."""

from collections.abc import Callable
from dataclasses import dataclass

import keras

from keras_acts.table import Table, option_names


def _sgd(learning_rate, weight_decay, *, momentum: float = 0.9, nesterov: bool = False):
    return keras.optimizers.SGD(
        learning_rate, momentum=momentum, nesterov=nesterov, weight_decay=weight_decay
    )


def _adam(learning_rate, weight_decay, *, beta_1: float = 0.9, beta_2: float = 0.999):
    return keras.optimizers.Adam(
        learning_rate, beta_1=beta_1, beta_2=beta_2, weight_decay=weight_decay
    )


def _rmsprop(learning_rate, weight_decay, *, rho: float = 0.9, momentum: float = 0.0):
    return keras.optimizers.RMSprop(
        learning_rate, rho=rho, momentum=momentum, weight_decay=weight_decay
    )


@dataclass(frozen=True, kw_only=True)
class Optimizer:
    """A row of `OPTIMIZERS`: make(learning_rate, weight_decay, **options).

    Weight decay is Keras's, decoupled from the gradient, and 0 means none.
    """

    name: str
    make: Callable[..., keras.optimizers.Optimizer]
    source: str

    def __call__(self, learning_rate=0.01, weight_decay=0.0, **options):
        return self.make(learning_rate, weight_decay or None, **options)

    @property
    def options(self) -> list[str]:
        """The names of the options that a sweep may set."""
        return option_names(self.make)[2:]


OPTIMIZERS = Table(
    "optimizer",
    Optimizer(name="sgd", make=_sgd, source="with momentum 0.9 unless told otherwise"),
    Optimizer(name="adam", make=_adam, source="Kingma and Ba 2014, arXiv:1412.6980"),
    Optimizer(name="rmsprop", make=_rmsprop, source="Hinton 2012"),
)
