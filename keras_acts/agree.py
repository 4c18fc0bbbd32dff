"""Two rows of one trial, column by column: to the bit, or as they agree on another machine.

With other rounding a training takes another path. The rows of a net of twelve layers, trained
with AVX2 where they had been with AVX-512, had accuracies that differed by up to 0.04, losses by
0.21, and what probes saw after training by 0.7; what they saw before it was the same but for
rounding. So elsewhere the last of these is compared strictly, and probes after training not at
all.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from keras_acts.files import strict
from keras_acts.objective import Objective
from keras_acts.results import PROBED

CLOCKS = ("seconds", "step_seconds", "cpu_seconds")
"""The columns that measure time; no two trials have the same."""
SHARE, OTHER, BEFORE = 0.05, 0.3, 0.001
"""How far numbers may be apart elsewhere: shares such as an accuracy; others, of the larger or
of 1, whichever is more; and so what probes saw before training."""
LOOKS = {**{f"probe_{name}": "probe_steps" for name in PROBED}, "learned_mean": "learned_steps"}
"""The columns with the values of each look after those of the one before, and their steps."""
NONE = "nothing"


class Differs(NamedTuple):
    """A column in which two rows differ, and both values in words."""

    column: str
    was: str
    now: str

    def __str__(self) -> str:
        return f"{self.column}: {self.was} in the row, {self.now} now"


def differences(
    was: Mapping[str, Any], now: Mapping[str, Any], elsewhere: bool = False
) -> list[Differs]:
    """The columns that differ in any bit, or `elsewhere` by more than is told above; no clocks.

    Words, whole numbers and lengths of lists must be the same in any case.

    >>> print(*differences({"loss": 0.5, "seconds": 1}, {"loss": 0.25, "seconds": 2}))
    loss: 0.5 in the row, 0.25 now
    """
    now = strict(now)
    if elsewhere:
        was, now = _before(was), _before(now)
    names = [name for name in dict.fromkeys((*was, *now)) if name not in CLOCKS]
    pairs = ((name, was.get(name, NONE), now.get(name, NONE)) for name in names)
    found = ((*pair, tolerance(pair[0]) if elsewhere else 0.0) for pair in pairs)
    return [_apart(*one) for one in found if not _agree(*one[1:])]


def tolerance(column: str) -> float:
    """How far numbers of a column may be apart elsewhere.

    >>> tolerance("history_val_accuracy"), tolerance("val_mae"), tolerance("probe_gradient")
    (0.05, 0.3, 0.001)
    """
    if column in LOOKS:
        return BEFORE
    return SHARE if Objective(column.removeprefix("history_")).share else OTHER


def _before(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with the first look alone, which comes before training."""
    steps = {name: len(row.get(LOOKS[name]) or [0]) for name in LOOKS if name in row}
    return {**row, **{name: row[name][: len(row[name]) // count] for name, count in steps.items()}}


def _agree(was: Any, now: Any, tolerance: float) -> bool:
    if isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        return all(_agree(one, other, tolerance) for one, other in zip(was, now))
    if tolerance and isinstance(was, float) and isinstance(now, float):
        return abs(was - now) <= tolerance * max(1.0, abs(was), abs(now))
    return was == now and type(was) is type(now)


def _apart(name: str, was: Any, now: Any, tolerance: float) -> Differs:
    """What to tell of a column; of two lists of one length, the first place that differs."""
    if not (isinstance(was, list) and isinstance(now, list) and len(was) == len(now)):
        return Differs(name, _words(was), _words(now))
    places = [n for n, pair in enumerate(zip(was, now)) if not _agree(*pair, tolerance)]
    first = places[0]
    where = f"{name}[{first}], the first of {len(places)} of {len(was)} that differ"
    return Differs(where, _words(was[first]), _words(now[first]))


def _words(value: Any) -> str:
    if isinstance(value, list):
        return f"a list of {len(value)}"
    return value if value is NONE else repr(value)
