"""A sweep from its first trial to its last, or from where it was interrupted."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from keras_acts import data, results
from keras_acts.tuning import best, costs, cut, directory, lock, signals, threads
from keras_acts.tuning.budget import Budget
from keras_acts.tuning.engine import Here, Start, Trial
from keras_acts.tuning.progress import Lines, Progress, Watch
from keras_acts.tuning.running import Running
from keras_acts.tuning.spec import Spec
from keras_acts.tuning.stages import Confirm, Search, planned
from keras_acts.tuning.trial import rehearse, run


def sweep(
    spec: Spec,
    path: Path,
    folder: Path,
    say: Callable[[str], None] = print,
    trial: Trial | None = None,
    start: Start = Here,
    watches: Sequence[Watch] = (),
    budget: Budget | None = None,
) -> Counter[str]:
    """Runs every trial of `spec` that has no row in `folder` yet; how many have which status.

    Args:
        path: the file `spec` was read from, of which a copy is kept.
        say: is given a line a trial, unless there are `watches`, and what a person should know.
        trial: a function of a module, to run in the place of `tuning.trial.run`. It leaves rows
            only: the winner is not trained again, so there is no best.keras.
        start: makes what runs the trials: this process, unless another is given.
        watches: are shown each trial as it ends.
        budget: the time it may take; the plan is cut to fit, and says so in provenance.json.

    Raises: BadSweep if `folder` holds trials of another sweep, DirectoryInUse if another
        process works there, OSError if the disk does not take a row, Stopped at SIGINT or
        SIGTERM.
    """
    with (
        lock.owned(folder, say) as still_there,
        signals.heeded(),
        directory.timed(folder),
        closing(start(spec, trial or run, say)) as engine,
    ):
        arrays = data.load(spec.data, spec.space is None)
        _agree_on_threads(folder, engine)
        rehearse(spec, arrays)
        cores = engine.threads
        provenance = directory.settle(spec, path, folder, arrays.sha256, cores, engine.at_once)
        search = Search(spec, folder / "tuner")
        total = planned(spec, search)
        directory.note(folder, provenance, planned=total)
        watched = watches or (Lines(say),)
        progress = Progress(total, spec.varied, spec.objective, engine.at_once, watched)
        checks = (still_there, budget.check) if budget else (still_there,)
        running = Running(spec, folder, engine, progress, cores, checks, repeats=not budget)
        ahead = _ahead(spec, engine.at_once, provenance)
        if budget:
            rows = cut.through(budget, spec, folder, running, ahead)
            told = {"seconds": budget.seconds, "cuts": budget.cuts}
            directory.note(folder, provenance, budget=told)
        else:
            rows = running.through(search, ahead)
            if spec.confirm:
                rows += running.through(Confirm(spec, spec.confirm, rows), total)
        if trial is None:
            engine.call(best.write, spec, folder, rows, cores)
            if not budget or budget.left() > 0:
                engine.call(costs.write, spec, folder, rows, cores)
        search.keep()
        results.write_csv(folder)
        return Counter(row["status"] for row in rows)


def _agree_on_threads(folder, engine):
    """Has trials compute with the threads of the first of them; RuntimeError if they cannot."""
    needed = directory.threads(folder) or engine.threads
    if not engine.apart:
        threads.use(needed)
    if engine.threads != needed:
        raise RuntimeError(
            f"trials must compute with {needed} threads, as the first in {folder} did; received "
            f"threads={engine.threads}. Start workers with {needed}."
        )


def _ahead(spec, at_once, provenance):
    """How many cells may be asked before the first of them is told."""
    if spec.tuner in ("grid", "random"):
        # Enough for trials of the same graph to find each other.
        return 16 * at_once
    first = provenance.get("workers", 1)
    return 1 if first == 1 else first + 1
