"""Which trials run now, and since when: a file of a run directory for those who look at it.

It is there while trials run. What a killed process left says whose it was, and so is not taken
for the trials of another; that a disk does not take it stops no sweep.
"""

import json
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from keras_acts.files import Unreadable, read_json
from keras_acts.tuning import lock

FILE = "running.json"


def write(folder: Path, trials: Mapping[str, float]) -> None:
    """Tells of the trials of this process, by name with the time at which each began; of none
    there is no file.

    The file is there wholly or not at all, and is not brought to the disk: after a power cut no
    trial runs.
    """
    path = folder / FILE
    with suppress(OSError):
        if not trials:
            path.unlink(missing_ok=True)
            return
        temporary = path.with_name(f".{FILE}.{os.getpid()}")
        told = {"owner": lock.owner(folder)[0], "trials": dict(trials)}
        temporary.write_text(json.dumps(told), encoding="utf-8")
        os.replace(temporary, path)


def read(folder: Path) -> dict[str, float]:
    """The trials that run in `folder`, by name with the seconds that each has taken so far."""
    try:
        told = read_json(folder / FILE)
    except Unreadable:
        return {}
    owner, lives = lock.owner(folder)
    if not lives or not told or told["owner"] != owner:
        return {}
    now = time.time()
    return {name: max(0.0, now - began) for name, began in told["trials"].items()}
