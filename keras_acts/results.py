"""Rows on disk: what running writes and reporting reads. Standard library only."""

import csv
import io
import math
import os
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from keras_acts.files import Unreadable, read_json, write_json, write_text
from keras_acts.files import strict as strict
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

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""Text that starts like this is a formula to a spreadsheet, unless it is a number."""
NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", re.IGNORECASE)

Row = dict[str, Any]


class Newer(Unreadable):
    """A file that a later version of keras_acts wrote: it must not be set aside."""


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


def row_in(path: Path) -> Row | None:
    """The row at `path`, None if there is none; Unreadable for what is no row of this version."""
    row = read_json(path)
    if row is None and not path.exists():
        return None
    refuse_newer(path, row)
    if not isinstance(row, dict) or not row.keys() >= NEEDED or row["status"] not in STATUSES:
        raise Unreadable(f"{path} must hold a row; received other JSON.")
    return row


def read_row(path: Path, say: Callable[[str], None] | None = None) -> Row | None:
    """The row at `path`, or None: there is none, or it was unreadable and is now `.corrupt`.

    `say` is given a notice of the latter. Raises Newer for a row of a later version.
    """
    try:
        return row_in(path)
    except Newer:
        raise
    except Unreadable as error:
        aside = path.with_name(path.name + ".corrupt")
        os.replace(path, aside)
        if say is not None:
            say(f"{error} It is set aside as {aside.name}, and its trial runs again.")
        return None


def refuse_newer(path: Path, found: Any) -> None:
    """Raises Newer for what was read of a file that a later version wrote."""
    version = found.get("schema", SCHEMA) if isinstance(found, dict) else SCHEMA
    if isinstance(version, int) and version > SCHEMA:
        raise Newer(
            f"{path} must be of schema {SCHEMA} or older; received schema={version!r}. "
            "Update keras_acts."
        )


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
    refuse_newer(path, found)
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
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(names), extrasaction="ignore", lineterminator="\n")
    writer.writerow({name: _cell(name) for name in names})
    writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    write_text(folder / "results.csv", text.getvalue())


def _cell(value):
    """Text as a spreadsheet shows it and does not run it; half a character is spelled out.

    >>> _cell("=1+1"), _cell("-0.5"), _cell(-0.5)
    ("'=1+1", '-0.5', -0.5)
    """
    if not isinstance(value, str):
        return value
    runs = value.startswith(RUNS) and not NUMBER.fullmatch(value)
    return ("'" * runs + value).encode("utf-8", "backslashreplace").decode("utf-8")
