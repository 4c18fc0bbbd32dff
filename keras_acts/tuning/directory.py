"""The run directory: who owns it, what runs in it, and what a resume may not change."""

import fcntl
import os
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from keras_acts import origin, results
from keras_acts.tuning.checks import Range
from keras_acts.tuning.read import BadSweep
from keras_acts.tuning.spec import Spec
from keras_acts.tuning.threads import in_use


class DirectoryInUse(RuntimeError):
    """Another process works in the directory; the message names it."""


@contextmanager
def owned(folder: Path) -> Iterator[None]:
    """Holds the directory for this process; the system lets go of it when the process ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise DirectoryInUse(
                f"{folder} must be worked on by one process at a time; it belongs to "
                f"{file.read().strip() or 'another process'}. Wait for it, or give another --out."
            ) from error
        file.truncate(0)
        started = time.strftime("%Y-%m-%d %H:%M:%S")
        file.write(f"process {os.getpid()} on {socket.gethostname()}, started {started}")
        file.flush()
        yield


def threads(folder: Path) -> int | None:
    """The threads that the trials in `folder` computed with, or None if there are none."""
    before = results.read_provenance(folder)
    return int(before["threads"]) if before else None


def settle(spec: Spec, path: Path, folder: Path, sha256: str) -> dict[str, Any]:
    """Writes sweep.toml and provenance.json; refuses what would change finished trials' meaning.

    Returns the provenance. Threads are those of the first start, since they change bits. A
    start with another machine, code or versions than the last adds a session.
    """
    before = results.read_provenance(folder)
    now = {"meaning": spec.meaning(), "data_sha256": sha256}
    if before and (changed := _changes(before, results.strict(now))):
        raise BadSweep(
            f"{folder} holds trials of another sweep, which this one must not mix with:\n"
            + "\n".join(f"- {line}" for line in changed)
            + "\nGive another --out, or change these back."
        )
    session = origin.here()
    sessions = before["sessions"] if before else []
    if not sessions or sessions[-1] != {**sessions[-1], **session}:
        session["started"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        sessions = [*sessions, session]
    provenance = {
        **now,
        "threads": before["threads"] if before else in_use(),
        "plan": plan(spec, before["plan"]["name"] if before else spec.name),
        "sessions": sessions,
    }
    if path.resolve() != (folder / "sweep.toml").resolve():
        results.write_text(folder / "sweep.toml", path.read_text(encoding="utf-8-sig"))
    results.write_json(folder / "provenance.json", provenance)
    return provenance


def plan(spec: Spec, name: str) -> dict[str, Any]:
    """What a report must know of a sweep that no row can tell."""
    return {
        "name": name,
        "tuner": spec.tuner,
        "baseline": spec.baseline,
        "objective": vars(spec.objective),
        "seeds": spec.seeds,
        "confirm": vars(spec.confirm) if spec.confirm else None,
        "axes": spec.axes,
        "nuisance": {
            name: vars(values) if isinstance(values, Range) else values
            for name, values in spec.nuisance.items()
        },
    }


def _changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Lines that tell what differs; what was fixed may be varied if its value stays."""
    was, new = dict(before["meaning"]), dict(now["meaning"])
    was_settings, new_settings = {**results.ADDED, **was.pop("settings")}, new.pop("settings")
    lines = [
        f"{key}: {was[key]!r} became {new.get(key)!r}" for key in was if was[key] != new.get(key)
    ]
    for key, value in was_settings.items():
        other = new_settings.get(key, results.ADDED.get(key))
        among = other["among"] if isinstance(other, dict) else [other]
        if not (isinstance(value, dict) and isinstance(other, dict)) and value not in among:
            lines.append(f"{key}: {_words(value)} became {_words(other)}")
    if before["data_sha256"] != now["data_sha256"]:
        lines.append(f"the data: sha256 {before['data_sha256']} became {now['data_sha256']}")
    return lines


def _words(setting: Any) -> str:
    return f"varied among {setting['among']}" if isinstance(setting, dict) else repr(setting)
