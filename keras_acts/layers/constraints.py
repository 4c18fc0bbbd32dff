"""The constraint that keeps a learned parameter above zero."""

import keras
from keras import ops

from keras_acts.layers.base import finite


@keras.saving.register_keras_serializable("keras_acts")
class Positive(keras.constraints.Constraint):
    """w <- max(w, minimum), with minimum > 0. MPELU's beta must stay positive (its eq. 1).

    >>> float(Positive(0.5)(keras.ops.array(-3.0)))
    0.5
    """

    def __init__(self, minimum: float = 1e-3):
        self.minimum = finite("Positive", minimum=minimum)
        if self.minimum <= 0:
            raise ValueError(f"Positive: minimum must be above 0; received minimum={minimum}.")

    def __call__(self, w):
        return ops.maximum(w, ops.cast(self.minimum, w.dtype))

    def get_config(self):
        return {"minimum": self.minimum}
