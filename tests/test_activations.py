"""Every activation through every check, and every check against a wrong activation."""

from dataclasses import replace
from fractions import Fraction

import keras
import numpy as np
import pytest
from keras import ops

from keras_acts.layers import ACTIVATIONS, MPELU, PReLU
from tests import conformance, reference


@pytest.mark.parametrize("check", conformance.CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_conforms(name, check):
    check(ACTIVATIONS[name], getattr(reference, name))


class Doubled(MPELU):
    """Wrong: twice the value."""

    def call(self, inputs):
        return 2 * super().call(inputs)


class Stopped(MPELU):
    """Wrong: the right value without its gradient."""

    def call(self, inputs):
        return ops.stop_gradient(super().call(inputs)) + 0 * inputs * self.alpha * self.beta


class Wider(MPELU):
    """Wrong: more channels than it says."""

    def call(self, inputs):
        return ops.concatenate([inputs, inputs], -1)


class Unsaturated(MPELU):
    """Wrong: linear on the left."""

    def call(self, inputs):
        return super().call(inputs) + 0.1 * inputs


class Restless(MPELU):
    """Wrong: random outside of training too."""

    def __init__(self, seed=None, **kwargs):
        super().__init__(**kwargs)
        self.generator = keras.random.SeedGenerator(0)

    def call(self, inputs, training=False):
        noise = keras.random.normal(ops.shape(inputs), seed=self.generator)
        return inputs + ops.cast(noise, inputs.dtype)


class Unseeded(keras.layers.Layer):
    """Wrong: takes a seed and does not use it."""

    def __init__(self, seed=None, **kwargs):
        super().__init__(**kwargs)
        self.generator = keras.random.SeedGenerator()

    def call(self, inputs, training=False):
        noise = keras.random.normal(ops.shape(inputs), seed=self.generator)
        return inputs + ops.cast(noise, inputs.dtype)


class Naive(MPELU):
    """Wrong: the exponential of the untaken branch overflows, and its gradient is NaN."""

    def call(self, inputs):
        return ops.where(inputs > 0, inputs, self.alpha * (ops.exp(self.beta * inputs) - 1))


class Cleaned(MPELU):
    """Wrong: hides a NaN."""

    def call(self, inputs):
        return super().call(ops.where(ops.isnan(inputs), 0, inputs))


class Maskless(MPELU):
    """Wrong: does not let masks pass."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = False


@keras.saving.register_keras_serializable("tests")
class Forgetful(PReLU):
    """Wrong: saves no weights, and forgets an argument."""

    def save_own_variables(self, store):
        pass

    def load_own_variables(self, store):
        pass

    def get_config(self):
        return {**super().get_config(), "shared_axes": "spatial"}


class Unregistered(MPELU):
    """Wrong: ours by module, unknown to Keras."""

    __module__ = "keras_acts.layers.mpelu"


def _mpelu(layer):
    return replace(ACTIVATIONS["mpelu"], layer=layer)


WRONG = {
    "value": _mpelu(Doubled),
    "gradient": _mpelu(Stopped),
    "left_slope": _mpelu(Doubled),
    "widens": replace(ACTIVATIONS["relu"], widens=lambda layer: Fraction(2)),
    "saturates": _mpelu(Unsaturated),
    "training_switch": _mpelu(Restless),
    "seeded": replace(ACTIVATIONS["rrelu"], layer=Unseeded),
    "symbolic_shape": _mpelu(Wider),
    "dtypes": _mpelu(Naive),
    "nan_stays": _mpelu(Cleaned),
    "mask_passes": _mpelu(Maskless),
    "saving": replace(ACTIVATIONS["prelu"], layer=Forgetful),
    "config": replace(ACTIVATIONS["prelu"], layer=Forgetful),
    "registered": _mpelu(Unregistered),
}


@pytest.mark.parametrize("check", conformance.CHECKS, ids=lambda check: check.__name__)
def test_checks_have_teeth(check):
    if check is conformance.reference_gradient:
        row, wrong = ACTIVATIONS["relu"], lambda x: (x, lambda g: (2 * g, {}))
    else:
        row, wrong = WRONG[check.__name__], reference.mpelu
    with pytest.raises(AssertionError):
        check(row, wrong)


def test_reference_has_the_names_of_the_table():
    functions = {name for name, one in vars(reference).items() if callable(one)}
    assert functions & set(ACTIVATIONS) == set(ACTIVATIONS)


def test_random_rows_are_the_ones_with_a_seed():
    seeded = {name for name, row in ACTIVATIONS.items() if "seed" in row.options}
    np.testing.assert_equal(seeded, {name for name, row in ACTIVATIONS.items() if row.random})
