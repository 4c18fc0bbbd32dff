"""The winner of a sweep: chosen on validation, trained once more, saved, then tested once."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keras

from keras_acts import data, files, results, selection
from keras_acts.objective import USUAL, Objective
from keras_acts.results import rank
from keras_acts.tuning import sealed
from keras_acts.tuning.spec import Spec
from keras_acts.tuning.trial import trained

WEIGHTS = ".weights.h5"
OF_WINNER = ("selection", "saved", "outputs_of", "outputs")
"""What best.json says of the winner alone."""


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


def picked(spec: Spec, rows: list[results.Row]) -> list[results.Row]:
    """The best seed of what was chosen, the winner first; none where no trial has a value.

    With a second stage each finalist has one, of its fresh seeds; else there is the winner alone.
    """
    fresh = spec.confirm.seeds if spec.confirm else ()
    cells: dict[str, list[results.Row]] = defaultdict(list)
    for row in rows:
        if row["seed"] in fresh:
            cells[row["cell"]].append(row)
    order = sorted(cells.values(), key=lambda own: rank(own, spec.objective), reverse=True)
    finalists = [one for own in order if (one := select(own, spec.objective))]
    winner = None if finalists else select(rows, spec.objective)
    return [winner] if winner else finalists


def write(spec: Spec, folder: Path, rows: list[results.Row], threads: int) -> dict[str, Any] | None:
    """Writes selection.json, then best.json and best.keras; leaves alone what holds already.

    No trial keeps its weights: what was chosen is trained again from its seed, which on the same
    machine with the same number of threads gives the same weights. The choice is on disk with
    its hash before the test part is looked at, once for the winner and once for each finalist.
    """
    chosen = picked(spec, rows)
    if not chosen:
        for name in (selection.FILE, "best.json", "best.keras", f"best{WEIGHTS}"):
            (folder / name).unlink(missing_ok=True)
        return None
    facts = [_facts(spec, folder, row, threads) for row in chosen]
    seal = selection.write(folder, facts, rows)
    before = _before(folder)
    best = _winner(spec, folder, {**facts[0], "selection": seal}, before)
    if facts[1:]:
        best |= {"finalists": _finalists(spec, folder, facts, best, before)}
    if best != before:
        results.write_json(folder / "best.json", best)
    return best


def _facts(spec: Spec, folder: Path, row: results.Row, threads: int) -> dict[str, Any]:
    """Which trial was chosen, and what it was chosen for."""
    names = ("cell", "seed", "epochs", spec.objective.name)
    facts = {"trial": results.row_path(folder, row).stem, "threads": threads}
    return files.strict({**facts, **{name: row[name] for name in names}, **spec.cell(row)})


def _before(folder: Path) -> dict[str, Any]:
    """What best.json says; nothing where it was written without a selection before it."""
    try:
        found = results.read_json(folder / "best.json")
    except results.Unreadable:
        found = None
    return found if isinstance(found, dict) and "selection" in found else {}


def _holds(spec: Spec, before: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Whether the same trial was tested before."""
    return f"{spec.objective.name}_again" in before and before == {**before, **facts}


def _winner(spec, folder, facts, before) -> dict[str, Any]:
    """The winner as best.json is to have it; the model is saved beside it."""
    model_file = folder / "best.keras"
    saved = model_file.exists() or model_file.with_suffix(WEIGHTS).exists()
    if saved and _holds(spec, before, {**facts, "selection": before.get("selection")}):
        return {name: before[name] for name in before if name != "finalists"} | facts
    results.write_json(folder / "best.json", facts)
    model, again = _again(spec, facts)
    arrays = data.load(spec.data, spec.space is None)
    best = {**facts, **_saved(model, model_file), **again}
    return best | sealed.tested(model, arrays, folder) | sealed.outputs(model, arrays, folder)


def _finalists(spec, folder, facts, best, before) -> list[dict[str, Any]]:
    """Each finalist with its test; best.json is written whenever another is tested."""
    tested = {one["trial"]: one for one in before.get("finalists", ())}
    found = [{name: best[name] for name in best if name not in OF_WINNER}]
    for own in facts[1:]:
        old = tested.get(own["trial"], {})
        if not _holds(spec, old, own):
            model, again = _again(spec, own)
            arrays = data.load(spec.data, spec.space is None)
            old = {**own, **again, **sealed.tested(model, arrays, folder)}
            results.write_json(folder / "best.json", {**best, "finalists": [*found, old]})
        found.append(old)
    return found


def _again(spec, facts) -> tuple[keras.Model, dict[str, Any]]:
    """The model of a trial, trained again, and the objective that came out."""
    model, row = trained(spec, spec.cell(facts), facts["seed"], facts["epochs"])
    return model, {f"{spec.objective.name}_again": row[spec.objective.name]}


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
