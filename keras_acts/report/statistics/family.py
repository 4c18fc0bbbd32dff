"""Several comparisons at once: Holm's correction over all that were declared."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Arm = TypeVar("Arm", bound=Hashable)


def holm(found: Mapping[Arm, float], family: int = 0) -> dict[Arm, float]:
    """Each p adjusted so that any error among them is as rare as a single one would be.

    Sorted, the i-th of m is multiplied by m - i + 1; none is less than the one before it.
    `family` is m where comparisons were declared that gave no p, which counts as 1.

    >>> holm({"elu": 0.01, "mpelu": 0.04, "tanh": 0.03})
    {'elu': 0.03, 'mpelu': 0.06, 'tanh': 0.06}
    """
    m, least = max(family, len(found)), 0.0
    adjusted = {}
    for place, (name, p) in enumerate(sorted(found.items(), key=lambda one: one[1])):
        least = max(least, min(1.0, (m - place) * p))
        adjusted[name] = least
    return {name: adjusted[name] for name in found}
