"""costs.json: what a sweep measures once and a report reads. Standard library only."""

from pathlib import Path
from typing import Any

from keras_acts.files import Unreadable, read_json
from keras_acts.results import refuse_newer

COSTS = {"schema", "baseline", "batch_size", "threads", "seconds", "arms"}
"""What costs.json has."""
TIMES = ("step", "one", "batch")
COUNTS = ("parameters", "kept_bytes", "state_bytes")
ARM = {"activation", "initializer", "batch_norm", "cell", *COUNTS, *TIMES, "exports", "reason"}
"""What each of its arms has."""


def read_costs(folder: Path) -> dict[str, Any] | None:
    """costs.json of a run, or None if there is none; Unreadable for what is none."""
    path = folder / "costs.json"
    found = read_json(path)
    refuse_newer(path, found)
    if found is None or _are_costs(found):
        return found
    raise Unreadable(
        f"{path} must hold the costs of arms; received another file. Remove it: the next start "
        "of the sweep measures them again."
    )


def _are_costs(found: Any) -> bool:
    if not isinstance(found, dict) or not found.keys() >= COSTS:
        return False
    numbers = [found[name] for name in ("batch_size", "threads", "seconds")]
    arms = found["arms"]
    return all(map(_number, numbers)) and isinstance(arms, list) and all(map(_is_arm, arms))


def _is_arm(arm: Any) -> bool:
    if not isinstance(arm, dict) or not arm.keys() >= ARM:
        return False
    times = [arm[name] for name in TIMES if arm[name] is not None]
    if not all(isinstance(one, dict) for one in times):
        return False
    numbers = [one.get(name) for one in times for name in ("seconds", "ratio", "low", "high")]
    counts = [arm[name] for name in COUNTS if arm[name] is not None]
    texts = all(isinstance(arm[name], str) for name in ("activation", "initializer", "batch_norm"))
    known = arm["exports"] is None or isinstance(arm["exports"], dict)
    return texts and known and all(map(_number, (*numbers, *counts)))


def _number(value: Any) -> bool:
    return type(value) in (int, float)
