"""Rows on disk: what running writes and reporting reads. Standard library only."""

import csv
import json
import math
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from keras_acts.objective import USUAL, Objective

SCHEMA = 1
STATUSES = ("ok", "diverged", "failed", "skipped")
"""ok; diverged: a NaN or infinity, which is a result; failed: an exception; skipped: why not."""

ADDED = {"learned_rate": 1.0, "learned_decay": 0.0, "dense_stddev": 0.0, "logits_stddev": 0.0}
"""Settings that older rows do not have, and what they were then: at that value they are no part
of a cell's name, so a resume finds the older rows."""

NEEDED = {"schema", "cell", "seed", "epochs", "activation", "initializer", "batch_norm", "status"}
"""What every row has."""

PROBED = {
    **dict.fromkeys(
        (
            *("sparsity", "dead_units", "dead_channels", "bias_shift"),
            *("saturated_left", "saturated_right", "hard_left", "hard_right"),
        ),
        "activations",
    ),
    **dict.fromkeys(("forward_variance", "backward_variance"), "calls"),
    **dict.fromkeys(("weight_change", "gradient", "gradient_norm", "gradient_ratio"), "kernels"),
}
"""What a row says of a probe: `probe_<probe>`, a number for each of `probe_steps` and, within it,
each of `probe_<activations | calls | kernels>`."""

Row = dict[str, Any]


class Unreadable(ValueError):
    """A file of a run that cannot be used; the message says which and what to do."""


def strict(value: Any) -> Any:
    """`value` for strict JSON: NaN and infinities become None, tuples lists."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): strict(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [strict(part) for part in value]
    return value


def write_json(path: Path, value: Any) -> None:
    """Writes `value` to `path` wholly or not at all: temporary file, fsync, replace."""
    write_text(path, json.dumps(strict(value), indent=1, allow_nan=False) + "\n")


def write_text(path: Path, text: str) -> None:
    """Writes `text` to `path` wholly or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(temporary, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def read_json(path: Path) -> Any:
    """What `write_json` wrote, None if there is no such file; ValueError if it is no JSON."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise Unreadable(
            f"{path} must hold JSON; received what cannot be read: {error}. Remove it, or put "
            "back a copy."
        ) from error


def row_path(folder: Path, row: Mapping[str, Any]) -> Path:
    """Where a row lies: its three names, its cell, its seed, and its epochs if they vary."""
    names = "+".join(
        str(row[key]).split("(")[0] for key in ("activation", "initializer", "batch_norm")
    )
    rung = f"~{row['epochs']}" if row.get("rung") else ""
    return folder / "trials" / f"{names}-{row['cell']}@{row['seed']}{rung}.json"


def write_row(folder: Path, row: Row) -> None:
    """Keeps a finished trial."""
    if row["status"] not in STATUSES:
        raise ValueError(f"status must be one of {STATUSES}; received {row['status']!r}.")
    write_json(row_path(folder, row), {"schema": SCHEMA, **row})


def read_row(path: Path) -> Row | None:
    """The row at `path`, or None: there is none, or it was unreadable and is now `.corrupt`."""
    try:
        row = read_json(path)
        if row is None:
            return None
        if not isinstance(row, dict) or not row.keys() >= NEEDED or row["status"] not in STATUSES:
            raise Unreadable(f"{path} holds no row")
    except Unreadable:
        os.replace(path, path.with_name(path.name + ".corrupt"))
        return None
    if row["schema"] != SCHEMA:
        raise Unreadable(
            f"{path} must be of schema {SCHEMA}; received schema={row['schema']!r}. "
            "Update keras_acts."
        )
    return row


def read_rows(folder: Path) -> list[Row]:
    """Every readable row under `folder`, in the order of their names."""
    rows = (read_row(path) for path in sorted((folder / "trials").glob("*.json")))
    return [row for row in rows if row is not None]


def probed(row: Row, probe: str) -> dict[str, list[float | None]]:
    """{layer: readings, one for each of `probe_steps`}; empty for a row without that probe.

    >>> row = {"probe_steps": [0, 9], "probe_kernels": ["a", "b"], "probe_gradient": [1, 2, 3, 4]}
    >>> probed(row, "gradient")
    {'a': [1, 3], 'b': [2, 4]}
    """
    layers, values = row.get(f"probe_{PROBED[probe]}", []), row.get(f"probe_{probe}", [])
    return {layer: values[i :: len(layers)] for i, layer in enumerate(layers) if values}


def score(row: Row, objective: Objective = USUAL) -> float:
    """What a trial counts for in a choice: more is better, whatever the objective's direction."""
    return objective.score(row)


def mean_score(rows: Iterable[Row], objective: Objective = USUAL) -> float:
    """The mean score of a cell over its seeds, -inf if a lost seed has no score as bad as that."""
    scores = [objective.score(row) for row in rows]
    return math.fsum(scores) / len(scores) if scores else objective.worst


def read_provenance(folder: Path) -> dict[str, Any] | None:
    """provenance.json of a run, or None if there is none."""
    path = folder / "provenance.json"
    found = read_json(path)
    needed = {"meaning", "plan", "threads", "sessions", "data_sha256"}
    if found is None or (isinstance(found, dict) and found.keys() >= needed):
        return found
    raise Unreadable(
        f"{path} must have {', '.join(sorted(needed))}; received another file. Put back a copy, "
        "or give another --out."
    )


def rank(rows: list[Row], objective: Objective = USUAL) -> tuple[float, float, str]:
    """What cells are ordered by: the mean score, then the name, so that a tie has one winner.

    Cells that lost a seed where no score is the worst come last, ordered by their other seeds.
    """
    mean = mean_score(rows, objective)
    kept = [row for row in rows if objective.value(row) is not None]
    return mean, 0.0 if math.isfinite(mean) else mean_score(kept, objective), rows[0]["cell"]


def write_csv(folder: Path) -> None:
    """results.csv: one line a row, without the lists; text that a spreadsheet runs is quoted."""
    rows = read_rows(folder)
    names = dict.fromkeys(key for row in rows for key in row if not isinstance(row[key], list))
    path = folder / "results.csv"
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with open(temporary, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(names), extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    os.replace(temporary, path)


def _cell(value):
    runs = isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{value}" if runs else value
