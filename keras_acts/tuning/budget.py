"""A time that a sweep may take, and how seeds are shared out within it."""

import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

UNITS = (3600, 60, 1)
CLOSING = 10.0
"""Seconds kept for the winner's test and the report."""


class Spent(BaseException):
    """The time is over. No Exception: a trial must not take it for a failure of its own."""


def seconds(text: str) -> float:
    """The seconds of `90s`, `45m` or `1h30m`; ValueError for what is no such time.

    >>> seconds("1h30m")
    5400.0
    """
    found = re.fullmatch(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?", text)
    given = found.groups() if found else ()
    total = sum(int(number or 0) * unit for number, unit in zip(given, UNITS))
    if not 0 < total <= 366 * 24 * 3600:
        raise ValueError(
            "budget must be a time of hours, minutes and seconds, a year at most; received "
            f"{text!r}. Write 45m, 1h30m or 90s."
        )
    return float(total)


def given(text: str | None) -> "Budget | None":
    """The budget that was asked for, from now on; None for none."""
    return Budget(seconds(text), closing=CLOSING) if text else None


@dataclass
class Budget:
    """So many seconds from now, by a clock that nobody sets; `closing` of them for the report."""

    seconds: float
    clock: Callable[[], float] = time.monotonic
    closing: float = 0.0

    def __post_init__(self):
        self.end = self.clock() + self.seconds - self.closing
        self.longest = 0.0
        self.after = 1
        self.cuts: list[str] = []

    def left(self) -> float:
        """Seconds in which trials may still begin: the last of them may take as long as the
        `longest` so far, and `after` it what is tested is trained again."""
        return self.end - self.clock() - (1 + self.after) * self.longest

    def check(self) -> None:
        """Raises Spent when no trial may begin."""
        if self.left() <= 0:
            raise Spent

    def over(self) -> None:
        """Raises Spent when a trial that runs must end, to leave time for what is tested."""
        if self.left() + self.longest <= 0:
            raise Spent


def allot(
    order: Iterable[str], costs: Mapping[str, float], seeds: int, left: float, baseline: str
) -> dict[str, int]:
    """How many seeds each activation gets in `left` seconds, each costing `costs` a seed.

    The baseline has all it can get first; then every round gives one more to each, best first,
    and whoever no longer fits gets no more, nor do those behind it. Nobody has more than the
    baseline.

    >>> allot(["elu", "relu", "tanh"], {"elu": 2, "relu": 1, "tanh": 3}, 3, 12, "relu")
    {'elu': 3, 'relu': 3, 'tanh': 1}
    """
    order = list(order)
    given = dict.fromkeys(order, 0)
    running = [arm for arm in order if arm != baseline]
    if baseline in given:
        given[baseline] = min(seeds, int(left / costs[baseline])) if costs[baseline] else seeds
        left -= given[baseline] * costs[baseline]
    for number in range(given.get(baseline, seeds)):
        for place, arm in enumerate(running):
            if costs[arm] > left:
                running = running[:place]
                break
            left -= costs[arm]
            given[arm] = number + 1
    return given
