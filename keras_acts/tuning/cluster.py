"""Trials as Ray tasks: Ray places them, retries those whose process or node is lost.

The driver is this process, which alone asks the tuner and writes rows. Start it again and it goes
on, on the same cluster or on another. Every node needs keras_acts, the same versions and the
data at the same place, since bits depend on them.
"""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from keras_acts.results import Row
from keras_acts.tuning import signals
from keras_acts.tuning import threads as computing
from keras_acts.tuning.engine import Engine, Task, Trial, lost
from keras_acts.tuning.spec import Spec

RETRIES = 3
"""How often Ray begins a task again whose process or node was lost."""


class Cluster(Engine):
    """Tasks of a Ray cluster, each with `cpus` (its threads) and `gpus` of a node."""

    def __init__(
        self,
        spec: Spec,
        trial: Trial,
        say: Callable[[str], None],
        *,
        address: str | None,
        cpus: int,
        gpus: float = 0,
    ):
        self.ray = _ray()
        quiet = {"logging_level": logging.ERROR, "log_to_driver": False}
        local = {} if address else {"include_dashboard": False}
        self.ray.init(address=address, **quiet, **local)
        self.spec, self.cores = spec, cpus
        self.at_once = max(1, int(self.ray.cluster_resources().get("CPU", 1)) // cpus)
        options = {"num_cpus": cpus, "num_gpus": gpus, "max_retries": RETRIES}
        self.remote = self.ray.remote(**options)(_run)
        self.what = self.ray.put((spec, trial, cpus))
        self.running: dict[Any, Task] = {}

    @property
    def threads(self) -> int:
        return self.cores

    def offer(self, task: Task) -> None:
        self.running[self.remote.remote(self.what, task.cell, task.seed, task.epochs)] = task

    def collect(self) -> tuple[Task, Row]:
        ready: list[Any] = []
        while not ready:
            signals.check()
            ready, _ = self.ray.wait(list(self.running), timeout=0.2)
        task = self.running.pop(ready[0])
        try:
            return task, self.ray.get(ready[0])
        except self.ray.exceptions.RayTaskError:
            raise
        except self.ray.exceptions.RayError as error:
            reason = f"{type(error).__name__} after {RETRIES} retries: {error}".splitlines()[0]
            return task, lost(self.spec, task, reason)

    def close(self) -> None:
        for reference in self.running:
            self.ray.cancel(reference, force=True)
        self.ray.shutdown()


def _run(what: tuple[Spec, Trial, int], cell: Mapping[str, Any], seed: int, epochs: int) -> Row:
    spec, trial, cpus = what
    computing.use(cpus)
    return trial(spec, cell, seed, epochs)


def _ray():
    try:
        import ray
    except ImportError as error:
        raise ValueError(
            "--engine ray must have Ray; it is not installed. pip install 'keras-acts[ray]'"
        ) from error
    return ray
