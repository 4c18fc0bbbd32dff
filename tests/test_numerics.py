"""Our activations through every numeric check, and every check against a wrong activation."""

from dataclasses import replace

import numpy as np
import pytest
from keras import ops

from keras_acts.layers import ACTIVATIONS, MPELU, PReLU, RReLU
from tests import numerics, reference
from tests.examples import OURS
from tests.gradients import Setting

POLICIES = ("float32", "mixed_float16", "mixed_bfloat16", "float64")


@pytest.mark.parametrize("check", numerics.NUMERICS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("name", OURS)
def test_numerics(name, policy, check):
    check(ACTIVATIONS[name], getattr(reference, name), Setting(policy))


class Cancelling(MPELU):
    """Wrong: loses every digit of small arguments."""

    def call(self, inputs):
        x = ops.minimum(inputs, 0)
        return ops.where(inputs > 0, inputs, self.alpha * (ops.exp(self.beta * x) - 1))


class Overflowing(PReLU):
    """Wrong: squares its argument on the way."""

    def call(self, inputs):
        return super().call(ops.sign(inputs) * ops.sqrt(inputs * inputs))


class Split(PReLU):
    """Wrong: made from two halves, of which neither has a slope at 0."""

    def call(self, inputs):
        return ops.relu(inputs) - self.alpha * ops.relu(-inputs)


class Timid(PReLU):
    """Wrong: has an infinity times 0."""

    def call(self, inputs):
        return super().call(inputs) * (1 + 0 * inputs)


class Coarse(PReLU):
    """Wrong: sums its gradient over rounded terms."""

    def call(self, inputs):
        alpha = ops.cast(self.alpha + 0 * inputs, "bfloat16")
        return ops.where(inputs > 0, inputs, ops.cast(alpha, inputs.dtype) * inputs)


class Counting(PReLU):
    """Wrong: divides by the number of samples, which may be 0."""

    def call(self, inputs):
        samples = ops.cast(ops.size(inputs), inputs.dtype)
        return ops.where(inputs > 0, inputs, self.alpha / samples * inputs)


class Fixed(PReLU):
    """Wrong: centres every batch."""

    def call(self, inputs):
        return super().call(inputs - ops.mean(inputs))


class Twice(RReLU):
    """Wrong: another draw for the gradient than for the value."""

    def call(self, inputs, training=False):
        y = super().call(inputs, training=training)
        again = super().call(inputs, training=training)
        return ops.stop_gradient(y) + again - ops.stop_gradient(again)


WRONG = {
    "accuracy": ("mpelu", Cancelling),
    "extremes": ("prelu", Overflowing),
    "kink": ("prelu", Split),
    "infinities": ("prelu", Timid),
    "sums": ("prelu", Coarse),
    "empty": ("prelu", Counting),
    "shapes": ("prelu", Fixed),
    "own_draw": ("rrelu", Twice),
}


@pytest.mark.parametrize("check", numerics.NUMERICS, ids=lambda check: check.__name__)
def test_numeric_checks_have_teeth(check):
    name, wrong = WRONG[check.__name__]
    row = replace(ACTIVATIONS[name], layer=wrong)
    with pytest.raises(AssertionError), np.errstate(invalid="ignore"):
        check(row, getattr(reference, name), Setting("float32"))
