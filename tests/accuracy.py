"""The largest error of every activation on this backend, as rows of strict JSON.

`python -m tests.accuracy POLICY ...` prints one row a line, for every mode that there is here.
"""

import json
import sys

import numpy as np

from keras_acts.layers import ACTIVATIONS
from tests import numerics, reference
from tests.examples import ours
from tests.gradients import BACKEND, MODES, Setting
from tests.measured import measured


def rows(policies):
    """A row for each activation, policy and mode."""
    for name in ACTIVATIONS:
        for policy in policies:
            for mode in MODES:
                yield row(name, Setting(policy, mode))


def row(name, setting):
    """The largest errors in ulp, and for Keras's own the checks that it does not pass."""
    found = measured(ACTIVATIONS[name], getattr(reference, name), setting)
    where = {"activation": name, "backend": BACKEND, **vars(setting)}
    kinds = {"inference": "value", "value": "value", "dx": "dx"}
    for column in ("value", "dx", "parameters"):
        parts = [part for part in found if kinds.get(part.name, "parameters") == column]
        where[column] = largest(parts)
        where[f"{column} in all"] = largest(parts, slack=False)
    shares = numerics.sum_errors(ACTIVATIONS[name], getattr(reference, name), setting)
    where["sums"] = max(shares.values(), default=0.0)
    judged = ours(ACTIVATIONS[name]) or setting.mode != MODES[0]
    where["fails"] = [] if judged else fails(name, setting)
    return where


def largest(parts, slack=True):
    """The largest error in ulp over all dense arguments, beyond the slack; None if infinite."""
    errors = [float(part.ulps("dense", slack).max()) for part in parts]
    worst = max(errors, default=0.0)
    return round(worst, 3) if np.isfinite(worst) else None


def fails(name, setting):
    """The numeric checks that the activation does not pass."""
    failed = []
    for check in numerics.NUMERICS:
        try:
            check(ACTIVATIONS[name], getattr(reference, name), setting)
        except AssertionError:
            failed.append(check.__name__)
    return failed


if __name__ == "__main__":
    for one in rows(sys.argv[1:]):
        print(json.dumps(one, allow_nan=False))
