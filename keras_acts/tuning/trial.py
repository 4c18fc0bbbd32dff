"""One trial: a cell and a seed in, one row out. It runs here, in a child or on a cluster."""

import math
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import keras

from keras_acts import data, results
from keras_acts.arrays import leaves
from keras_acts.batches import Batches
from keras_acts.diagnostics.observe import Look
from keras_acts.prognosis.doctor import diagnosis
from keras_acts.prognosis.look import sorted_out
from keras_acts.seeds import derive
from keras_acts.split import split
from keras_acts.tuning import takes
from keras_acts.tuning.build import compiled
from keras_acts.tuning.checks import SETTINGS
from keras_acts.tuning.divergence import StopWhenDiverged
from keras_acts.tuning.keys import BATCH_SIZE
from keras_acts.tuning.net import Net, net
from keras_acts.tuning.probed import Probed
from keras_acts.tuning.read import BadSweep
from keras_acts.tuning.signals import StopWhenTold
from keras_acts.tuning.spec import Spec, identity
from keras_acts.unit import Impossible

LOOKED = 128
"""How many samples the doctor and the probes look at."""
SMALL = 2**26
"""The most bytes of a split that is kept for the next trial of the same seed."""


def key(spec: Spec, cell: Mapping[str, Any], seed: int, epochs: int) -> results.Row:
    """What a row is found by, and everything that the trial was built from."""
    rung = spec.tuner == "hyperband"
    return {"cell": identity(cell), "seed": seed, "epochs": epochs, "rung": rung, **cell}


def run(spec: Spec, cell: Mapping[str, Any], seed: int, epochs: int) -> results.Row:
    """Trains a cell with a seed and tells how it went; an exception becomes its text."""
    row = key(spec, cell, seed, epochs)
    started, worked = time.monotonic(), time.process_time()
    try:
        *_, outcome = _trained(spec, cell, seed, epochs)
    except Impossible as error:
        outcome = {"status": "skipped", "reason": str(error)}
    except Exception as error:
        outcome = {"status": "failed", "reason": f"{type(error).__name__}: {error}"}
    took = {"seconds": time.monotonic() - started, "cpu_seconds": time.process_time() - worked}
    return {**row, **outcome, **{name: round(seconds, 3) for name, seconds in took.items()}}


def rehearse(spec: Spec, arrays: Any) -> None:
    """Divides the data, builds the first cell and measures two samples: BadSweep if that fails."""
    try:
        parts = _parts(spec, 0, arrays)
        if not isinstance(parts, Batches):
            _refuse_batches_of_more(spec, parts.size)
        takes.check(compiled(spec, spec.first(), 0, arrays, parts), parts, spec.objective)
    except Impossible:
        return
    except ValueError as error:
        raise BadSweep(f"the first cell of the sweep cannot be built: {error}") from error


def _refuse_batches_of_more(spec, samples):
    """ValueError for a batch size that was asked for and is no other than all samples."""
    given = spec.varied.get("batch_size") or (spec.fixed["batch_size"],)
    largest = max(given) if isinstance(given, tuple) else given.max
    usual = SETTINGS["batch_size"][0] if spec.space is None else BATCH_SIZE
    if largest > samples and largest != usual and not spec.quick:
        raise ValueError(
            f"batch_size must be at most the {samples} samples of the training part; received "
            f"batch_size = {largest}. Give a smaller one, or more samples."
        )


def trained(
    spec: Spec, cell: Mapping[str, Any], seed: int, epochs: int
) -> tuple[keras.Model, results.Row]:
    """The trained model, and what its row says of the training."""
    fresh, trainee, row = _trained(spec, cell, seed, epochs)
    trainee.give(fresh)
    return fresh, row


def _trained(spec, cell, seed, epochs) -> tuple[keras.Model, Net, results.Row]:
    """The model of the trial, the net that was trained in its place, and the row.

    Initial weights, split, shuffling and random layers follow from `seed` alone, so all cells
    of one seed see the same data in the same order: that is what pairs them.
    """
    keras.backend.clear_session(free_memory=False)
    keras.utils.set_random_seed(derive(seed, "training"))
    arrays = data.load(spec.data, spec.space is None)
    parts = _parts(spec, derive(seed, "split"), arrays)
    fresh = compiled(spec, cell, seed, arrays, parts)
    trainee = net(fresh, parts, cell["batch_size"])
    probed = Probed(trainee, *parts.head(LOOKED))
    watch = StopWhenDiverged(parts.head(64)[0])
    history, by, steps = trainee.train(epochs, seed, [watch, probed, StopWhenTold()])
    row = {"status": "diverged" if watch.found else "ok", "reason": watch.reason, **watch.found}
    row |= {"trained_by": by, "step_seconds": round(steps, 4)}
    row |= {name: float(values[-1]) for name, values in history.items()}
    row |= {f"history_{name}": [float(v) for v in values] for name, values in history.items()}
    if arrays.labels and spec.space is None:
        row |= _predicted(fresh, probed.first, arrays)
    row |= probed.columns()
    return fresh, trainee, {**row, "parameters": fresh.count_params()}


def _predicted(model: keras.Model, first: Look, arrays: Any) -> results.Row:
    """What the doctor says before training, and the loss of chance, to see whether it was right."""
    found = diagnosis(model.name, sorted_out(first))
    chance = math.log(arrays.classes)
    return {"doctor_trains": found.trains, "doctor_why": found.why, "chance_loss": chance}


def _parts(spec: Spec, seed: int, arrays: Any) -> Any:
    """The split of a data set; the last few are kept while they are small."""
    if isinstance(arrays, Batches):
        return arrays.again(spec.samples)
    size = arrays.size
    bytes_ = 4 * sum(x[0].size for x in leaves(arrays.x_train)) * min(spec.samples or size, size)
    divide = _cached if bytes_ <= SMALL else _cached.__wrapped__
    return divide(spec.data, spec.space is None, seed, spec.samples, spec.validation)


@lru_cache(maxsize=5)
def _cached(source, pictures, seed, samples, validation):
    return split(data.load(source, pictures), seed, samples, validation)
