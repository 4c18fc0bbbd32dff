"""Two runs side by side: what they have in common and where they differ, from their files alone."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from keras_acts import results
from keras_acts.agree import NONE, differences
from keras_acts.report import apart as cells
from keras_acts.report import run as runs
from keras_acts.report.run import Run
from keras_acts.report.verdicts import verdicts
from keras_acts.results import Row


class Side(NamedTuple):
    """One of the two: its run and its rows by their names."""

    run: Run
    rows: dict[str, Row]


class Compared(NamedTuple):
    """What came of it."""

    same: bool
    """Whether both have the same rows, to the bit but for clocks."""
    text: str


def compare(one: Path, other: Path) -> Compared:
    """Run `a` beside run `b`; ValueError if one is no run, or has a row that cannot be read."""
    a, b = _side(one), _side(other)
    both = [name for name in a.rows if name in b.rows]
    apart = {name: differences(a.rows[name], b.rows[name]) for name in both}
    changed = [name for name in both if apart[name]]
    same = not changed and len(both) == len(a.rows) == len(b.rows)
    lines = [f"a: {one}", f"b: {other}", ""]
    lines += [*origins(a.run, b.run), *_rows(a, b, both, changed)]
    counts = Counter(
        column.column.partition("[")[0] for found in apart.values() for column in found
    )
    if counts:
        told = ", ".join(f"{name} in {count}" for name, count in counts.most_common())
        lines.append(f"columns   that differ: {told}")
    if changed:
        lines += ["", *cells.table(a.run, cells.cells(a.run.objective, a.rows, b.rows, changed))]
    lines += ["", *_verdicts(a.run, b.run)]
    return Compared(same, "\n".join(lines))


def _side(folder: Path) -> Side:
    """What lies in `folder`, of which nothing is changed."""
    rows = {}
    for path in sorted((folder / "trials").glob("*.json")):
        # A row that cannot be read would be set aside where a report is written.
        row = results.row_in(path)
        if row is not None:
            rows[path.stem] = {**results.ADDED, **row}
    return Side(runs.read(folder), rows)


PARTS = ("versions", "machine", "numerics")
"""Of each start."""


def origins(a: Run, b: Run) -> list[str]:
    """A line for what was planned, the data, versions, machine and threads: the same or not."""
    parts = {
        "plan": (_plan(a), _plan(b)),
        "data": tuple({"sha256": run.provenance["data_sha256"][:16]} for run in (a, b)),
        **{part: (_sessions(a, part), _sessions(b, part)) for part in PARTS},
        "threads": tuple({"a trial": run.provenance["threads"]} for run in (a, b)),
    }
    return [f"{name:<10}{line}" for name, pair in parts.items() for line in _lines(*pair)]


def _plan(run: Run) -> dict[str, Any]:
    """What was planned, by one name each; what older plans do not say is what it was then."""
    meaning, plan = dict(run.provenance["meaning"]), dict(run.plan)
    settings = {**results.ADDED, **meaning.pop("settings", {})}
    axes, _ = plan.pop("axes"), plan.pop("nuisance")
    usual = {"confirm": None, "all_pairs": False}
    told = {**usual, **meaning, **plan, "objective": vars(run.objective), **settings}
    return {name: _words(value) for name, value in {**told, **axes}.items()}


def _words(value: Any) -> str:
    if isinstance(value, Mapping) and value.keys() == {"among"}:
        return f"varied among {_words(value['among'])}"
    if isinstance(value, Mapping):
        return " ".join(f"{name} {_words(part)}" for name, part in value.items())
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _sessions(run: Run, part: str) -> dict[str, str]:
    """What a part of the provenance says, each value that it had in one of the starts."""
    found: dict[str, dict] = defaultdict(dict)
    for session in run.provenance["sessions"]:
        for name, value in (session.get(part) or {}).items():
            found[name][str(value) or "not set"] = None
    return {name: ", then ".join(values) for name, values in found.items()}


def _lines(a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterable[str]:
    """A line for each name that differs, or that all is the same."""
    found = False
    if bool(a) != bool(b):
        yield f"not noted in {'b' if a else 'a'}"
        return
    for name in dict.fromkeys((*a, *b)):
        was, now = a.get(name, NONE), b.get(name, NONE)
        if was != now:
            found = True
            yield f"{name}: {was} in a; {now} in b"
    if not found:
        yield "the same"


def _rows(a: Side, b: Side, both: list[str], changed: list[str]) -> list[str]:
    """How many trials they have in common, and which not."""
    lines = [
        f"rows      {len(both)} trials in both, {len(both) - len(changed)} of them equal to the "
        "bit, clocks left out"
    ]
    for name, own, others in (("a", a.rows, b.rows), ("b", b.rows, a.rows)):
        alone = [trial for trial in own if trial not in others]
        if alone:
            more = f" and {len(alone) - 3} more" if len(alone) > 3 else ""
            lines.append(f"rows      {len(alone)} in {name} alone: {', '.join(alone[:3])}{more}")
    return lines


def _verdicts(a: Run, b: Run) -> list[str]:
    """Which verdicts changed; only of activations that both have a verdict of."""
    one, other = ({v.activation: v for v in verdicts(run)} for run in (a, b))
    both = [name for name in one if name in other]
    changed = [name for name in both if one[name].word != other[name].word]
    lines = [f"verdicts  {len(both)} in both, {len(both) - len(changed)} of them the same"]
    for name in changed:
        lines += [f"  {name}: {one[name].word} in a; {other[name].word} in b"]
    return lines
