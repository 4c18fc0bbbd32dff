"""Better, worse, equivalent or cannot tell: what the seeds of a family of comparisons decide."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from keras_acts.report.statistics.equivalence import two_one_sided
from keras_acts.report.statistics.family import Arm, holm
from keras_acts.report.statistics.power import seeds_needed
from keras_acts.report.statistics.pvalues import student

ALPHA = 0.05
SCREENING = 5
"""With fewer pairs than this no difference may be called one."""

Word = Literal["better", "worse", "equivalent", "cannot tell"]


class Decision(NamedTuple):
    """What becomes of one comparison."""

    word: Word
    p: float
    """Of no difference, adjusted by Holm."""
    more: int | None
    """About how many more pairs would decide; None where that is decided, or cannot be said."""


def decide(
    apart: Mapping[Arm, Sequence[float]], margin: float | None, family: int = 0
) -> dict[Arm, Decision]:
    """A decision for each arm of the declared family.

    Args:
        apart: by how much an arm is better than what it is compared with, seed by seed.
        margin: a difference below this is none in practice; None if nobody said.
        family: how many comparisons were declared, if more than there are.

    An arm is *equivalent* if two one-sided tests say so, even where the difference is not 0;
    else *better* or *worse* if the paired t test says so. Each of the two is adjusted by Holm,
    so that either is wrong in at most 5 of 100 families.

    >>> decide({"elu": [0.1, 0.11, 0.12, 0.1, 0.1], "tanh": [0.1, 0.3]}, 0.005)["elu"].word
    'better'
    """
    enough = {name: values for name, values in apart.items() if len(values) >= SCREENING}
    m = max(family, len(apart))
    differs = holm({name: student(values) for name, values in enough.items()}, m)
    bound = margin or 0.0
    same = holm({name: two_one_sided(values, bound) for name, values in enough.items()}, m)
    found = {}
    for name, values in apart.items():
        word: Word = "cannot tell"
        if name in enough and margin and same[name] <= ALPHA:
            word = "equivalent"
        elif name in enough and differs[name] <= ALPHA:
            word = "better" if sum(values) > 0 else "worse"
        more = _more(values, margin, ALPHA / m) if word == "cannot tell" else None
        found[name] = Decision(word, differs.get(name, 1.0), more)
    return found


def _more(values: Sequence[float], margin: float | None, alpha: float) -> int | None:
    """How many pairs are missing, by the mean and the SD of those there are."""
    import numpy as np

    if len(values) < 2:
        return None
    spread = float(np.std(values, ddof=1))
    needed = seeds_needed(float(np.mean(values)), spread, margin, alpha)
    return None if needed is None else max(needed, SCREENING, len(values) + 1) - len(values)
