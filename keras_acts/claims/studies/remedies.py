"""What makes ten layers of sigmoid train: another activation, an initializer, BatchNorm."""

from collections.abc import Mapping
from pathlib import Path

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring import dots
from keras_acts.claims.measuring.arms import arms, difference, mean, negative, summary, told, values
from keras_acts.claims.measuring.compare import effect
from keras_acts.report.markdown import table as markdown
from keras_acts.results import Row

LEARNED = 0.5
"""A net trains if its mean validation accuracy is above this; a guess has 0.1."""
STARTS = {"normal(stddev=0.01)": "normal 0.01", "glorot": "glorot", "he": "he", "lsuv": "lsuv"}
RATES = (0.01, 0.1)
DEPTHS = (2, 5)


def measure(rows: Mapping[str, list[Row]]) -> Record:
    """The arms of remedies.toml, and of shallow.toml at both learning rates."""
    order = [
        f"{name}, {start}{norm}"
        for name in ("sigmoid", "tanh", "relu")
        for norm in ("", " + BatchNorm")
        for start in STARTS.values()
    ]
    return {
        "deep": arms(rows["remedies"], _deep, order),
        "shallow": arms(rows["shallow"], _shallow),
    }


def _deep(row):
    norm = " + BatchNorm" if row["batch_norm"] != "none" else ""
    return f"{row['activation']}, {STARTS[row['initializer']]}{norm}"


def _shallow(row):
    return _named(row["activation"], row["depth"], row["learning_rate"])


def _named(activation, depth, rate):
    return f"{activation}, {depth} layers, learning rate {rate:g}"


def answers(record: Record) -> dict[int, Answer]:
    """Trains or not by mean accuracy over seeds; tanh against sigmoid by paired mean loss."""
    return {25: _eased(record["deep"]), 28: _tanh(record["shallow"]), 29: _relu(record["deep"])}


def trains(record: Record, arm: str) -> bool | None:
    """Whether an arm trains on average over its seeds; None if it was not tried."""
    if arm not in record["arms"]:
        return None
    tried = sum(one is not None for one in record["arms"][arm]["diverged"])
    return sum(values(record, arm, "validation").values()) / tried > LEARNED


def _percent(record, arm):
    return f"{100 * mean(record, arm, 'validation'):.0f} %"


def _eased(record) -> Answer:
    """Sigmoid: which remedies work alone."""
    starts = [start for start in STARTS.values() if f"sigmoid, {start}" in record["arms"]]
    remedies = {start: f"sigmoid, {start}" for start in starts[1:]}
    remedies["BatchNorm"] = f"sigmoid, {starts[0]} + BatchNorm"
    works = {name: trains(record, arm) for name, arm in remedies.items()}
    said = ", ".join(f"{name} {_percent(record, arm)}" for name, arm in remedies.items())
    text = (
        f"Ten layers of sigmoid, {len(record['seeds'])} seeds, one learning rate; without a remedy "
        f"{_percent(record, f'sigmoid, {starts[0]}')}. What helps: "
        f"{', '.join(name for name, ok in works.items() if ok) or 'none of them'}. "
        "Pretraining layer by layer was not tried."
    )
    helped = set(works.values())
    verdict = "depends" if len(helped) > 1 else "supported" if helped == {True} else "refuted"
    return Answer(verdict=verdict, measured=said, because=text, seeds=len(record["seeds"]))


def _relu(record) -> Answer:
    """ReLU trains without pretraining where sigmoid does not, from the same initializer."""
    starts = [start for start in STARTS.values() if f"relu, {start}" in record["arms"]]
    relu = {start: trains(record, f"relu, {start}") for start in starts}
    sigmoid = {start: trains(record, f"sigmoid, {start}") for start in starts}
    enabled = [start for start in starts if relu[start] and not sigmoid[start]]
    said = "; ".join(
        f"{start}: ReLU {_percent(record, f'relu, {start}')}, "
        f"sigmoid {_percent(record, f'sigmoid, {start}')}"
        for start in starts
    )
    failed = ", ".join(start for start in starts if not relu[start])
    text = "Ten layers, no BatchNorm, no pretraining. " + (
        f"From {failed} ReLU does not train either." if failed else "ReLU trains from each of them."
    )
    verdict = "refuted" if not enabled else "depends" if failed else "supported"
    return Answer(verdict=verdict, measured=said, because=text, seeds=len(record["seeds"]))


def _tanh(record) -> Answer:
    """At the better learning rate of each, at each depth; above 0 is faster."""
    faster = {depth: _faster(record, depth) for depth in DEPTHS}
    said = "; ".join(f"{depth} layers: {found}" for depth, found in faster.items())
    learns = {
        depth: mean(record, _best(record, "sigmoid", depth), "validation") for depth in DEPTHS
    }
    text = (
        "From glorot, the mean training loss of four epochs as the measure of speed, each at the "
        + (
            "better of two learning rates. Sigmoid reaches "
            + ", ".join(f"{100 * value:.0f} % at {depth} layers" for depth, value in learns.items())
        )
    )
    return Answer(
        verdict=told(list(faster.values())),
        measured=f"tanh's mean training loss is lower by {said}",
        because=f"{text}.",
        **effect(faster[DEPTHS[0]]),
    )


def _best(record, name, depth):
    arms = [_named(name, depth, rate) for rate in RATES]
    return min(arms, key=lambda arm: mean(record, arm, "mean loss"))


def _faster(record, depth):
    tanh, sigmoid = (_best(record, name, depth) for name in ("tanh", "sigmoid"))
    return negative(difference(record, tanh, sigmoid, "mean loss"))


def draw(record: Record, path: Path) -> None:
    """Validation accuracy of every combination, a dot a seed."""
    dots.draw(record["deep"], path, "validation", width=8)


def text(record: Record) -> str:
    """A line an arm, of ten layers and of few."""
    head = ["validation accuracy", "mean training loss", "diverged"]
    formats = {"validation": ".3f", "mean loss": ".3f"}
    deep = markdown([["ten layers", *head], *summary(record["deep"], formats)])
    shallow = markdown([["few layers", *head], *summary(record["shallow"], formats)])
    return f"{deep}\n\n{shallow}"


COMMON = "common teaching"
STUDY = Study(
    name="remedies",
    kind="sweep",
    title="Ten layers of sigmoid and their remedies",
    claims=(
        Claim(number=25, source=COMMON,
              text="Xavier's and MSRA's initialization and BatchNorm ease sigmoid's vanishing "
              "gradients."),
        Claim(number=28, text="Tanh converges faster than sigmoid.", source=COMMON),
        Claim(number=29, text="ReLU lets deep nets train directly, without pretraining.",
              source="Glorot, Bordes, Bengio 2011"),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    sweeps=("remedies", "shallow"),
    costs="4 minutes on 2 cores",
)  # fmt: skip
