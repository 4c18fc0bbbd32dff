"""What the tuned settings do, such as the learning rate: their share of the variance."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from keras_acts.report.run import ARMS, Run
from keras_acts.report.statistics.factorial import terms, whole

WORDS = (
    "Above, each combination has its best settings. With the settings as factors too, all trials "
    "vary as follows; {seed:.1f} % is only the seed.{left_out}"
)


class Shares(NamedTuple):
    """Of the variance of all trials of a grid."""

    terms: list[tuple[tuple[str, ...], float]]
    """The share of each factor, and of each two together."""
    more: float
    """The share of three or more together."""
    seed: float
    left_out: str
    """What had to be left out, as a sentence; empty if nothing."""


def shares(run: Run) -> Shares | None:
    """Of a whole grid whose settings are lists; None for others, and without two seeds.

    Levels with trials that were skipped or did not end are left out, those that lack most first.
    """
    levels = _levels(run)
    seeds = sorted({row["seed"] for row in run.rows})
    if levels is None or len(seeds) < 2:
        return None
    values = _values(run, levels, seeds)
    *kept, kept_seeds = whole(values)
    if len(kept_seeds) < 2 or not all(map(len, kept)) or max(map(len, kept)) < 2:
        return None
    left = {name: [str(own[at]) for at in at_] for (name, own), at_ in zip(levels.items(), kept)}
    found, seed = terms(values[np.ix_(*kept, kept_seeds)], left)
    small = [(term.factors, term.share) for term in found if len(term.factors) < 3]
    more = sum(term.share for term in found if len(term.factors) > 2)
    lost = [seeds[at] for at in range(len(seeds)) if at not in kept_seeds]
    return Shares(small, more, seed, _left_out(levels, left, lost))


def _levels(run: Run) -> dict[str, Sequence[Any]] | None:
    """The levels of each factor of a grid, the settings last; None where no setting varies."""
    settings = {**run.plan["axes"], **run.plan["nuisance"]}
    own = {name: values for name, values in settings.items() if name not in ARMS}
    varied = [values for values in own.values() if not isinstance(values, dict) and len(values) > 1]
    if run.plan["tuner"] != "grid" or not varied or len(varied) < len(own):
        return None
    if any(name not in row for row in run.rows for name in own):
        return None
    return {**{axis: run.axes[axis] for axis in ARMS}, **own}


def _values(run: Run, levels, seeds) -> np.ndarray:
    """The objective of every trial, by level of each factor and by seed, or NaN."""
    values = np.full([len(one) for one in (*levels.values(), seeds)], np.nan)
    for row in run.rows:
        found = run.objective.value(row)
        if found is not None:
            place = (list(own).index(row[name]) for name, own in levels.items())
            values[(*place, seeds.index(row["seed"]))] = found
    return values


def _left_out(levels, left, lost) -> str:
    """` Left out, ...`: levels and seeds without which nothing is missing."""
    out = [f"{n} {one}" for n, own in levels.items() for one in own if str(one) not in left[n]]
    out += [f"seed {seed}" for seed in lost]
    names = ", ".join(out)
    return f" Left out, as some of its trials have no result: {names}." if out else ""
