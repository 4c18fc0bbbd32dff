"""Runs a sweep from its first trial to its last, or from where it was interrupted."""

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from keras_acts import data, results
from keras_acts.objective import Objective
from keras_acts.tuning import best, directory, lock, signals, threads
from keras_acts.tuning.oracle import Asked
from keras_acts.tuning.progress import Progress
from keras_acts.tuning.spec import ARMS, Spec
from keras_acts.tuning.stages import Confirm, Search, planned
from keras_acts.tuning.trial import key, rehearse, run

Trial = Callable[[Spec, Mapping[str, Any], int, int], results.Row]
"""A trial: (spec, cell, seed, epochs) to a row."""


def sweep(
    spec: Spec,
    path: Path,
    folder: Path,
    say: Callable[[str], None] = print,
    trial: Trial | None = None,
) -> Counter[str]:
    """Runs every trial of `spec` that has no row in `folder` yet; how many have which status.

    Args:
        path: the file `spec` was read from, of which a copy is kept.
        say: is given a line a trial.
        trial: a function of a module, to run in the place of `tuning.trial.run`. It leaves rows
            only: the winner is not trained again, so there is no best.keras.

    Raises: BadSweep if `folder` holds trials of another sweep, DirectoryInUse if another
        process works there, OSError if the disk does not take a row, Stopped at SIGINT or
        SIGTERM.
    """
    with lock.owned(folder, say) as still_there, signals.heeded():
        arrays = data.load(spec.data)
        rehearse(spec, arrays)
        provenance = directory.settle(spec, path, folder, arrays.sha256)
        threads.use(provenance["threads"])
        search = Search(spec, folder / "tuner")
        settings = [name for name in spec.varied if name not in ARMS]
        progress = Progress(planned(spec, search), settings, say, spec.objective)
        cores = provenance["threads"]

        def work(asked):
            still_there()
            return _with_every_seed(trial or run, spec, folder, progress, cores, asked)

        rows = _through(search, work, spec.objective)
        if spec.confirm:
            second = Confirm(spec, spec.confirm, rows.values())
            rows |= _through(second, work, spec.objective)
        still_there()
        finished = list(rows.values())
        if trial is None:
            best.write(spec, folder, finished, cores)
        results.write_csv(folder)
        return Counter(row["status"] for row in finished)


def _through(
    stage: Search | Confirm, work: Callable[[Asked], dict[Path, results.Row]], objective: Objective
):
    """The rows of a stage by their paths."""
    rows: dict[Path, results.Row] = {}
    while (asked := stage.ask()) is not None:
        done = work(asked)
        rows |= done
        stage.tell(asked, results.mean_score(done.values(), objective))
    return rows


def _with_every_seed(
    trial: Trial, spec: Spec, folder: Path, progress: Progress, cores: int, asked: Asked
):
    """The rows of a cell by their paths: those found on disk, and those trained now."""
    rows = {}
    for seed in asked.seeds:
        own = key(spec, asked.cell, seed, asked.epochs)
        path = results.row_path(folder, own)
        row = results.read_row(path, progress.say)
        found = row is not None
        if row is None:
            signals.check()
            row = {**trial(spec, asked.cell, seed, asked.epochs), "threads": cores}
            results.write_row(folder, row)
        row = {**own, **row}
        progress.tell(row, found)
        rows[path] = row
    return rows
