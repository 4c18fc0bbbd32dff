"""How well each activation was tuned: curves, ends of ranges, and budgets that are not equal."""

import math
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

from keras_acts.report.contest import Contest
from keras_acts.report.run import Run
from keras_acts.report.statistics.tuning import Tuning, tuning_curve
from keras_acts.results import Row

NEAR = 0.05
"""A value in this part of a range at either side is at its end."""


class Edge(NamedTuple):
    """The best value of a setting lies at an end of what was tried: a better one may lie beyond."""

    activation: str
    setting: str
    value: float
    end: str
    """`low` or `high`."""


def tried(run: Run) -> dict[str, list[list[Row]]]:
    """The cells of each activation that were trained, a list of rows each, the longest trained."""
    cells: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in sorted(run.rows, key=lambda row: row["epochs"]):
        own = cells[row["activation"]]
        if own[row["cell"]] and own[row["cell"]][0]["epochs"] < row["epochs"]:
            own[row["cell"]] = []
        if row["status"] != "skipped":
            own[row["cell"]].append(row)
    return {
        name: [rows for rows in cells[name].values() if rows]
        for name in run.axes["activation"]
        if name in cells
    }


def budgets(run: Run) -> dict[str, int]:
    """How many cells each activation was tried in: a comparison is fair if they are as many."""
    return {name: len(cells) for name, cells in tried(run).items()}


def tuning_curves(run: Run) -> dict[str, Tuning]:
    """The expected best of 1, 2, ... cells of each activation with at least two, in its own unit.

    The value of a cell is its mean over the seeds, one that was lost as the worst there is. Where
    less is better, `low` is the better end of the band.
    """
    contest, sign = Contest(run), Contest(run).sign
    bounds = (0.0, 1.0) if run.objective.share else (-math.inf, math.inf)
    found = {}
    for name, cells in tried(run).items():
        scores = [sign * contest.mean_at_worst(rows) for rows in cells]
        if len(scores) > 1:
            curve = tuning_curve(scores, *bounds)
            found[name] = curve if sign > 0 else _negative(curve)
    return found


def _negative(curve: Tuning) -> Tuning:
    best, low, high = (tuple(-value for value in one) for one in curve)
    return Tuning(best, high, low)


def edges(run: Run) -> list[Edge]:
    """Where the best value of an activation lies at an end: widen the range and run again."""
    found = []
    for name in run.axes["activation"]:
        best = run.best_of(name)
        for setting, values in run.plan["nuisance"].items():
            value = best.settings.get(setting) if best else None
            end = _end(value, values)
            if value is not None and end:
                found.append(Edge(name, setting, value, end))
    return found


def _end(value: Any, values: Any) -> str | None:
    """`low`, `high` or None: at which end of a list, or of a range, a number lies."""
    if type(value) not in (int, float):
        return None
    if isinstance(values, Mapping):
        scale = math.log if values.get("sampling") == "log" else float
        low, high = scale(values["min"]), scale(values["max"])
        place = (scale(value) - low) / (high - low)
        return "low" if place <= NEAR else "high" if place >= 1 - NEAR else None
    numbers = [one for one in values if type(one) in (int, float)]
    if len(numbers) < 2 or value not in numbers:
        return None
    return "low" if value == min(numbers) else "high" if value == max(numbers) else None
