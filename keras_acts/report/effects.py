"""What activation, initializer and BatchNorm each do, and how much is only the seed."""

from typing import NamedTuple

import numpy as np

from keras_acts.report.run import ARMS, Run
from keras_acts.report.statistics.factorial import Term, terms, whole


class Effects(NamedTuple):
    """Of the part of the map of combinations that has no gaps."""

    terms: list[Term]
    seed: float
    """The share of the variance that is only the seed."""
    seeds: tuple[int, ...]
    left_out: list[tuple[str, str]]
    """The (axis, level) that had to be left out, since trials were skipped or did not end."""


def effects(run: Run) -> Effects | None:
    """The effects and interactions in the search; None without two seeds of two levels."""
    seeds = sorted({row["seed"] for row in run.rows})
    levels = {axis: run.axes[axis] for axis in ARMS}
    values = np.full([len(one) for one in (*levels.values(), seeds)], np.nan)
    for names, combination in run.combinations.items():
        place = tuple(levels[axis].index(name) for axis, name in zip(ARMS, names))
        for seed, value in combination.values.items():
            values[(*place, seeds.index(seed))] = value
    *kept, kept_seeds = whole(values)
    if len(kept_seeds) < 2 or max(map(len, kept)) < 2 or not min(map(len, kept)):
        return None
    left = {axis: [levels[axis][at] for at in own] for axis, own in zip(ARMS, kept)}
    found, luck = terms(values[np.ix_(*kept, kept_seeds)], left)
    out = [(axis, one) for axis in ARMS for one in levels[axis] if one not in left[axis]]
    out += [("seed", str(seed)) for at, seed in enumerate(seeds) if at not in kept_seeds]
    return Effects(found, luck, tuple(seeds[at] for at in kept_seeds), out)
