"""The cells of two runs that differ: the means of each and their difference, seed by seed."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from keras_acts.objective import Objective
from keras_acts.report.measure import heading, shown
from keras_acts.report.run import Run
from keras_acts.report.statistics import Interval, paired
from keras_acts.results import Row

LISTED = 30
"""How many cells that differ are listed, those that differ most."""

Rows = Mapping[str, Row]
"""Rows by their names."""


class Cell(NamedTuple):
    """What the same cell gave in both, by the means over the seeds that both have a value for."""

    name: str
    a: float
    b: float
    apart: Interval
    """b less a, seed by seed."""


def cells(objective: Objective, a: Rows, b: Rows, changed: Iterable[str]) -> list[Cell]:
    """The cells of the trials that differ, those first that are furthest apart."""
    values: dict[str, tuple[dict, dict]] = defaultdict(lambda: ({}, {}))
    wanted = {_cell(name) for name in changed}
    for name in [name for name in a if name in b and _cell(name) in wanted]:
        for own, row in zip(values[_cell(name)], (a[name], b[name])):
            value = objective.value(row)
            if value is not None:
                own[row["seed"]] = value
    found = [_beside(name, *own) for name, own in values.items()]
    kept = [cell for cell in found if cell is not None]
    return sorted(kept, key=lambda cell: (-abs(cell.apart.mean), cell.name))


def _beside(name: str, a: Mapping[int, float], b: Mapping[int, float]) -> Cell | None:
    """A cell over the seeds that have a value in both; None if there is none."""
    apart = paired(b, a)
    if apart is None:
        return None
    one, other = (math.fsum(own[s] for s in a.keys() & b.keys()) / apart.seeds for own in (a, b))
    return Cell(name, one, other, apart)


def _cell(name: str) -> str:
    """The name of a trial without its seed: `relu+msra+none-0123abcd`."""
    cell, _, seed = name.partition("@")
    _, mark, epochs = seed.partition("~")
    return cell + mark + epochs


def table(run: Run, found: list[Cell]) -> list[str]:
    """A table of the cells that differ."""
    if not found:
        return ["No trial that differs has a value in both."]
    what = (
        f"Cells with trials that differ, {heading(run.objective)}, over the seeds that both have:"
    )
    head: tuple[str, ...] = ("cell", "seeds", "a", "b", "b less a, 95 % interval")
    lines = [head]
    for cell in found[:LISTED]:
        a, b = (shown(run.objective, value) for value in (cell.a, cell.b))
        mean, low, high = (shown(run.objective, value, "+") for value in cell.apart[:3])
        span = f" [{low}, {high}]" if cell.apart.seeds > 1 else ", one seed has no interval"
        lines.append((cell.name, str(cell.apart.seeds), a, b, mean + span))
    more = [f"and {len(found) - LISTED} more"] if len(found) > LISTED else []
    return [what, *_aligned(lines), *more]


def _aligned(table: list[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*table)]
    return ["  ".join(f"{c:<{w}}" for c, w in zip(line, widths)).rstrip() for line in table]
