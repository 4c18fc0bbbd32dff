"""What a sweep could have shown, and how often its trials were lost."""

import math
from typing import NamedTuple

import numpy as np

from keras_acts.report.contest import Contest
from keras_acts.report.run import Run
from keras_acts.report.statistics import Interval
from keras_acts.report.statistics.decide import ALPHA
from keras_acts.report.statistics.power import POWER, smallest_detectable
from keras_acts.report.statistics.shares import clopper_pearson


class Reach(NamedTuple):
    """The smallest difference to the baseline that this design finds with a power of 80 %."""

    difference: float
    """In the objective's unit; infinity for fewer than two pairs."""
    spread: float
    """The SD of the paired differences it rests on, pooled over the comparisons."""
    pairs: int
    family: int
    power: float = POWER


def reach(run: Run) -> Reach | None:
    """At the first step of Holm, which divides 0.05 by the comparisons; None if there are none."""
    contest = Contest(run)
    apart = [list(contest.apart(*pair).values()) for pair in contest.family]
    several = [values for values in apart if len(values) > 1]
    if not several:
        return None
    squares = sum(float(np.var(one, ddof=1)) * (len(one) - 1) for one in several)
    spread = math.sqrt(squares / sum(len(one) - 1 for one in several))
    pairs, family = min(map(len, several)), len(contest.family)
    return Reach(smallest_detectable(pairs, ALPHA / family) * spread, spread, pairs, family)


def tested(run: Run) -> Interval | None:
    """The winner's test accuracy, as what these samples show of all that there could be."""
    if not run.best or "test_accuracy" not in run.best or not run.best.get("test_samples"):
        return None
    samples = run.best["test_samples"]
    return clopper_pearson(round(run.best["test_accuracy"] * samples), samples)


class Lost(NamedTuple):
    """Shares of the trials of an activation, with their exact 95 % intervals."""

    activation: str
    diverged: Interval
    failed: Interval


def lost(run: Run) -> list[Lost]:
    """For each activation that was trained: in all its cells, with all seeds, of both stages."""
    found = []
    for name in run.axes["activation"]:
        rows = [row for row in (*run.rows, *run.second) if row["activation"] == name]
        ends = [row["status"] for row in rows if row["status"] != "skipped"]
        if ends:
            shares = (clopper_pearson(ends.count(end), len(ends)) for end in ("diverged", "failed"))
            found.append(Lost(name, *shares))
    return found
