"""What each activation costs at its best, measured once at the end of a sweep: costs.json."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import keras

from keras_acts import data, results
from keras_acts.arrays import Arrays, leaves
from keras_acts.costed import read_costs
from keras_acts.costs import memory
from keras_acts.costs.steps import answers, steps
from keras_acts.costs.turns import Timed, compared, in_turns
from keras_acts.layers import ACTIVATIONS
from keras_acts.results import Row, Unreadable
from keras_acts.seeds import derive
from keras_acts.split import split
from keras_acts.tuning import signals
from keras_acts.tuning.build import compiled
from keras_acts.tuning.loop import serves
from keras_acts.tuning.spec import ARMS, Spec
from keras_acts.tuning.stages import ranked

FORMATS = ("tf_saved_model", "onnx", "litert")
"""What Keras exports to, as the rows of activations name it."""
SHARE = 0.1
"""Seconds that each arm may add to a measurement, beyond the least number of rounds."""


class Arm(NamedTuple):
    """An arm that is ready to be measured."""

    model: keras.Model
    step: Timed
    kept: int | None
    one: Timed
    batch: Timed


def write(spec: Spec, folder: Path, rows: list[Row], threads: int) -> dict[str, Any] | None:
    """Writes costs.json, unless it is not asked for, or lies there for the same arms.

    A quick run has none: tracing would take longer than all of it.
    """
    best = ranked(spec, rows)
    arms = {str(arm): best[arm] for arm in spec.axes["activation"] if arm in best}
    if not arms or not spec.costs or spec.quick:
        return None
    try:
        before = read_costs(folder)
    except Unreadable:
        before = None
    if before and [one["cell"] for one in before["arms"]] == [r["cell"] for r in arms.values()]:
        return before
    found = {"schema": results.SCHEMA, "threads": threads, **measured(spec, arms)}
    results.write_json(folder / "costs.json", found)
    return found


def measured(spec: Spec, arms: Mapping[str, Row]) -> dict[str, Any]:
    """The costs of the arms, each given by a row of its best cell.

    All train batches of the size that the baseline trains with.
    """
    began = time.perf_counter()
    base = str(spec.baseline) if str(spec.baseline) in arms else next(iter(arms))
    parts, arrays = _data(spec, arms[base]["batch_size"])
    size = len(next(leaves(parts.head(arms[base]["batch_size"])[1])))
    ready: dict[str, Arm] = {}
    lost: dict[str, str] = {}
    for name, row in arms.items():
        try:
            ready[name] = _ready(spec, row, arrays, parts, size)
        except Exception as error:
            lost[name] = f"{type(error).__name__}: {error}"
    base = base if base in ready else next(iter(ready), "")
    times = {what: _times(ready, what, base) for what in ("step", "one", "batch")}
    told = [_told(spec, arms[n], ready.get(n), times, lost.get(n)) for n in arms]
    seconds = round(time.perf_counter() - began, 3)
    return {"baseline": base, "batch_size": size, "seconds": seconds, "arms": told}


def _data(spec: Spec, size: int) -> tuple[Any, Any]:
    """A small part of the data, of the shapes and types that trials train on."""
    arrays = data.load(spec.data, spec.space is None)
    if not isinstance(arrays, Arrays):
        return arrays.again(spec.samples), arrays
    samples = min(spec.samples or arrays.size, arrays.size, max(512, 2 * size))
    return split(arrays, derive(0, "split"), samples, spec.validation), arrays


def _ready(spec, row, arrays, parts, size) -> Arm:
    signals.check()
    keras.utils.set_random_seed(derive(0, "costs"))
    model = compiled(spec, spec.cell(row), row["seed"], arrays, parts)
    _stand_still(model.optimizer)
    x, y = parts.head(size)
    step, kept = _stepping(model, x, y)
    inputs = keras.tree.map_structure(keras.ops.convert_to_tensor, x)
    first = keras.tree.map_structure(lambda array: array[:1], inputs)
    arm = Arm(model, step, kept, *_answering(model, first, inputs))
    for call in (arm.step, arm.one, arm.batch):
        # Compiles; what cannot run says so here, and costs the other arms nothing.
        call(1)
    return arm


def _stand_still(optimizer: Any) -> None:
    """Has training steps change no weight, so that many of them are no other than the first."""
    for one in getattr(optimizer, "optimizers", [optimizer]):
        if isinstance(getattr(one, "_learning_rate", None), keras.Variable):
            one.learning_rate = 0.0


def _stepping(model: keras.Model, x: Any, y: Any) -> tuple[Timed, int | None]:
    """Training steps, and the bytes that one keeps: many in a call where a trial makes them so."""
    if not serves(model):
        return _timed(lambda times: [model.train_on_batch(x, y) for _ in range(times)]), None
    # Makes the variables of metrics before the trace, which else happens twice.
    model._symbolic_build(data_batch=keras.tree.map_structure(lambda array: array[:1], (x, y)))
    run, graph = steps(model.train_step, (x, y), bool(model.jit_compile))
    return _timed(run), memory.kept(graph)


def _answering(model: keras.Model, *inputs: Any) -> list[Timed]:
    """What the model gives for each of the inputs, a call of its traced form each time."""
    call = answers(model, inputs[0])

    def answered(x):
        return lambda times: [_fetched(call(x)) for _ in range(times)]

    return [_timed(answered(x)) for x in inputs]


def _fetched(outputs: Any) -> Any:
    return keras.tree.map_structure(keras.ops.convert_to_numpy, outputs)


def _timed(run: Callable[[int], Any]) -> Timed:
    def timed(times: int) -> float:
        began = time.perf_counter()
        run(times)
        return (time.perf_counter() - began) / times

    return timed


def _times(ready: Mapping[str, Arm], what: str, base: str) -> dict[str, dict[str, Any]]:
    calls = {name: getattr(arm, what) for name, arm in ready.items()}
    if not calls:
        return {}
    taken = in_turns(calls, SHARE * len(calls), signals.check)
    return {name: one._asdict() for name, one in compared(taken, base).items()}


def _told(spec, row, arm, times, reason) -> dict[str, Any]:
    """An arm as costs.json has it."""
    return {
        **{name: str(row[name]) for name in ARMS},
        "cell": row["cell"],
        "parameters": arm and arm.model.count_params(),
        "kept_bytes": arm and arm.kept,
        "state_bytes": arm and memory.state(arm.model),
        **{what: own.get(str(row["activation"])) for what, own in times.items()},
        "exports": _exports(spec, str(row["activation"])),
        "reason": reason,
    }


def _exports(spec: Spec, label: str) -> dict[str, str] | None:
    """The formats, each with why it does not serve the activation, or nothing; None: not known."""
    arm = spec.arms.get("activation", {}).get(label)
    names = [arm.row.name, *arm.options.values()] if arm else [label.split("(")[0]]
    known = [ACTIVATIONS[one] for one in names if isinstance(one, str) and one in ACTIVATIONS]
    if not known:
        return None
    return {
        one: "; ".join(r.cannot_export.get(one, "") for r in known).strip("; ") for one in FORMATS
    }
