"""A finished trial is trained again and compared with its row; nothing in its folder changes."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keras_acts import agree, data, files, origin, results, selection
from keras_acts.tuning import directory, threads
from keras_acts.tuning.read import read
from keras_acts.tuning.spec import Spec, identity
from keras_acts.tuning.trial import run

FINISHED = ("ok", "diverged")
"""What a trial that is trained again ended with."""
TOLERANT = (
    f"within {agree.SHARE:g} in shares, {agree.OTHER:g} in other numbers and {agree.BEFORE:g} in "
    "what probes saw before training"
)
"""What is asked of numbers elsewhere."""


@dataclass(frozen=True)
class Verified:
    """What came of training a trial again."""

    trial: str
    differs: tuple[str, ...]
    """A line for each thing that is not as it was."""
    elsewhere: tuple[str, ...]
    """What is not as it was on the machine of the sweep; where there is nothing, bits count."""
    columns: int
    """How many columns were compared."""
    added: tuple[str, ...] = ()
    """The columns that a row of other code does not have; they count as no difference."""

    @property
    def text(self) -> str:
        """What a person is told."""
        how = TOLERANT if self.elsewhere else "to the bit"
        *most, last = agree.CLOCKS
        clocks = f"{', '.join(most)} and {last}"
        lines = [f"equal: {self.columns} columns, {how} ({clocks} are not compared)"]
        if self.differs:
            lines = [f"different, where it must be equal {how}:"]
            lines += [f"  {line}" for line in self.differs]
        if self.added:
            lines.append(f"not in the row, which other code wrote: {', '.join(self.added)}")
        return "\n".join(lines)


def verify(
    folder: Path,
    trial: str | None = None,
    seed: int | None = None,
    say: Callable[[str], None] = print,
) -> Verified:
    """Trains one finished trial of the sweep in `folder` again, with as many threads as then.

    On the same machine with the same versions every bit of the row must be the same, but for
    clocks; elsewhere numbers must agree as `agree` tells.

    Args:
        trial: the name of a row, such as `relu+msra+none-0123abcd@0`; None for a random one.
        seed: of that choice; None for another each time.

    Raises: ValueError where there is no such directory or trial, and where the sweep's model or
        data are objects that only the process had which swept.
    """
    provenance, spec = _opened(folder)
    rows, broken = _rows(spec, folder)
    name = _choice(folder, rows, trial, seed, say)
    arrays = data.load(spec.data, spec.space is None)
    meaning = files.strict({"meaning": spec.meaning(), "data_sha256": arrays.sha256})
    differs = [*directory.changes(provenance, meaning), *broken, *selection.broken(folder)]
    elsewhere = tuple(_elsewhere(provenance["sessions"], files.strict(origin.here())))
    say(_told(elsewhere))
    row, cell = rows[name]
    again = run(spec, cell, row["seed"], row["epochs"])
    again = {"schema": results.SCHEMA, **again, "threads": provenance["threads"]}
    apart = agree.differences(row, again, bool(elsewhere))
    other = elsewhere or {session["git"] for session in provenance["sessions"]} != {origin.git()}
    added = tuple(one.column for one in apart if other and one.was == agree.NONE)
    differs += [str(one) for one in apart if one.column not in added]
    return Verified(name, tuple(differs), elsewhere, len(row.keys() - {*agree.CLOCKS}), added)


def _opened(folder: Path) -> tuple[dict[str, Any], Spec]:
    """What a sweep was, and its file; from here on this process computes with its threads."""
    provenance = results.read_provenance(folder) if folder.is_dir() else None
    if provenance is None:
        raise ValueError(
            f"{folder} must be the directory of a sweep; received one without provenance.json. "
            "Give the directory that `keras-acts sweep` wrote into."
        )
    # A model of one's own is built while it is read, after which threads cannot change.
    threads.use(provenance["threads"])
    spec = read(folder / "sweep.toml")
    return provenance, spec.shrunk() if provenance["meaning"]["quick"] else spec


def _rows(spec: Spec, folder: Path) -> tuple[dict[str, tuple[results.Row, dict]], list[str]]:
    """The finished trials that the sweep file still has, with their cells; the unreadable ones."""
    found, broken = {}, []
    for path in sorted((folder / "trials").glob("*.json")):
        try:
            row = results.row_in(path) or {}
        except results.Unreadable as error:
            broken.append(str(error))
            continue
        cell = _cell(spec, {**results.ADDED, **row})
        if cell and row["status"] in FINISHED:
            found[path.stem] = ({**_added(spec, cell), **row}, cell)
    return found, broken


def _cell(spec: Spec, row: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a row was trained from; None for one of a wider sweep before."""
    try:
        cell = spec.cell(row)
    except KeyError:
        return None
    known = all(cell[axis] in values for axis, values in spec.axes.items() if axis in cell)
    return cell if known and identity(cell) == row["cell"] else None


def _added(spec: Spec, cell: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that older rows do not say."""
    return {name: value for name, value in results.ADDED.items() if name in cell}


def _choice(folder, rows, trial, seed, say) -> str:
    """The trial that was asked for, or a random one, which is told."""
    if trial is not None:
        name = trial.rpartition("/")[2].removesuffix(".json")
        if name in rows:
            return name
    if trial is not None or not rows:
        raise ValueError(
            f"{folder} must hold a finished trial of its sweep to train again; received "
            f"{'none' if trial is None else f'--trial {trial}'}, of {len(rows)} that there are. "
            "Give the name of a file in trials/ that is ok or diverged."
        )
    seed = random.SystemRandom().randrange(2**32) if seed is None else seed
    name = random.Random(seed).choice(sorted(rows))
    say(f"{name} of {len(rows)} finished trials is trained again (--seed {seed})")
    return name


def _elsewhere(sessions, now) -> list[str]:
    """What machine, versions or numerics are now that they were not in each start of the sweep,
    as far as that noted them."""
    lines: dict[str, None] = {}
    for session in sessions:
        for part in ("machine", "versions", "numerics"):
            for name, one in session.get(part, {}).items():
                other = now[part].get(name, agree.NONE)
                if one != other:
                    lines[f"{name}: {one or agree.NONE} then, {other or agree.NONE} now"] = None
    return list(lines)


def _told(elsewhere) -> str:
    if not elsewhere:
        return "machine, versions and threads are those of the sweep: every bit must be equal"
    return "\n  ".join(("not all is as it was:", *elsewhere))
