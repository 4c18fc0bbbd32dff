"""What a `.keras` file holds, said without building, importing or writing anything."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from keras_acts.saving import allowed, archive, config, hdf5, kinds, text
from keras_acts.saving.archive import Member
from keras_acts.saving.hdf5 import Dataset, Weights
from keras_acts.saving.refused import Refused, shown
from keras_acts.saving.walk import nodes

MOST_REASONS = 100
"""Reasons kept; a file with so many is hostile, not mistaken."""


@dataclass(frozen=True)
class Report:
    """Everything a `.keras` file names, and every reason not to load it."""

    path: Path
    size: int
    keras_version: str = ""
    members: tuple[Member, ...] = ()
    classes: Mapping[str, int] = field(default_factory=dict)
    """`module.class (registered name)` and how often."""
    functions: Mapping[str, int] = field(default_factory=dict)
    layers: tuple[str, ...] = ()
    """Names of layers, with the models they stand in: `mlp/dense`."""
    datasets: tuple[Dataset, ...] = ()
    reasons: tuple[str, ...] = ()
    """Why it would be refused; empty for a file that would be loaded."""
    notes: tuple[str, ...] = ()
    """What is odd and allowed: numbers that are not finite."""

    def __str__(self):
        return "\n".join(_lines(self))


def inspect(path, custom_objects: Mapping[str, object] | None = None) -> Report:
    """Lists every class, function, size and layer name of a `.keras` file, building nothing.

    Args:
        path: of a file.
        custom_objects: names that may stand in the config besides public Keras and keras_acts.

    Returns: a Report; `print` shows it, `reasons` says why `load_model` would refuse the file.
        A file without reasons has the form of an honest one. Nobody can see that a file whose
        checksums agree was edited by someone who knows the format.
    Raises: Refused where there is no file.

    >>> inspect("nothing.keras")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    keras_acts.saving.refused.Refused: path must be a .keras file; received path='nothing.keras'...
    """
    return look(path, custom_objects)[0]


def look(path, custom_objects=None) -> tuple[Report, dict[str, Any], Weights]:
    """The report, the members with the config parsed, and the weights."""
    path = Path(path)
    size = kinds.size(path)
    found: dict = {"path": path, "size": size}
    contents: dict[str, Any] = {}
    weights = Weights({}, {})
    reasons: list[str] = []
    try:
        kinds.check(path)
        members, parts = archive.read(path)
        found["members"] = tuple(members)
        contents = {**parts, archive.CONFIG: text.parse(archive.CONFIG, parts[archive.CONFIG])}
        found |= _metadata(parts) | _named(contents[archive.CONFIG])
        known = allowed.custom(custom_objects or {})
        reasons += _first(config.reasons(contents[archive.CONFIG], known))
        weights = hdf5.read(parts[archive.WEIGHTS])
        found |= {"datasets": weights.datasets, "notes": _notes(weights.datasets)}
    except Refused as error:
        reasons.append(str(error))
    return Report(**found, reasons=tuple(reasons)), contents, weights


def _first(reasons):
    return [reason for reason, _ in zip(reasons, range(MOST_REASONS))]


def _metadata(parts):
    metadata = text.parse(archive.METADATA, parts[archive.METADATA])
    version = metadata.get("keras_version") if isinstance(metadata, dict) else None
    if not isinstance(version, str):
        raise Refused("metadata.json must say which Keras wrote the file; it does not")
    return {"keras_version": version}


def _named(parsed):
    classes: Counter[str] = Counter()
    functions: Counter[str] = Counter()
    layers = []
    for node in nodes(parsed):
        if not node.is_object or str(node.value["class_name"]) in allowed.PLAIN:
            continue
        (functions if node.value["class_name"] == "function" else classes)[_said(node.value)] += 1
        if node.key == "layers":
            layers.append(node.where)
    return {"classes": classes, "functions": functions, "layers": tuple(layers)}


def _said(value):
    """`keras.layers.Dense`, `pkg.layers.Mine (pkg>Mine)`, or the name of a function."""
    function = value["class_name"] == "function"
    name = value.get("config") if function else value["class_name"]
    said = f"{shown(value.get('module'))[1:-1]}.{shown(name)[1:-1]}"
    registered = value.get("registered_name")
    return said if function or not registered else f"{said} ({shown(registered)[1:-1]})"


def _notes(datasets):
    odd = [one for one in datasets if one.not_finite]
    return tuple(f"{one.name} holds {one.not_finite} numbers that are not finite" for one in odd)


def _lines(report):
    version = shown(report.keras_version)[1:-1] or "unknown"
    yield f"{report.path}: {report.size} bytes, written by Keras {version}"
    yield "members"
    for one in report.members:
        yield f"  {one.name}  {one.size} bytes, {one.stored} stored, ratio {one.ratio:.3g}"
    for title, counts in (("classes", report.classes), ("functions", report.functions)):
        yield title
        yield from (f"  {shown(name, 200)[1:-1]}  x {count}" for name, count in counts.items())
    yield "layers"
    yield from (f"  {shown(name, 200)[1:-1]}" for name in report.layers)
    yield f"arrays  {sum(one.size for one in report.datasets)} bytes"
    for one in report.datasets:
        yield f"  {one.name}  {one.dtype} {one.shape}, {one.size} bytes"
    yield from (f"note: {note}" for note in report.notes)
    yield from (f"refused: {reason}" for reason in report.reasons)
    if not report.reasons:
        yield "nothing in it is refused"
