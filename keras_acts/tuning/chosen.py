"""How many workers, with how many threads each: asked for, kept, or measured."""

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

from keras_acts import results
from keras_acts.tuning.cluster import Cluster
from keras_acts.tuning.engine import Here, Start, Task, Trial
from keras_acts.tuning.spec import Spec
from keras_acts.tuning.threads import available, use
from keras_acts.tuning.workers import Workers

WARM = 2
"""Trials that a worker runs while it is timed, after one that traces its graphs."""


def kept(folder: Path, workers: int | None, cores: int) -> Start | None:
    """What runs trials: this process for one worker, else children; None if it is to be measured.

    Args:
        workers: None for as many as at the first start, by default 1; 0 to measure it there.
        cores: threads a trial at the first start; 0 for a fair part of the cores.
    """
    before = results.read_provenance(folder) or {}
    if workers == 0 and not before:
        return None
    count = workers or before.get("workers", 1)
    return _start(count, before.get("threads") or cores or max(1, available() // count))


def on_ray(folder: Path, address: str | None, cpus: int | None, gpus: float | None) -> Start:
    """Runs trials as Ray tasks of `cpus`, by default as many as at the first start, or 1."""
    begun = (results.read_provenance(folder) or {}).get("threads")
    low = (cpus is not None and cpus < 1) or (gpus or 0) < 0
    if low or (begun and cpus not in (None, begun)):
        raise ValueError(
            f"--cpus-per-trial must be {begun or 'at least 1'} in {folder} and --gpus-per-trial "
            f"at least 0; received cpus_per_trial={cpus}, gpus_per_trial={gpus}."
        )
    cpus = cpus or begun or 1
    use(cpus)
    return partial(Cluster, address=address, cpus=cpus, gpus=gpus or 0)


def _start(count: int, cores: int) -> Start:
    if count > 1:
        return partial(Workers, count=count, threads=cores)
    use(cores)
    return Here


def ways(cores: int) -> list[tuple[int, int]]:
    """Workers and threads each that fill the cores: one worker, two, four ...

    >>> ways(8)
    [(1, 8), (2, 4), (4, 2), (8, 1)]
    """
    counts = [2**n for n in range(cores.bit_length()) if 2**n <= cores]
    return [(count, cores // count) for count in counts]


def measured(spec: Spec, trial: Trial, say: Callable[[str], None]) -> Start:
    """What finishes most trials a minute, of the first cell for an epoch; one worker with all
    threads if that cell does not train."""
    speeds = {way: _speed(replace(spec, epochs=1), trial, say, *way) for way in ways(available())}
    for (count, threads), speed in speeds.items():
        say(f"{count} x {threads} threads: {60 * speed:.1f} trials a minute")
    return _start(*max(speeds, key=lambda way: speeds[way]))


def _speed(spec: Spec, trial: Trial, say: Callable[[str], None], count: int, threads: int) -> float:
    """Trials a second, once graphs are traced; 0 if they do not train."""
    with closing(Workers(spec, trial, say, count=count, threads=threads)) as engine:
        good = _run(engine, spec, count)
        begun = time.monotonic()
        good &= _run(engine, spec, WARM * count)
        return WARM * count / (time.monotonic() - begun) if good else 0.0


def _run(engine: Workers, spec: Spec, trials: int) -> bool:
    """Runs the first cell so many times; whether it trained."""
    for number in range(trials):
        task = Task(Path(str(number)), spec.first(), spec.seeds[0], spec.epochs)
        engine.offer(task)
    rows = [engine.collect()[1] for _ in range(trials)]
    return all(row["status"] == "ok" for row in rows)
