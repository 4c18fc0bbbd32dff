"""Noise in saturated units: hard tanh with and without it, where units saturate and not."""

from collections.abc import Mapping
from pathlib import Path

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring import dots
from keras_acts.claims.measuring.arms import ENOUGH, arms, difference, negative, points, summary
from keras_acts.claims.measuring.compare import effect
from keras_acts.report.markdown import table as markdown
from keras_acts.results import Row

STARTS = {"moment": "unsaturated", "normal(stddev=0.5)": "saturated"}
KINDS = ("NAH", "NANI", "NANIS")
BASE = "hard tanh"


def measure(rows: Mapping[str, list[Row]]) -> Record:
    """The arms of noisy.toml: `saturated, NAH`."""
    order = [f"{start}, {kind}" for start in STARTS.values() for kind in (BASE, *KINDS)]
    return arms(
        rows["noisy"], lambda row: _arm(STARTS[row["initializer"]], row["activation"]), order
    )


def _arm(start, activation):
    return f"{start}, {activation.partition('=')[2][:-1] or BASE}"


def answers(record: Record) -> dict[int, Answer]:
    """Noise works where units saturate: better there, and not where they do not."""
    found = {start: _by_kind(record, start) for start in STARTS.values()}
    kept = [name for name in KINDS if found["saturated"][name].seeds] or KINDS
    kind = max(kept, key=lambda name: found["saturated"][name].mean)
    best, without = found["saturated"][kind], found["unsaturated"][kind]
    said = ", ".join(_told(record, name, one) for name, one in found["saturated"].items())
    text = (
        f"Five layers of hard tanh that start saturated, one learning rate; less hard tanh alone: "
        f"{said}. In nets "
        f"that start unsaturated {kind} changes {points(without)}. The intervals are of one "
        "comparison each, and the best of three kinds of noise is named."
    )
    return {
        47: Answer(
            verdict=_verdict(list(found["saturated"].values()), len(record["seeds"])),
            measured=f"{kind} {points(best)}",
            because=text,
            **effect(best),
        )
    }


def _told(record, kind, found):
    diverged = sum(map(bool, record["arms"][f"saturated, {kind}"]["diverged"]))
    lost = f"{diverged} of {len(record['seeds'])} seeds diverged" if diverged else ""
    return f"{kind} {', '.join(filter(None, [points(found) if found.seeds else '', lost]))}"


def _by_kind(record, start):
    return {
        kind: difference(record, f"{start}, {kind}", f"{start}, {BASE}", "validation")
        for kind in KINDS
    }


def _verdict(saturated, seeds: int) -> str:
    """Every kind better: supported; some better, others not: depends; all worse: refuted.

    A kind of which seeds diverged is not better, and worse.
    """
    if seeds < ENOUGH:
        return "cannot tell"
    better = [found.seeds == seeds and found.low > 0 for found in saturated]
    worse = [found.seeds < seeds or negative(found).low > 0 for found in saturated]
    if any(better):
        return "supported" if all(better) else "depends"
    return "refuted" if all(worse) else "cannot tell"


def draw(record: Record, path: Path) -> None:
    """Validation accuracy and mean training loss, a dot a seed."""
    dots.draw(record, path, "validation", "mean loss")


def text(record: Record) -> str:
    """A line an arm."""
    head = ["start, units", "validation accuracy", "mean training loss", "diverged"]
    return markdown([head, *summary(record, {"validation": ".3f", "mean loss": ".3f"})])


STUDY = Study(
    name="noisy",
    kind="sweep",
    title="Noise in saturated units",
    claims=(
        Claim(
            number=47,
            text="Noise in the saturated regime lets saturated nets train.",
            source="Gulcehre, Moczulski, Denil, Bengio 2016, arXiv:1603.00391",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    sweeps=("noisy",),
    costs="2 minutes on 2 cores",
)
