"""The winner of a sweep: chosen on validation, trained once more, saved, then tested once."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from keras_acts import data, results
from keras_acts.results import rank, score
from keras_acts.tuning.spec import Spec
from keras_acts.tuning.trial import trained

OUTPUTS = 16
"""How many test outputs best.json holds, to compare another process with."""


def select(rows: list[results.Row]) -> results.Row | None:
    """The best seed of the cell with the best mean validation accuracy over all its seeds.

    A trial that diverged or failed counts as 0. Where Hyperband trained cells for different
    numbers of epochs, only the longest trained are compared.
    """
    longest = max((row["epochs"] for row in rows), default=0)
    cells: dict[str, list[results.Row]] = defaultdict(list)
    for row in rows:
        if row["epochs"] == longest and row["status"] != "skipped":
            cells[row["cell"]].append(row)
    best = max(cells.values(), key=rank, default=[])
    return max((row for row in best if row["status"] == "ok"), key=score, default=None)


def write(spec: Spec, folder: Path, rows: list[results.Row], threads: int) -> dict[str, Any] | None:
    """Writes best.json and best.keras; leaves them alone if they hold this winner already.

    No trial keeps its weights: the winner is trained again from its seed, which on the same
    machine with the same number of threads gives the same weights. The choice is on disk before
    the test set is looked at.
    """
    fresh = spec.confirm.seeds if spec.confirm else ()
    winner = select([row for row in rows if row["seed"] in fresh]) or select(rows)
    file, model_file = folder / "best.json", folder / "best.keras"
    if winner is None:
        file.unlink(missing_ok=True)
        model_file.unlink(missing_ok=True)
        return None
    chosen = {"trial": results.row_path(folder, winner).stem, "threads": threads}
    chosen |= {name: winner[name] for name in ("cell", "seed", "epochs", "val_accuracy")}
    chosen |= {name: winner[name] for name in spec.cell(winner)}
    try:
        before = results.read_json(file)
    except results.Unreadable:
        before = None
    tested = before and "test_accuracy" in before and model_file.exists()
    if tested and before == {**before, **results.strict(chosen)}:
        return before
    results.write_json(file, chosen)
    model, again = trained(spec, spec.cell(winner), winner["seed"], winner["epochs"])
    temporary = folder / ".best.keras"
    model.save(temporary)
    temporary.replace(model_file)
    arrays = data.load(spec.data)
    x = arrays.x_test.astype("float32")
    measured = model.evaluate(x, arrays.y_test, batch_size=256, verbose=0, return_dict=True)
    outputs = model.predict(x[:OUTPUTS], verbose=0)
    chosen |= {
        "val_accuracy_again": again["val_accuracy"],
        "test_accuracy": float(measured["accuracy"]),
        "test_samples": len(x),
        "outputs_of": f"the first {OUTPUTS} test inputs, as float32",
        "outputs": np.asarray(outputs, "float64").tolist(),
    }
    results.write_json(file, chosen)
    return chosen
