"""With what a run was made, as its provenance tells; older versions did not note all of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from keras_acts.report.parts import Listing, Part, Table, said
from keras_acts.report.run import Run
from keras_acts.report.words import tally


def provenance(run: Run) -> tuple[Part, ...]:
    """With what it was made, and how to make it again."""
    quick = " --quick" if run.provenance["meaning"]["quick"] else ""
    where = said(
        "The rows are in `trials/`, a file a trial, and in `results.csv`; the sweep in "
        "`sweep.toml`. To go on, or to write this again:"
    )
    lines = (
        f"keras-acts sweep sweep.toml --out .{quick}   (in this folder: runs what is missing)",
        f"keras-acts report .{' ' * len(quick)}                   (writes this page from trials/)",
    )
    return Table([["what", "as it was"], *_lines(run)]), where, Listing("\n".join(lines))


def _lines(run: Run) -> Iterator[list[str]]:
    about = run.provenance
    first = about["sessions"][0]
    machine, numerics = first["machine"], first.get("numerics")
    yield ["versions", ", ".join(f"{name} {number}" for name, number in first["versions"].items())]
    yield ["processor", machine["cpu"]]
    if machine.get("instructions"):
        yield ["its instructions", machine["instructions"]]
    yield ["threads a trial", str(about["threads"])]
    if numerics:
        yield ["numbers", _numbers(numerics)]
    yield ["data, sha256", about["data_sha256"][:16]]
    if "sweep_sha256" in about:
        yield ["sweep.toml, sha256", about["sweep_sha256"][:16]]
    for session in about["sessions"]:
        yield ["started" if session is first else "went on", _start(session)]
    yield from _trials(run)


def _numbers(told: Mapping[str, str]) -> str:
    """What decides how they round."""
    asked = "" if told.get("TF_DETERMINISTIC_OPS") in ("1", "true") else "not "
    given = (f"{name}={value}" for name, value in told.items() if name.isupper() and value)
    text = f"{told['backend']} in {told['dtype']}, deterministic kernels {asked}asked for"
    return ", ".join((text, *given))


def _start(session: Mapping[str, Any]) -> str:
    lasted = f", {session['seconds'] / 60:.1f} minutes" if "seconds" in session else ""
    return f"{session['started']} with code {session['git'] or 'outside of git'}{lasted}"


def _trials(run: Run) -> Iterator[list[str]]:
    rows = (*run.rows, *run.second)
    if planned := run.provenance.get("planned"):
        yield ["trials", f"{planned} planned; {len(rows)} there: {tally(rows)}"]
    if rows and all("cpu_seconds" in row for row in rows):
        clock, worked = (sum(row[n] for row in rows) / 60 for n in ("seconds", "cpu_seconds"))
        yield ["they took", f"{clock:.1f} minutes by the clock, {worked:.1f} of the processors"]
