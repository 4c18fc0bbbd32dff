"""CReLU with half the filters of a ReLU net, and with as many."""

from collections.abc import Mapping
from pathlib import Path

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring import dots
from keras_acts.claims.measuring.arms import ENOUGH, arms, difference, mean, points, summary
from keras_acts.claims.measuring.compare import effect
from keras_acts.claims.studies.convnet import SIZE
from keras_acts.report.markdown import table as markdown
from keras_acts.results import Row

RELU, HALF, EQUAL, WIDE = "ReLU", "CReLU, half the filters", "CReLU, as many", "ReLU twice as wide"
NAMES = {("relu", 8): RELU, ("crelu", 8): HALF, ("crelu", 16): EQUAL, ("relu", 16): WIDE}
"""The nets keep what comes out of an activation at `width`, so a CReLU has half as many filters."""


def measure(rows: Mapping[str, list[Row]]) -> Record:
    """ReLU and CReLU of convnet.toml, and of crelu.toml, which is twice as wide."""
    both = [*rows["convnet"], *rows["crelu"]]
    kept = {_key(row): row for row in both if _key(row)[:2] in NAMES and not row["learned_decay"]}
    return arms(list(kept.values()), lambda row: NAMES[_key(row)[:2]], list(NAMES.values()))


def _key(row):
    return row["activation"], row["width"], row["seed"]


def answers(record: Record) -> dict[int, Answer]:
    """Half the filters against ReLU decides; as many filters is told beside it."""
    half = difference(record, HALF, RELU, "validation")
    equal = difference(record, EQUAL, RELU, "validation")
    sizes = {
        name: mean(record, name, "parameters") / mean(record, RELU, "parameters")
        for name in (HALF, EQUAL)
    }
    text = (
        f"{SIZE}. With as many filters the parameters are {sizes[EQUAL]:.2f} times those of ReLU "
        f"and accuracy changes by {points(equal)}."
    )
    return {
        49: Answer(
            verdict=_verdict(half, sizes[HALF]),
            measured=f"half the filters: {sizes[HALF]:.2f} times the parameters, {points(half)}",
            because=text,
            **effect(half),
        )
    }


def _verdict(half, size) -> str:
    if half.seeds < ENOUGH or half.low <= 0 <= half.high:
        return "cannot tell"
    return "supported" if half.low > 0 and size < 1 else "refuted"


def draw(record: Record, path: Path) -> None:
    """Validation accuracy and parameters, a dot a seed."""
    dots.draw(record, path, "validation", "parameters")


def text(record: Record) -> str:
    """A line an arm."""
    head = ["net", "validation accuracy", "training accuracy", "parameters", "diverged"]
    formats = {"validation": ".3f", "training": ".3f", "parameters": ",.0f"}
    return markdown([head, *summary(record, formats)])


STUDY = Study(
    name="crelu",
    kind="sweep",
    title="CReLU with half the filters and with as many",
    claims=(
        Claim(
            number=49,
            text="With half the filters a CReLU net has fewer parameters and is more accurate.",
            claimed="half the parameters of inner layers",
            source="Shang, Sohn, Almeida, Lee 2016, arXiv:1603.05201",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    sweeps=("convnet/convnet", "crelu"),
    costs="3 minutes on 2 cores beyond the study convnet",
)
