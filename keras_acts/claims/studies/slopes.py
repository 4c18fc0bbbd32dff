"""Slopes on the left of 0 in fifteen plain layers with BatchNorm."""

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring import dots
from keras_acts.claims.measuring.arms import (
    arms,
    difference,
    early,
    final,
    mean,
    points,
    summary,
    told,
)
from keras_acts.claims.measuring.compare import effect
from keras_acts.report.markdown import table as markdown
from keras_acts.results import Row

SLOPES = ("0.1", "0.25", "0.5", "1.0")
SIZE = "Fifteen layers at width 8 on 4,000 pictures of CIFAR-10, five epochs"


def measure(rows: Mapping[str, list[Row]]) -> Record:
    """The arms of slopes.toml; a LeakyReLU is called by its slope."""
    return arms(rows["slopes"], lambda row: _arm(row["activation"]), ("relu", "prelu", "elu"))


def _arm(label: str) -> str:
    _, _, slope = label.partition("negative_slope=")
    return f"slope {slope[:-1]}" if slope else label


def answers(record: Record) -> dict[int, Answer]:
    """ReLU above PReLU and ELU; each slope above the next larger one."""
    best = [difference(record, "relu", other, "validation") for other in ("prelu", "elu")]
    steps = [
        difference(record, f"slope {small}", f"slope {large}", "validation")
        for small, large in pairwise(SLOPES)
    ]
    said = ", ".join(
        f"{slope}: {100 * mean(record, f'slope {slope}', 'validation'):.1f} %" for slope in SLOPES
    )
    each = "; ".join(
        f"{small} - {large} {points(step)}" for (small, large), step in zip(pairwise(SLOPES), steps)
    )
    return {
        34: Answer(
            verdict=final(record, told(best)),
            measured=f"ReLU - PReLU {points(best[0])}; ReLU - ELU {points(best[1])}",
            because=f"{SIZE}, in the place of ImageNet.{early(record)}",
            **effect(best[0]),
        ),
        35: Answer(
            verdict=final(record, _monotone(record, steps)),
            measured=said,
            because=f"{SIZE}. {each}. Slope 1 is a linear net.{early(record)}",
            **effect(steps[-1]),
        ),
    }


def _monotone(record, steps) -> str:
    """Each step down supported; or slope 1 the worst of all and the rest unclear: depends."""
    verdict = told(steps)
    if verdict != "cannot tell":
        return verdict
    linear = [difference(record, f"slope {s}", "slope 1.0", "validation") for s in SLOPES[:-1]]
    return "depends" if told(linear) == "supported" else "cannot tell"


def draw(record: Record, path: Path) -> None:
    """Validation accuracy and mean training loss, a dot a seed."""
    dots.draw(record, path, "validation", "mean loss")


def text(record: Record) -> str:
    """A line an arm."""
    head = ["activation", "validation accuracy", "training accuracy", "mean loss", "diverged"]
    formats = {"validation": ".3f", "training": ".3f", "mean loss": ".3f"}
    return markdown([head, *summary(record, formats)])


STUDY = Study(
    name="slopes",
    kind="sweep",
    title="Slopes on the left, with BatchNorm",
    claims=(
        Claim(
            number=34,
            text="In a plain net of 15 layers with BatchNorm ReLU is better than PReLU and ELU.",
            source="common teaching",
        ),
        Claim(
            number=35,
            text="LeakyReLU gets worse from slope 0.1 over 0.25 and 0.5 to 1, the linear net.",
            source="Li, Fan, Li, Ming 2016, arXiv:1606.00305, released configurations",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    sweeps=("slopes",),
    costs="4 minutes on 2 cores",
)
