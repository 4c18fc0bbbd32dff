"""The winner of a sweep: chosen on validation, trained once more, saved, then tested once."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import keras
import numpy as np

from keras_acts import data, files, results
from keras_acts.arrays import Arrays, leaves, mapped
from keras_acts.batches import Batches
from keras_acts.objective import USUAL, Objective
from keras_acts.results import rank
from keras_acts.tuning.spec import Spec
from keras_acts.tuning.trial import trained

WEIGHTS = ".weights.h5"
OUTPUTS = 16
"""How many test outputs best.json holds, to compare another process with."""


def select(rows: list[results.Row], objective: Objective = USUAL) -> results.Row | None:
    """The best seed of the cell with the best mean of the objective over all its seeds.

    A trial that diverged or failed counts as 0 where the objective is a share, such as an
    accuracy; else its cell comes after all that lost none. Where Hyperband trained cells for
    different numbers of epochs, only the longest trained are compared.
    """
    longest = max((row["epochs"] for row in rows), default=0)
    cells: dict[str, list[results.Row]] = defaultdict(list)
    for row in rows:
        if row["epochs"] == longest and row["status"] != "skipped":
            cells[row["cell"]].append(row)
    best = max(cells.values(), key=lambda found: rank(found, objective), default=[])
    ended = (row for row in best if objective.value(row) is not None)
    return max(ended, key=objective.score, default=None)


def write(spec: Spec, folder: Path, rows: list[results.Row], threads: int) -> dict[str, Any] | None:
    """Writes best.json and best.keras; leaves them alone if they hold this winner already.

    No trial keeps its weights: the winner is trained again from its seed, which on the same
    machine with the same number of threads gives the same weights. The choice is on disk before
    the test set is looked at.
    """
    fresh = spec.confirm.seeds if spec.confirm else ()
    confirmed = [row for row in rows if row["seed"] in fresh]
    winner = select(confirmed, spec.objective) or select(rows, spec.objective)
    file, model_file = folder / "best.json", folder / "best.keras"
    if winner is None:
        file.unlink(missing_ok=True)
        model_file.unlink(missing_ok=True)
        model_file.with_suffix(WEIGHTS).unlink(missing_ok=True)
        return None
    chosen = {"trial": results.row_path(folder, winner).stem, "threads": threads}
    chosen |= {name: winner[name] for name in ("cell", "seed", "epochs", spec.objective.name)}
    chosen |= {name: winner[name] for name in spec.cell(winner)}
    try:
        before = results.read_json(file)
    except results.Unreadable:
        before = None
    saved = model_file.exists() or model_file.with_suffix(WEIGHTS).exists()
    tested = before and f"{spec.objective.name}_again" in before and saved
    if tested and before == {**before, **files.strict(chosen)}:
        return before
    results.write_json(file, chosen)
    model, again = trained(spec, spec.cell(winner), winner["seed"], winner["epochs"])
    chosen |= _saved(model, model_file)
    arrays = data.load(spec.data, spec.space is None)
    chosen |= {
        f"{spec.objective.name}_again": again[spec.objective.name],
        **_tested(model, arrays),
        **_outputs(model, arrays),
    }
    results.write_json(file, chosen)
    return chosen


def _saved(model: keras.Model, path: Path) -> dict[str, Any]:
    """Saves the winner; of a model that Keras cannot save whole, its weights, and says why."""
    temporary, weights = path.with_name(".best.keras"), path.with_suffix(WEIGHTS)
    try:
        model.save(temporary)
    except (NotImplementedError, TypeError, ValueError) as error:
        model.save_weights(weights)
        path.unlink(missing_ok=True)
        return {"saved": f"{weights.name}: {type(error).__name__}: {' '.join(str(error).split())}"}
    temporary.replace(path)
    weights.unlink(missing_ok=True)
    return {}


def _tested(model: keras.Model, arrays: Arrays | Batches) -> dict[str, Any]:
    """Each metric on the test part, if there is one."""
    if isinstance(arrays, Batches):
        if arrays.test is None:
            return {}
        measured = model.evaluate(arrays.test, verbose=0, return_dict=True)
        return {f"test_{name}": float(value) for name, value in measured.items()}
    if arrays.x_test is None:
        return {}
    x = mapped(_float32, arrays.x_test)
    measured = model.evaluate(x, arrays.y_test, batch_size=256, verbose=0, return_dict=True)
    numbers = {f"test_{name}": float(value) for name, value in measured.items()}
    return {**numbers, "test_samples": len(next(leaves(x)))}


def _outputs(model: keras.Model, arrays: Arrays | Batches) -> dict[str, Any]:
    """What the model gives for a few inputs, to compare another process with."""
    if isinstance(arrays, Batches):
        return {}
    part, x = ("test", arrays.x_test) if arrays.x_test is not None else ("data", arrays.x_train)
    outputs = model.predict(mapped(lambda a: _float32(a[:OUTPUTS]), x), verbose=0)
    outputs = tuple(outputs) if isinstance(outputs, list) else outputs
    return {
        "outputs_of": f"the first {OUTPUTS} {part} inputs, as float32",
        "outputs": mapped(lambda a: np.asarray(a, "float64").tolist(), outputs),
    }


def _float32(array: np.ndarray) -> np.ndarray:
    return array.astype("float32")
