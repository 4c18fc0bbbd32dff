"""Rectifiers in six convolutions on CIFAR-10: accuracy, and how far training runs ahead of it."""

from collections.abc import Mapping
from pathlib import Path

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring import dots
from keras_acts.claims.measuring.arms import ENOUGH, arms, difference, negative, points, summary
from keras_acts.claims.measuring.compare import effect
from keras_acts.report.markdown import table as markdown
from keras_acts.report.statistics import Interval
from keras_acts.results import Row

SIZE = "Six convolutions of width 8 to 32 without BatchNorm, 2,500 pictures, four epochs"
MARGIN = 0.02
"""A gap between training and validation that is wider by less than two points is as wide."""


def named(row: Row) -> str:
    """The name of an arm: `prelu, decay`, `leaky_relu`, `crelu`."""
    name = row["activation"].partition("(")[0]
    return f"{name}, decay" if row["learned_decay"] else name


def measure(rows: Mapping[str, list[Row]]) -> Record:
    """The arms of convnet.toml whose learned parameters do not decay."""
    kept = [row for row in rows["convnet"] if not row["learned_decay"]]
    return arms(kept, named, ("relu", "leaky_relu", "rrelu", "prelu", "elu", "mpelu"))


def answers(record: Record) -> dict[int, Answer]:
    """By paired differences of accuracy, and of the gap between training and validation."""
    return {
        9: _sparse(record),
        11: _not_the_cause(record),
        37: _extra(record),
        40: _random(record),
    }


def _sparse(record) -> Answer:
    """The gaps of units without zeros less that of ReLU: above 0, ReLU overfits less."""
    wider = {n: difference(record, n, "relu", "gap") for n in ("leaky_relu", "elu")}
    said = "; ".join(f"{name} - ReLU {points(found)}" for name, found in wider.items())
    text = (
        f"{SIZE}. The gap is training less validation accuracy; a unit that learns faster has a "
        "wider one at the same epoch, so this is no proof that zeros are the reason."
    )
    verdict = told_all(list(wider.values()))
    return Answer(verdict=verdict, measured=said, because=text, **effect(wider["leaky_relu"]))


def told_all(found: list[Interval]) -> str:
    """All above 0: supported; all below: refuted; each clear but not alike: depends."""
    if any(one.seeds < ENOUGH for one in found) or any(one.low <= 0 <= one.high for one in found):
        return "cannot tell"
    signs = {one.low > 0 for one in found}
    return "depends" if len(signs) > 1 else "supported" if signs == {True} else "refuted"


def _not_the_cause(record) -> Answer:
    """Units without zeros against ReLU."""
    names = ("leaky_relu", "prelu", "rrelu")
    better = {name: difference(record, name, "relu", "validation") for name in names}
    best = max(better.values(), key=lambda found: found.low)
    verdict = "cannot tell"
    if all(found.seeds >= ENOUGH for found in better.values()):
        above = any(found.low > 0 for found in better.values())
        below = any(found.high < 0 for found in better.values())
        verdict = ("depends" if below else "supported") if above else verdict
        verdict = "refuted" if all(found.high < 0 for found in better.values()) else verdict
    said = "; ".join(f"{name} - ReLU {points(found)}" for name, found in better.items())
    text = f"{SIZE}. One unit without zeros that is better, and none that is worse, is enough."
    return Answer(verdict=verdict, measured=said, because=text, **effect(best))


def _extra(record) -> Answer:
    """Overfitting is a wider gap and a lower validation accuracy."""
    gap = difference(record, "prelu", "relu", "gap")
    better = difference(record, "prelu", "relu", "validation")
    text = (
        f"{SIZE}. Supported if the gap is at most two points wider, refuted if it is wider and "
        f"validation accuracy falls; here that changes by {points(better)}."
    )
    return Answer(
        verdict=_overfits(gap, better),
        measured=f"gap of PReLU - gap of ReLU {points(gap)}",
        because=text,
        **effect(gap),
    )


def _overfits(gap: Interval, better: Interval) -> str:
    if min(gap.seeds, better.seeds) < ENOUGH:
        return "cannot tell"
    if gap.high < MARGIN:
        return "supported"
    if gap.low > 0:
        return "refuted" if better.high < 0 else "depends"
    return "cannot tell"


def _random(record) -> Answer:
    """RReLU against the fixed slope that is the mean of its random ones."""
    narrower = negative(difference(record, "rrelu", "leaky_relu", "gap"))
    better = difference(record, "rrelu", "leaky_relu", "validation")
    text = (
        f"{SIZE}. The gap of LeakyReLU(0.229) less that of RReLU is {points(narrower)}; supported "
        "if both are above 0, depends if the gap alone is."
    )
    verdict = "cannot tell"
    if min(narrower.seeds, better.seeds) >= ENOUGH:
        verdict = "refuted" if narrower.high < 0 else verdict
        verdict = ("supported" if better.low > 0 else "depends") if narrower.low > 0 else verdict
    return Answer(
        verdict=verdict,
        measured=f"accuracy RReLU - LeakyReLU {points(better)}",
        because=text,
        **effect(narrower),
    )


def draw(record: Record, path: Path) -> None:
    """Validation accuracy, and the gap, of each activation, a dot a seed."""
    dots.draw(record, path, "validation", "gap")


def text(record: Record) -> str:
    """A line an arm."""
    head = ["activation", "validation accuracy", "training accuracy", "gap", "diverged"]
    formats = {"validation": ".3f", "training": ".3f", "gap": ".3f"}
    return markdown([head, *summary(record, formats)])


XU = "Xu, Wang, Chen, Li 2015, arXiv:1505.00853"
STUDY = Study(
    name="convnet",
    kind="sweep",
    title="Zeros, slopes and randomness in a small convolutional net",
    claims=(
        Claim(number=9, text="The zeros of ReLU make nets sparse, and so they overfit less.",
              source="common teaching"),
        Claim(number=11, text="Sparsity is not why ReLU works: units without zeros do better.",
              source=XU),
        Claim(number=37, text="The extra parameters of PReLU do not overfit.",
              source="He, Zhang, Ren, Sun 2015, arXiv:1502.01852"),
        Claim(number=40, text="The randomness of RReLU regularises, and it is the more accurate.",
              source=XU),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    sweeps=("convnet",),
    costs="8 minutes on 2 cores",
)  # fmt: skip
