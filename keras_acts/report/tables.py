"""Rows to tables of text: numbers are rounded to what a validation set can show."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from keras_acts.objective import Objective
from keras_acts.report.measure import heading, shown
from keras_acts.report.run import Combination, Run
from keras_acts.report.statistics import paired
from keras_acts.results import STATUSES, Row, rank


class Difference(NamedTuple):
    """The differences of one combination to another, seed by seed."""

    mean: float
    low: float
    high: float
    pairs: int


def difference(one: Combination, other: Combination) -> Difference | None:
    """`one` minus `other` over the seeds both have; None if there is none."""
    seeds = one.values.keys() & other.values.keys()
    apart = [one.values[seed] - other.values[seed] for seed in sorted(seeds)]
    if not apart:
        return None
    return Difference(sum(apart) / len(apart), min(apart), max(apart), len(apart))


def settings(combination: Combination) -> str:
    """`, learning_rate=0.1`: what a combination was trained with that others were not."""
    return "".join(f", {name}={value}" for name, value in combination.settings.items())


def untried(run: Run, activation: str) -> str:
    """What to say of an activation without a result."""
    tried = any(row["activation"] == activation for row in run.rows)
    return "nothing that trained" if tried else "not tried"


def activations(run: Run) -> list[list[str]]:
    """A line for each activation with the best combination it was found in."""
    measure = heading(run.objective)
    head = ["activation", "best with", measure, "each seed", f"less {run.plan['baseline']}"]
    lines = [[*head, "trials"]]
    base = run.best_of(run.plan["baseline"])
    for name in run.axes["activation"]:
        best = run.best_of(name)
        tally = _tally(row["status"] for row in run.rows if row["activation"] == name)
        if best is None:
            lines.append([name, untried(run, name), "–", "–", "–", tally])
            continue
        with_what = (best.company + settings(best)).removeprefix(", ")
        seeds = " ".join(shown(run.objective, best.values.get(row["seed"])) for row in best.rows)
        mean = shown(run.objective, best.mean)
        lines.append([name, with_what, mean, seeds, _less(best, base), tally])
    return lines


def combinations(run: Run) -> list[list[str]]:
    """A line for each combination: its mean, each seed, and what became of the trials."""
    head = ["activation", "initializer", "BatchNorm", heading(run.objective), "each seed"]
    lines = [[*head, "settings"]]
    plain = not any(c.settings for c in run.combinations.values())
    for c in run.combinations.values():
        tally = _tally(row["status"] for row in c.rows)
        mean = shown(run.objective, c.mean) if c.values else tally
        line = [c.activation, c.initializer, c.batch_norm, mean, each_seed(c)]
        lines.append([*line, settings(c).removeprefix(", ")])
    return [line[:-1] for line in lines] if plain else lines


def confirmed(run: Run) -> list[list[str]]:
    """A line for each finalist: its fresh seeds, and how far it is from the baseline's."""
    base = run.plan["baseline"]
    own = next((one for one in run.confirmed if one.activation == base), None)
    head = ["activation", "with", heading(run.objective), "each seed"]
    lines = [[*head, f"less {base}, 95 % interval"]]
    for one in run.confirmed:
        apart = paired(one.values, own.values) if own and one is not own else None
        less = [shown(run.objective, value, "+") for value in (apart or ())[:3]]
        told = f"{less[0]} ({less[1]} to {less[2]})" if less else "–"
        mean = shown(run.objective, one.mean)
        lines.append([one.activation, one.company + settings(one), mean, each_seed(one), told])
    return lines


def cells(run: Run) -> list[list[str]]:
    """A line for each cell of a model that chooses no activation: its settings, the best first."""
    found: dict[tuple[int, str], list[Row]] = {}
    for row in run.rows:
        found.setdefault((row["epochs"], row["cell"]), []).append(row)
    names = [name for name in run.plan["nuisance"] if any(name in row for row in run.rows)]
    lines = [[*names, "epochs", heading(run.objective), "each seed"]]
    for rows in sorted(found.values(), key=lambda one: rank(one, run.objective), reverse=True):
        values = [run.objective.value(row) for row in rows]
        kept = [value for value in values if value is not None]
        mean = shown(run.objective, sum(kept) / len(kept)) if kept else "–"
        settings = [_short(rows[0].get(name, "–")) for name in names]
        lines.append([*settings, str(rows[0]["epochs"]), mean, _seeds(rows, run.objective)])
    return lines


def each_seed(c: Combination) -> str:
    """The value of each seed, or what became of it."""
    return _seeds(c.rows, c.objective)


def unfinished(run: Run) -> list[list[str]]:
    """A line for each different reason why trials were skipped, failed or diverged."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for row in (*run.rows, *run.second):
        if row["status"] != "ok":
            reason = row["reason"] if row["status"] != "diverged" else row["what"]
            reasons.setdefault((row["status"], reason), []).append(_where(row))
    lines = [["status", "trials", "where", "reason"]]
    for (status, reason), places in sorted(reasons.items()):
        lines.append([status, str(len(places)), "; ".join(dict.fromkeys(places)), reason])
    return lines


def diverged(run: Run) -> list[list[str]]:
    """A line for each combination with a trial that diverged: when the first did, and where."""
    found: dict[str, list[Row]] = {}
    for row in (*run.rows, *run.second):
        if row["status"] == "diverged" and "first_bad_layer" in row:
            found.setdefault(_where(row), []).append(row)
    lines = [["diverged", "trials", "the first at", "bad first in"]]
    for where, rows in found.items():
        epoch, step = min((row["diverged_epoch"], row["diverged_step"]) for row in rows)
        layers = dict.fromkeys(str(row["first_bad_layer"]) for row in rows)
        when = f"epoch {epoch}, step {step}"
        lines.append([where, str(len(rows)), when, ", ".join(layers)])
    return lines


def _where(row: Row) -> str:
    return f"{row['activation']} + {row['initializer']} + {row['batch_norm']}"


def _seeds(rows: Iterable[Row], objective: Objective) -> str:
    return " ".join(
        shown(objective, objective.value(row)) if row["status"] == "ok" else row["status"]
        for row in rows
        if row["status"] != "skipped"
    )


def _short(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _less(best, base):
    if base is None or best is base:
        return "–"
    apart = difference(best, base)
    if apart is None:
        return "–"
    mean, low, high = (shown(best.objective, value, "+") for value in apart[:3])
    return f"{mean} ({low} to {high})"


def _tally(statuses):
    statuses = list(statuses)
    counts = {status: statuses.count(status) for status in STATUSES}
    return ", ".join(f"{count} {status}" for status, count in counts.items() if count) or "none"
