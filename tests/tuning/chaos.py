"""A sweep of which processes are killed: `python -m tests.tuning.chaos SWEEP OUT TRIAL` runs it.

`chaos` does so, kills a process of it at random whenever some trials have ended since the last
time, stops it a few times with a signal to all its processes, and starts it again each time.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from keras_acts.tuning import signals
from keras_acts.tuning.read import read
from keras_acts.tuning.sweep import sweep
from keras_acts.tuning.threads import use
from keras_acts.tuning.workers import Workers
from tests.tuning import trials

COUNT = 2
"""How many workers there are."""


def main(path, out, trial):
    """Runs the sweep with workers of one thread each; the exit status is as `keras-acts`'s."""
    use(1)
    start = partial(Workers, count=COUNT, threads=1)
    try:
        sweep(read(path), Path(path), Path(out), trial=getattr(trials, trial), start=start)
    except signals.Stopped as stopped:
        return 128 + stopped.number
    return 0


@dataclass
class Tally:
    """What was done to a sweep, and what came of it."""

    kills: Counter = field(default_factory=Counter)
    stops: list[int] = field(default_factory=list)
    """Exit statuses, less the number of the signal and 128: zeros."""
    seconds_to_stop: float = 0.0
    times: list[float] = field(default_factory=list)
    """When each of it was done."""
    orphans: int = 0
    """Children that were alive a minute after their parent."""

    def text(self, lines, folder):
        """What is printed: kills, retries, trials lost, trials that ended twice."""
        begun = Counter(line.trial for line in lines if line.what == "begun")
        rows = len(list((folder / "trials").glob("*.json")))
        return (
            f"{rows} trials; {self.kills['child']} children, {self.kills['parent']} parents and "
            f"{self.kills['forks']} sources of children killed, "
            f"{len(self.stops)} stops of {self.seconds_to_stop:.1f} s at most; "
            f"trials begun again {begun.total() - len(begun)}, lost {len(begun) - rows}, "
            f"run twice to completion {len(self.twice(lines))}, orphans {self.orphans}"
        )

    def twice(self, lines):
        """The ends of trials that ended again later, but for those in the second of a kill: a
        parent that is dying writes no row."""
        ended = [line for line in lines if line.what == "ended"]
        last = {line.trial: line for line in ended}
        again = [line for line in ended if line != last[line.trial]]
        return [one for one in again if all(abs(t - one.time) > 1 for t in self.times)]


class Line(NamedTuple):
    """What a trial told of itself."""

    what: str
    trial: str
    process: int
    time: float


def log():
    """The lines of the log."""
    lines = (line.split() for line in Path(os.environ["KERAS_ACTS_LOG"]).read_text().splitlines())
    return [Line(what, trial, int(process), float(t)) for what, trial, process, t in lines]


def chaos(path, out, trial, kinds, seed=0):
    """Runs the sweep in `path` to its end while `kinds` happen to it, in their order; the tally.

    "child" and "parent" kill one, "forks" the process that children come from and with it all of
    them, "any" one of these; "stop" is a signal to every process.
    """
    rng, tally, kinds = random.Random(seed), Tally(), list(kinds)
    while True:
        since, run = time.monotonic(), started(path, out, trial)
        while kinds and run.poll() is None:
            lines = len(log())
            until(lambda lines=lines, run=run: len(log()) > lines + 2 or run.poll() is not None)
            time.sleep(rng.uniform(0, 0.5))
            if run.poll() is None and struck(kinds[0], run, since, rng, tally):
                kinds.pop(0)
        if run.wait(timeout=600) == 0:
            return tally
        assert tally.times[-1:] > [since], (
            f"ended by itself: {Path(f'{out}.txt').read_text()[-2000:]}"
        )


def started(path, out, trial):
    """The process that runs the sweep, in a group of its own; what it says goes to a file."""
    arguments = [sys.executable, "-m", "tests.tuning.chaos", str(path), str(out), trial]
    with open(f"{out}.txt", "ab") as screen:
        return subprocess.Popen(arguments, stdout=screen, stderr=screen, start_new_session=True)


def struck(kind, run, since, rng, tally):
    """Does `kind`; False if all had to be spared."""
    source = forks(run.pid)
    family = children(source)
    tally.times.append(time.monotonic())
    kind = rng.choice(["parent", "child", "child", "forks"]) if kind == "any" else kind
    if kind in ("child", "forks"):
        due = struck_at(kind, source, family - fresh(family, since), family)
        if due:
            os.kill(rng.choice(due), signal.SIGKILL)
            tally.kills[kind] += 1
        return bool(due)
    begun, number = time.monotonic(), rng.choice([signal.SIGINT, signal.SIGTERM])
    if kind == "parent":
        run.kill()
        tally.kills[kind] += 1
    else:
        os.killpg(run.pid, number)
        tally.stops.append(run.wait(timeout=60) - number - 128)
        tally.seconds_to_stop = max(tally.seconds_to_stop, time.monotonic() - begun)
    run.wait(timeout=60)
    tally.orphans += not until(lambda: not any(map(alive, family | {*source})), 60)
    return True


def struck_at(kind, source, old, family):
    """Whom a kill may strike: no trial is killed twice between two starts of the sweep."""
    if kind == "child":
        return sorted(old)
    # One that has just begun may not be among them yet.
    return source if old == family and len(family) == COUNT else []


def fresh(family, since):
    """Those that have not ended a trial since then: a trial that runs again is a child's first."""
    return family - {line.process for line in log() if line.what == "ended" and line.time > since}


def forks(pid):
    """The process that makes children for `pid`, in a list, once it is there."""
    commands = {one: Path(f"/proc/{one}/cmdline").read_bytes() for one in children([pid])}
    return [one for one, command in commands.items() if b"preloaded" in command]


def children(pids):
    """The processes that these have started."""
    tasks = [task for pid in pids for task in Path(f"/proc/{pid}/task").glob("*/children")]
    return {int(child) for task in tasks for child in task.read_text().split()}


def alive(pid):
    """Whether there is such a process that has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def until(condition, seconds=300.0):
    """Waits for a condition; whether it came."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
