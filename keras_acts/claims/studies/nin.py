"""ReLU, PReLU, ELU, MPELU and LeakyReLU in a narrow Network in Network on CIFAR-10."""

from collections.abc import Mapping
from pathlib import Path

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring import dots
from keras_acts.claims.measuring.arms import (
    arms,
    difference,
    early,
    final,
    mean,
    negative,
    points,
    summary,
    told,
)
from keras_acts.claims.measuring.compare import effect
from keras_acts.report.markdown import table as markdown
from keras_acts.report.statistics import Interval
from keras_acts.results import Row

MARGIN = 0.01
"""Accuracies closer than a point count as alike."""
SIZE = "NIN at an eighth of its width, 10,000 pictures, {} epochs"
SPEED = "the mean training loss of all epochs is the measure of speed"
LEAKY = "leaky_relu(negative_slope=0.25)"


def measure(rows: Mapping[str, list[Row]]) -> Record:
    """The arms of nin.toml, and for how long they were trained."""
    order = ("relu", "prelu", "elu", "mpelu", LEAKY)
    found = arms(rows["nin"], lambda row: row["activation"], order)
    return {**found, "epochs": max(row["epochs"] for row in rows["nin"])}


def answers(record: Record) -> dict[int, Answer]:
    """Each claim by paired differences of validation accuracy or mean training loss."""
    return {
        33: _order(record),
        38: _faster(record, "prelu", ["relu"]),
        44: _faster(record, "elu", ["relu", "prelu"]),
        50: _alike(record),
        52: _learned(record),
    }


def _size(record) -> str:
    return SIZE.format(record["epochs"])


def _order(record) -> Answer:
    steps = [
        difference(record, *pair, "validation") for pair in (("prelu", "elu"), ("elu", "relu"))
    ]
    said = " > ".join(
        f"{name} {100 * mean(record, name, 'validation'):.1f} %"
        for name in sorted(("relu", "prelu", "elu"), key=lambda n: -mean(record, n, "validation"))
    )
    text = f"{_size(record)}: PReLU - ELU {points(steps[0])}; ELU - ReLU {points(steps[1])}."
    text += early(record)
    return Answer(
        verdict=final(record, told(steps)), measured=said, because=text, **effect(steps[0])
    )


def _faster(record, name, others) -> Answer:
    """Speed is the others' mean loss minus the one's, so above 0 is faster."""
    faster = [difference(record, other, name, "mean loss") for other in others]
    said = "; ".join(f"{other} by {found}" for other, found in zip(others, faster))
    slowest = min(faster, key=lambda found: found.low)
    text = (
        f"{_size(record)}; {SPEED}, and {name}'s was lower by that much, all at one learning rate."
    )
    return Answer(
        verdict=told(faster),
        measured=f"mean loss below that of {said}",
        because=text,
        **effect(slowest),
    )


def _alike(record) -> Answer:
    """ELU and LeakyReLU within a point of each other, and PReLU above both."""
    near = difference(record, "elu", LEAKY, "validation")
    above = [difference(record, "prelu", other, "validation") for other in ("elu", LEAKY)]
    text = (
        f"{_size(record)}: alike means that the interval lies within {100 * MARGIN:g} point of 0. "
        f"PReLU - ELU {points(above[0])}; PReLU - LeakyReLU {points(above[1])}."
    )
    return Answer(
        verdict=final(record, _alike_verdict(near, told(above))),
        measured=f"ELU - LeakyReLU {points(near)}",
        because=text + early(record),
        **effect(near),
    )


def _alike_verdict(near: Interval, above: str) -> str:
    apart = near.low > MARGIN or near.high < -MARGIN
    if apart or above == "refuted":
        return "refuted"
    alike = near.seeds and near.low > -MARGIN and near.high < MARGIN
    return "supported" if alike and above == "supported" else "cannot tell"


def _learned(record) -> Answer:
    """MPELU is ELU with alpha and beta learned: what they add in accuracy and in speed."""
    better = difference(record, "mpelu", "elu", "validation")
    faster = negative(difference(record, "mpelu", "elu", "mean loss"))
    text = (
        f"{_size(record)}; MPELU starts as ELU with the same weights, so what differs is alpha "
        "and beta."
    )
    if faster.seeds:
        text += f" Its mean training loss, the measure of speed, was lower by {faster}."
    return Answer(
        verdict=final(record, told([better])),
        measured=f"MPELU - ELU {points(better)}",
        because=text + early(record),
        **effect(better),
    )


def draw(record: Record, path: Path) -> None:
    """Validation accuracy and mean training loss of each activation, a dot a seed."""
    dots.draw(record, path, "validation", "mean loss")


def text(record: Record) -> str:
    """A line an activation."""
    head = ["activation", "validation accuracy", "training accuracy", "mean loss", "parameters"]
    formats = {
        "validation": ".3f", "training": ".3f", "mean loss": ".3f", "parameters": ",.0f",
    }  # fmt: skip
    return markdown([[*head, "diverged"], *summary(record, formats)])


LI = "Li, Fan, Li, Ming 2016, arXiv:1606.00305"
STUDY = Study(
    name="nin",
    kind="sweep",
    title="Rectifiers in a narrow Network in Network",
    claims=(
        Claim(number=33, text="In NIN on CIFAR-10 PReLU is better than ELU, and ELU than ReLU.",
              source="common teaching"),
        Claim(number=38, text="PReLU converges faster than ReLU.",
              claimed="15,000 against 25,000 iterations to 15 % error", source=LI),
        Claim(number=44, text="ELU converges better than ReLU and PReLU.",
              source="Clevert, Unterthiner, Hochreiter 2015, arXiv:1511.07289"),
        Claim(number=50, text="In NIN ELU is much like LeakyReLU, and both are below PReLU.",
              source="common teaching"),
        Claim(number=52, text="Learning ELU's alpha and beta helps.",
              claimed="9.06 against 9.39 % error", source=LI),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    sweeps=("nin",),
    costs="9 minutes on 2 cores",
)  # fmt: skip
