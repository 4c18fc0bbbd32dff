"""What it is worth to try more settings: the expected best of k trials."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Tuning(NamedTuple):
    """The expected best of 1, 2, ... trials, and a band that holds all of the true curve."""

    best: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


def tuning_curve(
    scores: Sequence[float], least: float = -math.inf, most: float = math.inf, level: float = 0.95
) -> Tuning:
    """The curve of as many trials as there are scores, of which more is better.

    Args:
        scores: of the settings that were tried, as if each was drawn by itself.
        least, most: what a score cannot go beyond; where that is unknown, the band is open.

    With F the share of scores up to x, the best of k draws has the distribution F^k. The band is
    that of Dvoretzky, Kiefer and Wolfowitz with the constant of Massart (1990),
    F -+ sqrt(log(2 / (1 - level)) / (2 n)), whatever the distribution: Lourie et al. 2024,
    arXiv:2311.09480.

    >>> curve = tuning_curve([0.5, 0.9] * 20, 0.0, 1.0)
    >>> [[round(one[k], 2) for k in (0, 1)] for one in curve]
    [[0.7, 0.8], [0.51, 0.67], [0.81, 0.91]]
    """
    values, n = np.sort(scores), len(scores)
    trials = np.arange(1, n + 1)
    share = np.arange(1, n + 1) / n
    wide = math.sqrt(math.log(2 / (1 - level)) / (2 * n))
    above, below = np.minimum(share + wide, 1.0), np.maximum(share - wide, 0.0)
    # The last score need not be the best there is, nor the first the worst.
    above, lowest = np.concatenate([[min(wide, 1.0)], above]), np.concatenate([[least], values])
    below, highest = np.concatenate([below, [1.0]]), np.concatenate([values, [most]])
    return Tuning(
        _best_of(values, share, trials),
        _best_of(lowest, above, trials),
        _best_of(highest, below, trials),
    )


def _best_of(values: np.ndarray, share: np.ndarray, trials: np.ndarray) -> tuple[float, ...]:
    """sum_i x_i (F_i^k - F_(i-1)^k)"""
    powers = share[:, None] ** trials
    likely = np.diff(powers, axis=0, prepend=0.0)
    weighed = np.where(likely > 0, values[:, None] * np.where(likely > 0, likely, 1.0), 0.0)
    return tuple(weighed.sum(axis=0).tolist())
