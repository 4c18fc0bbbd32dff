"""The table of activations through every check on the backend that Keras runs on here.

`test_backends.py` starts it once a backend; alone, `KERAS_BACKEND=jax pytest FILE`.
"""

import pytest

from keras_acts.layers import ACTIVATIONS
from tests import conformance, numerics, reference
from tests.examples import OURS
from tests.gradients import MODES, Setting, precision

POLICIES = ("float32", "mixed_float16", "mixed_bfloat16", "float64")


@pytest.mark.parametrize("check", conformance.CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("name", OURS)
def test_conforms(name, check):
    with precision("float64"):
        check(ACTIVATIONS[name], getattr(reference, name))


@pytest.mark.parametrize("check", numerics.NUMERICS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("policy", POLICIES)
def test_numerics(policy, mode, name, check):
    check(ACTIVATIONS[name], getattr(reference, name), Setting(policy, mode))
