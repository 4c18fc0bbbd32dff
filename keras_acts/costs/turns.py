"""Times of several things, measured in turns, because a machine is slower now and then."""

import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median, quantiles
from typing import NamedTuple

LEAST, MOST = 5, 25
"""Rounds: a median and its spread need some, and more than so many say nothing new."""
FILLED = 0.004
"""Seconds that a turn should last, so that the clock is read well."""

Timed = Callable[[int], float]
"""Does something so many times and gives the seconds that each of them took."""


class Taken(NamedTuple):
    """The seconds of one, and how they compare with the baseline's of the same round."""

    seconds: float
    """The median over the rounds."""
    ratio: float
    """The median over the rounds of the ratio to the baseline."""
    low: float
    """The lower quartile of that ratio."""
    high: float
    """The upper quartile of it."""
    rounds: int


def in_turns(
    calls: Mapping[str, Timed], seconds: float, between: Callable[[], None] = lambda: None
) -> dict[str, list[float]]:
    """The seconds of each in every round: all take a turn a round, each beginning some round.

    There are `LEAST` rounds, and more, up to `MOST`, until `seconds` have gone by. `between` is
    called before each turn. Each call has been made once before, if the first one compiles.
    """
    times = {name: _times(call(1)) for name, call in calls.items()}
    order = list(calls)
    taken: dict[str, list[float]] = {name: [] for name in calls}
    end = time.perf_counter() + seconds
    for number in range(MOST):
        if number >= LEAST and time.perf_counter() > end:
            break
        first = number % max(1, len(order))
        for name in order[first:] + order[:first]:
            between()
            taken[name].append(calls[name](times[name]))
    return taken


def _times(seconds: float) -> int:
    """How often to do what takes `seconds`, to fill a turn."""
    return max(1, min(32, round(FILLED / max(seconds, 1e-9))))


def compared(taken: Mapping[str, Sequence[float]], baseline: str) -> dict[str, Taken]:
    """Medians and quartiles over the rounds.

    >>> compared({"a": [1.0, 4.0, 2.0], "b": [3.0, 4.0, 4.0]}, "a")["b"]
    Taken(seconds=4.0, ratio=2.0, low=1.5, high=2.5, rounds=3)
    """
    return {name: _compared(own, taken[baseline]) for name, own in taken.items()}


def _compared(own, base):
    ratios = [one / other for one, other in zip(own, base, strict=True)]
    low, middle, high = quantiles(ratios, n=4, method="inclusive")
    return Taken(median(own), middle, low, high, len(own))
