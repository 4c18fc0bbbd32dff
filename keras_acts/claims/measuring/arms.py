"""What the trials of a sweep say of each of its arms, by seed, and of one arm beside another.

A record of arms is {"seeds": [0, 1, ..], "arms": {name: {figure: [a value a seed]}}}; a seed that
diverged has None for everything but `diverged`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import fmean

from keras_acts.claims.base import Record
from keras_acts.report.statistics import Interval, paired
from keras_acts.results import Row

ENOUGH = 5
"""Fewer seeds than this and a ranking cannot be told."""
TRAINED = 0.6
"""Where no net is more accurate than this, a ranking of accuracies is one of speed."""
FIGURES: dict[str, Callable[[Row], float]] = {
    "validation": lambda row: row["val_accuracy"],
    "training": lambda row: row["accuracy"],
    "gap": lambda row: row["accuracy"] - row["val_accuracy"],
    "mean loss": lambda row: fmean(row["history_loss"]),
    "last loss": lambda row: row["loss"],
    "parameters": lambda row: row["parameters"],
    "seconds": lambda row: row["seconds"],
}
"""Accuracies are those after the last epoch, except that the training one is the mean over that
epoch, as Keras gives it. The mean loss over all epochs is the lower the faster a net learns."""


def arms(rows: Iterable[Row], name: Callable[[Row], str], order: Sequence[str] = ()) -> Record:
    """The record of the rows' arms, where `name` gives the arm that a row belongs to.

    Arms stand in the given order; those that it does not name come after, by name.
    """
    rows = [row for row in rows if row["status"] != "skipped"]
    seeds = sorted({row["seed"] for row in rows})
    places = {one: place for place, one in enumerate(order)}
    names = sorted({name(row) for row in rows}, key=lambda n: (places.get(n, len(places)), n))
    own = {one: {row["seed"]: row for row in rows if name(row) == one} for one in names}
    return {
        "seeds": seeds,
        "arms": {
            one: {
                **{key: [_value(by.get(s), of) for s in seeds] for key, of in FIGURES.items()},
                "diverged": [by[s]["status"] == "diverged" if s in by else None for s in seeds],
            }
            for one, by in own.items()
        },
    }


def _value(row: Row | None, of: Callable[[Row], float]) -> float | None:
    return of(row) if row is not None and row["status"] == "ok" else None


def values(record: Record, arm: str, figure: str) -> dict[int, float]:
    """{seed: value} of the seeds that have one."""
    found = record["arms"].get(arm, {}).get(figure, ())
    return {s: v for s, v in zip(record["seeds"], found) if v is not None}


def mean(record: Record, arm: str, figure: str) -> float:
    """The mean over the seeds that have a value; NaN if none has."""
    found = values(record, arm, figure).values()
    return fmean(found) if found else float("nan")


def difference(record: Record, one: str, other: str, figure: str) -> Interval:
    """The paired interval of `one` minus `other`; of no seeds at all where nothing can be paired.

    >>> both = {"seeds": [0, 1], "arms": {"a": {"gap": [3.0, 5.0]}, "b": {"gap": [2.0, 4.0]}}}
    >>> print(difference(both, "a", "b", "gap"))
    1 [1, 1]
    """
    found = paired(values(record, one, figure), values(record, other, figure))
    return found or Interval(float("nan"), float("-inf"), float("inf"), 0)


def told(intervals: Sequence[Interval]) -> str:
    """The verdict on a claim that every difference is above 0.

    *supported* if every interval lies above 0, *refuted* if one lies below, else *cannot tell*;
    so also with fewer than `ENOUGH` seeds.
    """
    if any(found.seeds < ENOUGH for found in intervals):
        return "cannot tell"
    if all(found.low > 0 for found in intervals):
        return "supported"
    return "refuted" if any(found.high < 0 for found in intervals) else "cannot tell"


def final(record: Record, verdict: str) -> str:
    """The verdict on final accuracies, of which nets in their first epochs tell nothing."""
    best = max(mean(record, name, "validation") for name in record["arms"])
    return verdict if best >= TRAINED else "cannot tell"


def early(record: Record) -> str:
    """What to say beside a ranking of accuracies of nets in their first epochs."""
    best = max(mean(record, name, "validation") for name in record["arms"])
    if best >= TRAINED:
        return ""
    return (
        f" No net is above {100 * TRAINED:g} % yet, so this is an order of speed and not of final "
        "accuracies."
    )


def negative(found: Interval) -> Interval:
    """The interval of the opposite difference."""
    return Interval(-found.mean, -found.high, -found.low, found.seeds)


def points(found: Interval) -> str:
    """A difference of accuracies in percentage points.

    >>> points(Interval(0.012, -0.004, 0.028, 5))
    '+1.2 points [-0.4, +2.8], 5 seeds'
    """
    if found.seeds < 2:
        return "one seed only" if found.seeds else "not run"
    inside = f"[{100 * found.low:+.1f}, {100 * found.high:+.1f}], {found.seeds} seeds"
    return f"{100 * found.mean:+.1f} points {inside}"


def summary(record: Record, figures: Mapping[str, str]) -> list[list[str]]:
    """A line an arm: its name and the means of `figures`, formatted as they say."""
    lines = []
    for name, own in record["arms"].items():
        means = (_shown(mean(record, name, key), form) for key, form in figures.items())
        lines.append([name, *means, str(sum(map(bool, own["diverged"])))])
    return lines


def _shown(value: float, form: str) -> str:
    return "–" if value != value else format(value, form)
