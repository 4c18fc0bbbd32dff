"""What it bought to compare arms seed by seed."""

import math
from collections.abc import Mapping
from typing import NamedTuple


class Pairing(NamedTuple):
    """How much of the luck of a seed two arms have in common."""

    correlation: float
    """Of the two arms over the seeds; NaN where one is the same on all."""
    worth: float
    """How many times as many seeds it would take without pairs, for as narrow an interval."""
    seeds: int


def pairing(one: Mapping[int, float], other: Mapping[int, float]) -> Pairing | None:
    """Over the seeds that both have; None for fewer than three, which show no correlation.

    worth = (var(one) + var(other)) / var(one - other), which is 1 where the arms have nothing
    in common, and less where pairs cost precision.

    >>> found = pairing({0: 1.0, 1: 2.0, 2: 3.0}, {0: 1.5, 1: 2.0, 2: 3.5})
    >>> round(found.correlation, 2), round(found.worth)
    (0.96, 25)
    """
    import numpy as np

    seeds = sorted(one.keys() & other.keys())
    if len(seeds) < 3:
        return None
    a, b = ([values[seed] for seed in seeds] for values in (one, other))
    (var_a, both), (_, var_b) = np.cov(a, b).tolist()
    between = var_a + var_b - 2 * both
    product = var_a * var_b
    correlation = both / math.sqrt(product) if product > 0 else math.nan
    worth = (var_a + var_b) / between if between > 0 else math.inf
    return Pairing(correlation, worth, len(seeds))
