"""The index of published runs, reports/README.md: `python -m keras_acts.report.index reports`."""

import sys
from pathlib import Path
from typing import Any

from keras_acts import results, selection
from keras_acts.report import run as runs
from keras_acts.report.judged import summary
from keras_acts.report.markdown import line
from keras_acts.report.run import Run
from keras_acts.report.verdicts import verdicts

HEAD = """# Published runs

Written by `python -m keras_acts.report.index reports` from the folders themselves; not to be
edited by hand. Each holds the sweep that ran, its rows, and its page. `keras-acts verify
reports/NAME` trains one of its trials again and compares; *sealed* means that the rows are those
that the choice was made from, and that the choice was written before the test part was looked at.

| run | data and model | trials | what it found | time | rows and tests |
| --- | --- | --- | --- | --- | --- |
"""


def text(folder: Path) -> str:
    """The index of `folder`: a line for each run in it, in the order of their names."""
    found = [path for path in sorted(folder.iterdir()) if (path / "provenance.json").exists()]
    lines = [*map(entry, found), *studies(folder / "claims")]
    return HEAD + "".join(f"| {' | '.join(one)} |\n" for one in lines)


def entry(folder: Path) -> list[str]:
    """The cells of one sweep's line."""
    run = runs.read(folder)
    meaning = run.provenance["meaning"]
    part = f"{meaning['samples']} samples of " if meaning["samples"] else ""
    about = f"{part}{meaning['data']}, {meaning['model']}"
    trials = str(len(run.rows) + len(run.second))
    return [links(folder), line(about), trials, line(finding(run)), taken(run), seal(folder)]


def links(folder: Path) -> str:
    """The name of a run, which leads to its page as text, and to the one in HTML if it has one."""
    name = line(folder.name)
    page = f", [page]({name}/report.html)" if (folder / "report.html").exists() else ""
    return f"[{name}]({name}/report.md){page}"


def finding(run: Run) -> str:
    """What the verdicts are, and what did best."""
    words = "".join(piece.text for piece in summary(run, verdicts(run)))
    few = "" if run.confirmed else " (no fresh seeds)"
    best = f" Best on validation: {run.of(run.best).name}{few}." if run.best else ""
    return f"{words}{best}" or "Nothing yet."


def taken(run: Run) -> str:
    """The time of all starts of the sweep; of older runs, which do not say, that of the trials."""
    known = [one["seconds"] for one in run.provenance["sessions"] if "seconds" in one]
    workers = run.provenance.get("workers", 1)
    if len(known) == len(run.provenance["sessions"]):
        return f"{_minutes(sum(known))}, {workers} worker{'' if workers == 1 else 's'}"
    rows = (*run.rows, *run.second)
    return f"{_minutes(sum(row.get('seconds', 0.0) for row in rows))} of trials"


def seal(folder: Path) -> str:
    """Whether rows, choice and tests belong together."""
    if not (folder / selection.FILE).exists():
        return "not sealed"
    broken = selection.broken(folder)
    return line(f"broken: {broken[0]}") if broken else "sealed"


def studies(folder: Path) -> list[list[str]]:
    """The line of the studies of what the literature says; none without them."""
    found = [results.read_json(path) for path in sorted(folder.glob("*/record.json"))]
    records: list[dict[str, Any]] = [one for one in found if isinstance(one, dict)]
    if not records:
        return []
    many = f"{len(records)} studies, a folder each"
    says = "What of the literature's claims holds here: `keras-acts claims` lists the answers."
    time = _minutes(sum(one["seconds"] for one in records))
    return [["[claims](claims)", many, "–", says, time, "–"]]


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.1f} min"


def write(folder: Path) -> Path:
    """Writes README.md into `folder`; its path."""
    path = folder / "README.md"
    results.write_text(path, text(folder))
    return path


if __name__ == "__main__":
    print(write(Path(sys.argv[1])))
