"""What each factor of a full factorial experiment does, alone and with others."""

from collections.abc import Mapping, Sequence
from itertools import combinations, product
from typing import NamedTuple

import numpy as np

from keras_acts.report.statistics.intervals import Interval, interval


class Term(NamedTuple):
    """A factor, or an interaction of several."""

    factors: tuple[str, ...]
    share: float
    """Of the variance of all trials."""
    p: float
    """Of no effect: the F test against how much the effect varies from seed to seed."""
    effects: dict[tuple[str, ...], Interval]
    """How far each level is from the mean of all, less what fewer factors explain, by seeds."""


def terms(values: np.ndarray, levels: Mapping[str, Sequence[str]]) -> tuple[list[Term], float]:
    """A term for each set of factors that vary, the smallest sets first, and the seed's share.

    Args:
        values: of shape (levels of each factor ..., seeds), without gaps.
        levels: the names of the levels of each factor, in the order of the axes.

    The shares sum to 1 with that of the seed, which is all of the variance that no factor
    explains: the luck of a seed, and what differs from seed to seed. By chance alone a term of d
    degrees of freedom has a share of about d / (N - 1).
    """
    total = float(((values - values.mean()) ** 2).sum())
    varied = [axis for axis, name in enumerate(levels) if len(levels[name]) > 1]
    sets = [chosen for size in range(1, len(varied) + 1) for chosen in combinations(varied, size)]
    found = [_term(values, levels, chosen, total) for chosen in sets]
    return found, max(0.0, 1.0 - sum(term.share for term in found))


def _term(values, levels, chosen, total) -> Term:
    names = tuple(name for axis, name in enumerate(levels) if axis in chosen)
    seeds = values.shape[-1]
    by_seed = _effect(values, chosen)
    effect = by_seed.mean(axis=-1, keepdims=True)
    weight = values.size / by_seed.size
    between = float((effect**2).sum()) * seeds * weight
    within = float(((by_seed - effect) ** 2).sum()) * weight
    freedom = int(np.prod([values.shape[axis] - 1 for axis in chosen]))
    flat = by_seed.reshape(-1, seeds)
    keys = list(product(*(levels[name] for name in names)))
    effects = {key: interval(line) for key, line in zip(keys, flat.tolist(), strict=True)}
    share = between / total if total > 0 else 0.0
    return Term(names, share, _p(between, within, freedom, seeds), effects)


def _effect(values, chosen):
    """Of each seed: means over the other factors, less those of every smaller set."""
    found = values
    for axis in range(values.ndim - 1):
        mean = found.mean(axis=axis, keepdims=True)
        found = found - mean if axis in chosen else mean
    return found


def _p(between: float, within: float, freedom: int, seeds: int) -> float:
    """F = (between / d) / (within / (d (n - 1))), as of repeated measures."""
    from scipy.special import fdtrc

    if seeds < 2 or between <= 0:
        return 1.0
    if within <= 1e-20 * between:
        return 0.0
    return float(fdtrc(freedom, freedom * (seeds - 1), between / within * (seeds - 1)))


def whole(values: np.ndarray) -> list[np.ndarray]:
    """Which levels of each axis to keep so that no value is NaN: what is missing most goes first.

    Of levels that miss as much, those of a later factor go first, and seeds last.

    >>> [kept.tolist() for kept in whole(np.array([[1.0, 2.0], [3.0, np.nan], [4.0, 5.0]]))]
    [[0, 2], [0, 1]]
    """
    kept = [np.arange(size) for size in values.shape]
    while np.isnan(left := values[np.ix_(*kept)]).any():
        missing = np.isnan(left)
        axes = (*range(values.ndim - 2, -1, -1), values.ndim - 1)
        shares = {axis: missing.mean(axis=tuple({*axes} - {axis})) for axis in axes}
        axis = max(axes, key=lambda axis: shares[axis].max())
        kept[axis] = np.delete(kept[axis], int(shares[axis].argmax()))
    return kept
