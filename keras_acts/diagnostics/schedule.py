"""When to look: schedules, which `|` joins.

>>> when = every(50) | steps(7) | last()
>>> [step for step in range(201) if when.due(Moment(step))]
[0, 7, 50, 100, 150, 200]
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple


class Moment(NamedTuple):
    """A moment of a training."""

    step: int
    """The updates made; 0 before the first."""
    ends_epoch: bool = False
    ends_training: bool = False


@dataclass(frozen=True)
class Schedule:
    """The moments at which to look."""

    due: Callable[[Moment], bool]

    def __or__(self, other: "Schedule") -> "Schedule":
        return Schedule(lambda moment: self.due(moment) or other.due(moment))


def steps(*numbers: int) -> Schedule:
    """After these numbers of updates; 0 is before the first."""
    return Schedule(lambda moment: moment.step in numbers)


def every(number: int) -> Schedule:
    """Before the first update and after each `number` of them."""
    if number < 1:
        raise ValueError(f"every: number must be at least 1; received number={number}.")
    return Schedule(lambda moment: moment.step % number == 0)


def doubling() -> Schedule:
    """After 0, 1, 2, 4, 8, ... updates: where most happens, and ever less of the time."""
    return Schedule(lambda moment: moment.step & (moment.step - 1) == 0)


def epochs() -> Schedule:
    """At the end of each epoch."""
    return Schedule(lambda moment: moment.ends_epoch)


def last() -> Schedule:
    """At the end of the training."""
    return Schedule(lambda moment: moment.ends_training)
