"""BatchNorm beside activations: does it shrink what lies between them, and does it harm ELU?"""

from collections.abc import Mapping
from pathlib import Path
from statistics import fmean, pstdev

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring import dots
from keras_acts.claims.measuring.arms import (
    arms,
    difference,
    mean,
    negative,
    points,
    summary,
    values,
)
from keras_acts.claims.measuring.compare import effect
from keras_acts.report.markdown import table as markdown
from keras_acts.report.statistics import Interval, paired
from keras_acts.results import Row

PLACES = {"none": "no BatchNorm", "before": "BatchNorm before", "after": "BatchNorm after"}
RECTIFIERS = ("relu", "prelu", "elu", "mpelu")
NAMES = (*RECTIFIERS, "sigmoid")
SIZE = "Six convolutions on 2,000 pictures of CIFAR-10, four epochs"


def measure(rows: Mapping[str, list[Row]]) -> Record:
    """The arms of batch_norm.toml: `elu, BatchNorm before`."""
    order = [f"{name}, {place}" for name in NAMES for place in PLACES.values()]
    return arms(rows["batch_norm"], lambda row: f"{row['activation']}, {_place(row)}", order)


def _place(row):
    return PLACES[row["batch_norm"].partition("(")[0]]


def answers(record: Record) -> dict[int, Answer]:
    """BatchNorm lifts sigmoid, and sigmoid with it stays below ReLU."""
    lifted = difference(record, "sigmoid, BatchNorm before", "sigmoid, no BatchNorm", "validation")
    below = difference(record, "relu, BatchNorm before", "sigmoid, BatchNorm before", "validation")
    plain = difference(record, "relu, no BatchNorm", "sigmoid, BatchNorm before", "validation")
    text = (
        f"{SIZE}: with BatchNorm sigmoid gains {points(lifted)}; ReLU with it is ahead by "
        f"{points(below)}, ReLU without it by {points(plain)}."
    )
    said = ", ".join(
        f"{name} {100 * mean(record, f'{name}, {place}', 'validation'):.1f} %"
        for name in ("sigmoid", "relu")
        for place in ("no BatchNorm", "BatchNorm before")
    )
    return {
        10: Answer(
            verdict=_both([lifted, below]),
            measured=f"without and with BatchNorm: {said}",
            because=text,
            **effect(below),
        )
    }


def _both(parts: list[Interval]) -> str:
    if any(part.seeds < 5 for part in parts):
        return "cannot tell"
    if any(negative(part).low > 0 for part in parts):
        return "refuted"
    return "supported" if all(part.low > 0 for part in parts) else "cannot tell"


def spread(record: Record, place: str) -> dict[int, float]:
    """The standard deviation of accuracy over the rectifiers, by seed."""
    own = [values(record, f"{name}, {place}", "validation") for name in RECTIFIERS]
    return {
        seed: pstdev([one[seed] for one in own])
        for seed in record["seeds"]
        if all(seed in one for one in own)
    }


def draw(record: Record, path: Path) -> None:
    """Validation accuracy of each activation and place, a dot a seed."""
    dots.draw(record, path, "validation", width=8)


def text(record: Record) -> str:
    """A line an arm, and what BatchNorm does to differences and to each activation."""
    head = ["activation, place", "validation accuracy", "training accuracy", "diverged"]
    table = markdown([head, *summary(record, {"validation": ".3f", "training": ".3f"})])
    return f"{table}\n\n{_shrinks(record)}\n\n{_gains(record)}"


def _shrinks(record):
    without, within = (spread(record, place) for place in list(PLACES.values())[:2])
    less = paired(without, within)
    if less is None:
        return "How far the rectifiers lie apart cannot be told."
    verdict = (
        "BatchNorm shrank that" if less.low > 0
        else "BatchNorm widened that" if less.high < 0
        else "whether BatchNorm shrinks that cannot be told"
    )  # fmt: skip
    return (
        f"The accuracies of {', '.join(RECTIFIERS)} have a standard deviation of "
        f"{100 * fmean(without.values()):.1f} points without BatchNorm and of "
        f"{100 * fmean(within.values()):.1f} points with it before the activation: {verdict} "
        f"(difference {points(less)})."
    )


def _gains(record):
    """What BatchNorm at each place adds to each activation, and what ELU with it is worth."""
    without, *places = PLACES.values()
    names = dict.fromkeys(arm.partition(",")[0] for arm in record["arms"])
    lines = [
        [name, *(points(_apart(record, name, place, name, without)) for place in places)]
        for name in names
    ]
    elu = [f"{points(_apart(record, 'elu', p, 'relu', p))} with {p}" for p in places]
    return (
        markdown([["activation", *(f"gain by {place}" for place in places)], *lines])
        + f"\n\nELU less ReLU: {'; '.join(elu)}. In residual nets of 110 layers ELU with BatchNorm "
        "was far below (Trottier, Giguère, Chaib-draa 2016, arXiv:1605.09332); this is a plain net."
    )


def _apart(record, one, place, other, at):
    return difference(record, f"{one}, {place}", f"{other}, {at}", "validation")


STUDY = Study(
    name="batch_norm",
    kind="sweep",
    title="BatchNorm beside activations",
    claims=(
        Claim(
            number=10,
            text="BatchNorm cures saturated sigmoids, and sigmoid with it is still below ReLU.",
            claimed="47.5 against 49.9 % on ImageNet, both with BatchNorm",
            source="common teaching; Mishkin, Sergievskiy, Matas 2016, arXiv:1606.02228",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    sweeps=("batch_norm",),
    costs="5 minutes on 2 cores",
)
