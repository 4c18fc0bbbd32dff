"""What a run directory says of its sweep: read while it runs, after a kill, or at the end.

Only rows, lock, provenance and what tells which trials run are read, nothing is written, and
Keras is not imported.
"""

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from keras_acts import results
from keras_acts.objective import Objective
from keras_acts.results import Row
from keras_acts.tuning import lock, now
from keras_acts.tuning.progress import Progress, clock, short

LISTED = 8
"""How many trials that failed, and how many that diverged, are listed."""


def text(folder: Path) -> str:
    """The state of the sweep in `folder`, for a person; ValueError if there is none."""
    provenance = results.read_provenance(folder)
    held_by, lives = lock.owner(folder)
    state = _state(held_by, lives)
    if provenance is None:
        if not lives:
            raise ValueError(
                f"{folder} must be the directory of a sweep; received one without provenance.json. "
                "Give the directory that `keras-acts sweep` wrote into."
            )
        return f"{folder}: {state}\nno trial has begun"
    rows, unreadable = _rows(folder)
    progress = _progress(provenance, rows)
    lines = [f"{folder}: {state}", _counts(progress, provenance)]
    lines += [f"running: {name} for {clock(taken)}" for name, taken in now.read(folder).items()]
    if rows:
        lines += [f"best so far: {progress.best_cell()}", _times(progress, rows, folder, lives)]
    if unreadable:
        lines.append(f"not readable, to be run again: {', '.join(unreadable)}")
    for status in ("failed", "diverged"):
        lines += _why(status, [row for row in rows if row["status"] == status], progress)
    return "\n".join(lines)


def _state(held_by: str, lives: bool) -> str:
    if lives:
        return f"running, {held_by}"
    if lock.KILLED.fullmatch(held_by):
        return f"killed, {held_by}; the command that began it goes on"
    if held_by.endswith(": done"):
        return f"finished, {held_by.removesuffix(': done')}"
    return f"stopped, {held_by or 'by an older version'}; the command that began it goes on"


def _rows(folder: Path) -> tuple[list[Row], list[str]]:
    rows, unreadable = [], []
    for path in sorted((folder / "trials").glob("*.json")):
        try:
            row = results.row_in(path)
        except results.Newer:
            raise
        except results.Unreadable:
            unreadable.append(path.name)
            continue
        if row is not None:
            rows.append(row)
    return rows, unreadable


def _progress(provenance: dict[str, Any], rows: Iterable[Row]) -> Progress:
    plan = provenance["plan"]
    objective = Objective(**plan["objective"]) if plan.get("objective") else Objective()
    total, workers = provenance.get("planned") or 0, provenance.get("workers", 1)
    progress = Progress(total, {**plan["axes"], **plan["nuisance"]}, objective, workers)
    for row in rows:
        progress.tell(row, found=True)
    return progress


def _counts(progress: Progress, provenance: dict[str, Any]) -> str:
    of = f" of {provenance['planned']} at most" if provenance.get("planned") else ""
    counts = ", ".join(f"{progress.counts[status]} {status}" for status in results.STATUSES)
    return f"trials: {progress.done}{of}; {counts}"


def _times(progress: Progress, rows: list[Row], folder: Path, lives: bool) -> str:
    """How long trials took; how long the rest will is said of a sweep that runs."""
    spent = [row["seconds"] for row in rows if row["status"] != "skipped"]
    line = f"time: {clock(sum(spent))} in {len(spent)} trials"
    if lives and spent and progress.total:
        rest = sum(spent) / len(spent) * max(0, progress.total - progress.done)
        newest = max(results.row_path(folder, row).stat().st_mtime for row in rows)
        ago = clock(max(0.0, time.time() - newest))
        line += f"; about {clock(rest / progress.at_once)} left, the last one ended {ago} ago"
    return line


def _why(status: str, rows: list[Row], progress: Progress) -> list[str]:
    lines = [f"- {progress.names(row)}: {short(row.get('reason', ''))}" for row in rows[:LISTED]]
    if len(rows) > LISTED:
        lines.append(f"- and {len(rows) - LISTED} more")
    return [f"{status}:", *lines] if lines else []
