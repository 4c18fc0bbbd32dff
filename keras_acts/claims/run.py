"""Runs a study into a folder: its numbers, its figure, its page."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from keras_acts import origin, results
from keras_acts.claims import page
from keras_acts.claims.base import Study

SHIPPED = Path(__file__).parent / "sweeps"
CLONED = Path(__file__).parents[2] / "sweeps" / "claims"
"""Where the sweep files of the claims lie: in an installed package, and in a clone."""


def run(study: Study, folder: Path, say: Callable[[str], None] = print) -> Path:
    """Measures, and writes record.json, figure.png and report.md to folder/<name>.

    A sweep's trials are kept in folder/<name>/<sweep>, and those that are there are not run
    again. Returns the path of report.md. Raises RuntimeError if a sweep ends without its rows.
    """
    here = folder / study.name
    started = time.monotonic()
    rows = {Path(name).name: _swept(name, folder, here, say) for name in study.sweeps}
    measured = study.measure(rows) if study.sweeps else study.measure()
    seconds = time.monotonic() - started
    if study.sweeps:
        seconds = sum(row["seconds"] for trials in rows.values() for row in trials)
    record = {"study": study.name, "seconds": round(seconds, 1), "origin": origin.here()}
    here.mkdir(parents=True, exist_ok=True)
    results.write_json(here / "record.json", {**record, "measured": measured})
    return page.write(study, here)


def sweep_file(name: str) -> Path:
    """The file of a sweep that answers claims."""
    folder = SHIPPED if SHIPPED.is_dir() else CLONED
    return folder / f"{name}.toml"


def _swept(name, folder, here, say):
    out = folder / name if "/" in name else here / name
    name = out.name
    command = [sys.executable, "-m", "keras_acts", "sweep", str(sweep_file(name)), "--out"]
    say(f"sweep {name} into {out}")
    status = subprocess.run([*command, str(out)]).returncode
    if status not in (0, 5):
        raise RuntimeError(f"the sweep {name} must end; it ended with status {status}, see above.")
    return results.read_rows(out)
