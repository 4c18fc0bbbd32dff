"""selection.json: what a sweep chose and the rows that rests on, hashed before a test is looked at.

Standard library only.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from keras_acts import files, results
from keras_acts.agree import CLOCKS
from keras_acts.results import Row

FILE = "selection.json"


def write(folder: Path, chosen: Sequence[Mapping[str, Any]], rows: Iterable[Row]) -> str:
    """Writes what was chosen, the winner first, and the hash of each row; the seal.

    The seal is the SHA-256 of both together. A file that says the same already is left alone.
    """
    paths = sorted({results.row_path(folder, row) for row in rows})
    found = files.strict(
        {"chosen": chosen, "rows": {path.stem: row_sha256(path) for path in paths}}
    )
    seal = sha256(found)
    if _read(folder) != (whole := {"schema": results.SCHEMA, **found, "sha256": seal}):
        results.write_json(folder / FILE, whole)
    return seal


def sha256(selection: Mapping[str, Any]) -> str:
    """The hash of what was chosen and of the hashes of its rows, as JSON with sorted keys."""
    told = {name: selection.get(name) for name in ("chosen", "rows")}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def sealed(folder: Path) -> dict[str, Any]:
    """What selection.json says; Unreadable unless it is there and its hash fits."""
    found = _read(folder)
    if found and found.get("sha256") == sha256(found):
        return found
    what = f"sha256={found.get('sha256')!r}" if found else "none"
    raise files.Unreadable(
        f"{folder / FILE} must be there with the hash of what it says before the test part is "
        f"looked at; received {what}. Give the command of the sweep again: it writes it from the "
        "rows."
    )


def broken(folder: Path) -> list[str]:
    """What of rows, selection and tests does not belong together, a line each.

    Nothing where there is neither a selection nor a test that names one, as older versions left.
    """
    best = results.read_json(folder / "best.json")
    named = best.get("selection") if isinstance(best, dict) else None
    if named is None and not (folder / FILE).exists():
        return []
    try:
        found = sealed(folder)
    except files.Unreadable as error:
        return [str(error)]
    now = {path.stem: path for path in (folder / "trials").glob("*.json")}
    rows = found["rows"].items()
    changed = [name for name, one in rows if name not in now or row_sha256(now[name]) != one]
    lines = [f"{name}: not the row that the selection rests on" for name in changed]
    other = named not in (None, found["sha256"])
    return lines + ["best.json: its tests are of another selection"] * other


def _read(folder: Path) -> dict[str, Any] | None:
    try:
        found = results.read_json(folder / FILE)
    except files.Unreadable:
        return {}
    return found if isinstance(found, dict) or found is None else {}


def row_sha256(path: Path) -> str | None:
    """The hash of a row without its clocks, as JSON with sorted keys; None if it is none."""
    try:
        row = results.row_in(path)
    except files.Unreadable:
        return None
    told = {name: value for name, value in (row or {}).items() if name not in CLOCKS}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
