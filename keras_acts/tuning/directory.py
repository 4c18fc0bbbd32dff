"""The run directory: what runs in it, and what a resume may not change."""

import hashlib
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from keras_acts import origin, results
from keras_acts.files import sweep_up
from keras_acts.tuning.checks import Range
from keras_acts.tuning.read import BadSweep
from keras_acts.tuning.spec import Spec

TOLD = {"source": "the file of the model's function, sha256"}
"""What keys of a meaning are called where that is not clear."""


def threads(folder: Path) -> int | None:
    """The threads that the trials in `folder` computed with, or None if there are none."""
    before = results.read_provenance(folder)
    return int(before["threads"]) if before else None


def settle(
    spec: Spec, path: Path, folder: Path, sha256: str, threads: int, workers: int
) -> dict[str, Any]:
    """Writes sweep.toml and provenance.json; refuses what would change finished trials' meaning.

    Returns the provenance. Threads are those of the first start, since they change bits, and
    so is the number of workers, on which the order of asking and telling a tuner rests. A
    start with another machine, code or versions than the last adds a session.
    """
    for place in (folder, folder / "trials"):
        sweep_up(place)
    if (folder / "tuner").is_file():
        (folder / "tuner").unlink()
    before = results.read_provenance(folder)
    now = {"meaning": spec.meaning(), "data_sha256": sha256}
    if before and (changed := changes(before, results.strict(now))):
        raise BadSweep(
            f"{folder} holds trials of another sweep, which this one must not mix with:\n"
            + "\n".join(f"- {line}" for line in changed)
            + "\nGive another --out, or change these back."
        )
    session = origin.here()
    sessions = before["sessions"] if before else []
    if not sessions or sessions[-1] != {**sessions[-1], **session}:
        session["started"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        session["seconds"] = 0.0
        sessions = [*sessions, session]
    text = path.read_text(encoding="utf-8-sig")
    provenance = {
        "schema": results.SCHEMA,
        **now,
        "sweep_sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
        "threads": before["threads"] if before else threads,
        "workers": before.get("workers", 1) if before else workers,
        "planned": before.get("planned") if before else None,
        "plan": plan(spec, before["plan"]["name"] if before else spec.name),
        "sessions": sessions,
    }
    if path.resolve() != (folder / "sweep.toml").resolve():
        results.write_text(folder / "sweep.toml", text)
    results.write_json(folder / "provenance.json", provenance)
    return provenance


def note(folder: Path, provenance: dict[str, Any], **facts: Any) -> None:
    """Adds facts to the provenance and its file: how many trials are planned, what was cut."""
    if provenance != {**provenance, **facts}:
        provenance |= facts
        results.write_json(folder / "provenance.json", provenance)


@contextmanager
def timed(folder: Path) -> Iterator[None]:
    """Adds the seconds that go by to those of the last session, unless nothing was begun.

    What a kill took is not counted, nor are sessions of older versions, which do not say.
    """
    begun = time.monotonic()
    try:
        yield
    except (BadSweep, RuntimeError):
        raise
    except BaseException:
        _add(folder, time.monotonic() - begun)
        raise
    _add(folder, time.monotonic() - begun)


def _add(folder: Path, seconds: float) -> None:
    provenance = results.read_provenance(folder)
    if provenance and "seconds" in (last := provenance["sessions"][-1]):
        last["seconds"] = round(last["seconds"] + seconds, 1)
        results.write_json(folder / "provenance.json", provenance)


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


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Lines that tell what differs; what was fixed may be varied if its value stays."""
    was, new = dict(before["meaning"]), dict(now["meaning"])
    was_settings, new_settings = {**results.ADDED, **was.pop("settings")}, new.pop("settings")
    lines = [
        f"{TOLD.get(key, key)}: {was[key]!r} became {new.get(key)!r}"
        for key in was
        if was[key] != new.get(key)
    ]
    if was.get("source") != new.get("source"):
        lines += _redeclared(was_settings, new_settings)
    for key, value in was_settings.items():
        other = new_settings.get(key, results.ADDED.get(key))
        among = other["among"] if isinstance(other, dict) else [other]
        if not (isinstance(value, dict) and isinstance(other, dict)) and value not in among:
            lines.append(f"{key}: {_words(value)} became {_words(other)}")
    if before["data_sha256"] != now["data_sha256"]:
        lines.append(f"the data: sha256 {before['data_sha256']} became {now['data_sha256']}")
    return lines


def _redeclared(was: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """What a function that was edited declares now and did not, or the other way round."""
    names = dict.fromkeys((*was, *new))
    varied = [n for n in names if isinstance(was.get(n), dict) or isinstance(new.get(n), dict)]
    return [
        f"{name}: {_words(was.get(name))} became {_words(new.get(name))}"
        for name in varied
        if was.get(name) != new.get(name)
    ]


def _words(setting: Any) -> str:
    return f"varied among {setting['among']}" if isinstance(setting, dict) else repr(setting)
