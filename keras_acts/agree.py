"""Two rows of one trial, column by column: to the bit, or within a tolerance."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from keras_acts.files import strict

CLOCKS = ("seconds", "step_seconds")
"""The columns that measure time; no two trials have the same."""
TOLERANCE = 0.1
"""Elsewhere, numbers agree that differ by no more than this, or this share of the larger."""
NONE = "nothing"


class Differs(NamedTuple):
    """A column in which two rows differ, and both values in words."""

    column: str
    was: str
    now: str

    def __str__(self) -> str:
        return f"{self.column}: {self.was} in the row, {self.now} now"


def differences(was: Mapping[str, Any], now: Mapping[str, Any], tolerance: float) -> list[Differs]:
    """The columns that differ by more than `tolerance`, 0 for any bit, clocks left out.

    Words, whole numbers and lengths of lists must be the same whatever the tolerance.

    >>> print(*differences({"loss": 0.5, "seconds": 1}, {"loss": 0.25, "seconds": 2}, 0))
    loss: 0.5 in the row, 0.25 now
    """
    now = strict(now)
    names = [name for name in dict.fromkeys((*was, *now)) if name not in CLOCKS]
    pairs = ((name, was.get(name, NONE), now.get(name, NONE)) for name in names)
    return [_apart(*pair, tolerance) for pair in pairs if not _agree(*pair[1:], tolerance)]


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
