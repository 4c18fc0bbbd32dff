"""What Maxout costs beside ReLU in one small convolutional net."""

from collections.abc import Mapping
from pathlib import Path

from keras_acts.claims import dots
from keras_acts.claims.arms import ENOUGH, arms, difference, effect, mean, points, summary
from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.convnet import SIZE
from keras_acts.report.tables import markdown
from keras_acts.results import Row


def measure(rows: Mapping[str, list[Row]]) -> Record:
    """ReLU and Maxout of convnet.toml."""
    kept = [row for row in rows["convnet"] if not row["learned_decay"]]
    names = ("relu", "maxout")
    return arms([row for row in kept if row["activation"] in names], _name, names)


def _name(row):
    return row["activation"]


def answers(record: Record) -> dict[int, Answer]:
    """More parameters and more seconds."""
    slower = difference(record, "maxout", "relu", "seconds")
    better = difference(record, "maxout", "relu", "validation")
    ratio = {
        figure: mean(record, "maxout", figure) / mean(record, "relu", figure)
        for figure in ("parameters", "seconds")
    }
    text = (
        f"{SIZE}; two pieces. Accuracy changes by {points(better)}. Seconds are those of whole "
        "trials on a machine with other work, compiling included."
    )
    return {
        41: Answer(
            verdict=_verdict(slower, ratio["parameters"]),
            measured=f"{ratio['parameters']:.2f} times the parameters, {ratio['seconds']:.2f} "
            "times the seconds",
            because=text,
            **effect(slower),
        )
    }


def _verdict(slower, parameters) -> str:
    if slower.seeds < ENOUGH:
        return "cannot tell"
    if parameters > 1 and slower.low > 0:
        return "supported"
    if parameters <= 1 and slower.high < 0:
        return "refuted"
    return "depends" if slower.high < 0 or parameters <= 1 else "cannot tell"


def draw(record: Record, path: Path) -> None:
    """Seconds and validation accuracy, a dot a seed."""
    axes = {"seconds": "seconds a trial", "validation": "validation accuracy, %"}
    dots.draw(record, path, axes)


def text(record: Record) -> str:
    """A line an arm."""
    head = ["activation", "validation accuracy", "parameters", "seconds", "diverged"]
    formats = {"validation": ".3f", "parameters": ",.0f", "seconds": ".1f"}
    return markdown([head, *summary(record, formats)])


STUDY = Study(
    name="maxout",
    kind="sweep",
    title="What Maxout costs",
    claims=(
        Claim(
            number=41,
            text="Maxout pays for never saturating with more parameters and more time.",
            claimed="as many times the parameters as it has pieces",
            source="Goodfellow, Warde-Farley, Mirza, Courville, Bengio 2013, arXiv:1302.4389",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    sweeps=("convnet/convnet",),
    costs="nothing beyond the study convnet",
)
