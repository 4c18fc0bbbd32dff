"""Weight decay on what activations learn: PReLU's alpha, MPELU's alpha and beta."""

from collections.abc import Mapping
from math import exp
from pathlib import Path

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring import dots
from keras_acts.claims.measuring.arms import ENOUGH, arms, difference, points, summary, told
from keras_acts.claims.measuring.compare import effect
from keras_acts.claims.studies.convnet import SIZE, named
from keras_acts.report.markdown import table as markdown
from keras_acts.results import Row

MARGIN = 0.01
"""A loss of accuracy of less than a point does not speak against decay."""
TOTAL = (
    "Over the whole training decay alone would have shrunk a learned parameter to "
    "exp(-learning rate x decay x steps) of it: {left:.0%}"
)


def measure(rows: Mapping[str, list[Row]]) -> Record:
    """The arms of convnet.toml that learn, and what of a parameter the decay would leave."""
    kept = [row for row in rows["convnet"] if row["activation"] in ("prelu", "mpelu")]
    decayed = next((row for row in kept if row["learned_decay"] and row["status"] == "ok"), None)
    order = [name + how for name in ("prelu", "mpelu") for how in ("", ", decay")]
    return {**arms(kept, named, order), "exponent": _exponent(decayed) if decayed else 0.0}


def _exponent(row, training=2000):
    """learning rate x weight decay x its multiplier x steps."""
    steps = row["epochs"] * -(-training // row["batch_size"])
    return row["learning_rate"] * row["weight_decay"] * row["learned_decay"] * steps


def answers(record: Record) -> dict[int, Answer]:
    """With decay against without, by validation accuracy."""
    found = {
        name: difference(record, f"{name}, decay", name, "validation")
        for name in ("prelu", "mpelu")
    }
    text = f"{SIZE}. {TOTAL.format(left=exp(-record['exponent']))}."
    prelu, mpelu = found["prelu"], found["mpelu"]
    return {
        36: Answer(
            verdict=told([prelu]),
            measured=f"PReLU with decay - without {points(prelu)}",
            because=text,
            **effect(prelu),
        ),
        53: Answer(
            verdict=_harmless(mpelu),
            measured=f"MPELU with decay - without {points(mpelu)}",
            because=f"{text} Supported if that costs less than a point, refuted if it costs more "
            "than nothing for certain.",
            **effect(mpelu),
        ),
    }


def _harmless(found) -> str:
    if found.seeds < ENOUGH:
        return "cannot tell"
    if found.low > -MARGIN:
        return "supported"
    return "refuted" if found.high < 0 else "cannot tell"


def draw(record: Record, path: Path) -> None:
    """Validation accuracy and the gap with decay and without, a dot a seed."""
    dots.draw(record, path, "validation", "gap")


def text(record: Record) -> str:
    """A line an arm."""
    head = ["activation", "validation accuracy", "training accuracy", "gap", "diverged"]
    formats = {"validation": ".3f", "training": ".3f", "gap": ".3f"}
    return markdown([head, *summary(record, formats)])


STUDY = Study(
    name="decay",
    kind="sweep",
    title="Weight decay on what activations learn",
    claims=(
        Claim(
            number=36,
            text="PReLU's paper has no decay on alpha, but decay usually helps.",
            source="Li, Fan, Li, Ming 2016, arXiv:1606.00305, released configurations",
        ),
        Claim(
            number=53,
            text="Alpha and beta of MPELU may be regularised.",
            source="Li, Fan, Li, Ming 2016, arXiv:1606.00305",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    sweeps=("convnet/convnet",),
    costs="nothing beyond the study convnet",
)
