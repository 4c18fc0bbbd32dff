"""Cost beside accuracy: what each activation costs at its best, and which are worth it."""

from collections.abc import Mapping
from typing import Any

from keras_acts.report.measure import heading, shown
from keras_acts.report.parts import Words, said
from keras_acts.report.run import Combination, Run

FORMATS = {"tf_saved_model": "SavedModel", "onnx": "ONNX", "litert": "LiteRT"}


def measured(run: Run) -> list[tuple[Combination, Mapping[str, Any]]]:
    """Each arm with its costs, in the order of the sweep file; those of other cells are left out.

    Where there was a second stage, an arm is a finalist with its fresh seeds.
    """
    found = []
    for arm in (run.costs or {"arms": []})["arms"]:
        one = _combination(run, arm)
        if one and one.rows[0]["cell"] == arm["cell"]:
            found.append((one, arm))
    return found


def table(run: Run) -> list[list[str]]:
    """A line for each activation: its objective, its times, memory, size and formats."""
    head = ["activation", heading(run.objective), "training step, ms"]
    lines = [[*head, "one sample, ms", "batch, ms", "memory, MB", "parameters", "does not export"]]
    for one, arm in measured(run):
        times = [_time(arm[what], arm, run) for what in ("step", "one", "batch")]
        held = _number(memory(arm), 1e-6)
        parameters = "–" if arm["parameters"] is None else f"{arm['parameters']:,}"
        told = [held, parameters, arm["reason"] or _exports(arm["exports"])]
        lines.append([one.activation, shown(run.objective, one.mean), *times, *told])
    return lines


def memory(arm: Mapping[str, Any]) -> int | None:
    """Bytes of a training step; None where they are not known."""
    known = arm["kept_bytes"] is not None and arm["state_bytes"] is not None
    return arm["kept_bytes"] + arm["state_bytes"] if known else None


def words(run: Run) -> Words:
    """What was measured and how."""
    costs = run.costs or {}
    fresh = " The numbers of finalists are those of their fresh seeds." if run.confirmed else ""
    return said(
        "Measured once at the end of the sweep, in {seconds:.0f} seconds, with {threads}: each "
        "activation with what it is best with. All take turns, and a number is the median over "
        "the rounds. In brackets: the median of the ratio to {base} of the same round, and its "
        "quartiles. A *training step* is of {size} samples, many in one call of the backend; "
        "*one sample* and *batch* (of {size}) are the time of a call of the traced model, "
        "without training. "
        "*Memory* is reckoned, not observed: the weights, a gradient for each that is trained, "
        "the state of the optimizer, and what the forward pass of a step keeps for its backward "
        "pass. *Does not export* names the formats that do not serve the activation.{fresh}",
        seconds=costs["seconds"],
        threads="1 thread" if costs["threads"] == 1 else f"{costs['threads']} threads",
        base=costs["baseline"],
        size=costs["batch_size"],
        fresh=fresh,
    )


def _combination(run: Run, arm: Mapping[str, Any]) -> Combination | None:
    """What was run of an arm."""
    second = [one for one in run.confirmed if one.rows[0]["cell"] == arm["cell"]]
    names = arm["activation"], arm["initializer"], arm["batch_norm"]
    return second[0] if second else run.combinations.get(names)


def _time(taken: Mapping[str, Any] | None, arm: Mapping[str, Any], run: Run) -> str:
    if taken is None:
        return "–"
    if run.costs and arm["activation"] == run.costs["baseline"]:
        return _number(taken["seconds"], 1e3)
    spread = f"× {taken['ratio']:.2f}, {taken['low']:.2f} to {taken['high']:.2f}"
    return f"{_number(taken['seconds'], 1e3)} ({spread})"


def _number(value: float | None, scale: float) -> str:
    return "–" if value is None else f"{scale * value:.3g}"


def _exports(formats: Mapping[str, str] | None) -> str:
    """The formats that do not serve it, with the reasons; nothing where all do."""
    if formats is None:
        return "not known"
    lacking = (f"{FORMATS.get(one, one)}: {why}" for one, why in formats.items() if why)
    return "; ".join(lacking) or "–"
