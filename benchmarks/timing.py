"""Ratios of times, measured side by side in one process."""

import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple


class Ratio(NamedTuple):
    """Medians over the rounds, as multiples of the baseline of the same round."""

    wall: float
    cpu: float
    milliseconds: float
    """The wall time of one call."""


def side_by_side(calls: Mapping[str, Callable[[], object]], baseline: str, rounds: int):
    """A Ratio for each call: all are called once a round, so a slow moment falls on all alike.

    `cpu` counts the seconds of every core, and moves less than `wall` on a machine that has
    other work to do.
    """
    for call in (*calls.values(), *calls.values()):
        call()
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            start = time.perf_counter(), time.process_time()
            call()
            taken[name].append((time.perf_counter() - start[0], time.process_time() - start[1]))
    return {name: _ratio(taken[name], taken[baseline]) for name in calls}


def _ratio(ours, theirs):
    pairs = [(o[0] / t[0], o[1] / t[1]) for o, t in zip(ours, theirs)]
    wall, cpu = (statistics.median(part) for part in zip(*pairs))
    return Ratio(wall, cpu, 1e3 * statistics.median(wall for wall, _ in ours))


def table(head: list[str], lines: list[list[str]]) -> str:
    """A Markdown table."""
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def publish(text: str, out: str | None) -> None:
    """Writes a page, or prints it where no file is named."""
    if out:
        Path(out).write_text(text, encoding="utf-8")
    else:
        print(text)
