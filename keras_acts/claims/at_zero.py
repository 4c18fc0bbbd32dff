"""The derivative of ReLU at 0 taken as 0, 0.5 or 1: does a net train the same?"""

from collections.abc import Mapping
from pathlib import Path

from keras_acts.claims import dots
from keras_acts.claims.arms import arms, difference, effect, points, summary, values
from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.report.tables import markdown
from keras_acts.results import Row

NETS = {"MLP 3 x 256": "at_zero", "convnet": "at_zero_conv"}
CHOICES = ("0.0", "0.5", "1.0")
MARGIN = 0.01
"""A difference of accuracy below a point is none."""


def measure(rows: Mapping[str, list[Row]]) -> Record:
    """One record of arms over both nets: `MLP 3 x 256, f'(0) = 0.5`."""
    named = [{**row, "net": net} for net, name in NETS.items() for row in rows[name]]
    found = arms(named, lambda row: _arm(row["net"], row["activation"].partition("=")[2][:-1]))
    losses = {(r["net"], r["activation"], r["seed"]): r.get("history_loss") for r in named}
    return {**found, "same bits": {net: _same_bits(net, losses) for net in NETS}}


def _arm(net, choice):
    return f"{net}, f'(0) = {choice}"


def _same_bits(net, losses) -> int:
    """How many seeds have the same training losses to the last bit with all three choices."""
    seeds = {seed for own, _, seed in losses if own == net}
    different = {
        seed: {tuple(v) for (own, _, s), v in losses.items() if (own, s) == (net, seed)}
        for seed in seeds
    }
    return sum(len(found) == 1 for found in different.values())


def answers(record: Record) -> dict[int, Answer]:
    """No difference: in both nets every interval lies within a point of 0."""
    apart = {
        (net, choice): difference(record, _arm(net, choice), _arm(net, "0.0"), "validation")
        for net in NETS
        for choice in CHOICES[1:]
    }
    widest = max(apart.values(), key=lambda found: max(abs(found.low), abs(found.high)))
    said = "; ".join(f"{net}, {choice} - 0: {points(d)}" for (net, choice), d in apart.items())
    bits = "; ".join(
        f"{net}: losses equal to the last bit in {same} of "
        f"{len(values(record, _arm(net, '0.0'), 'validation'))} seeds"
        for net, same in record["same bits"].items()
    )
    verdict = _verdict(list(apart.values()))
    return {20: Answer(verdict=verdict, measured=said, because=f"{bits}.", **effect(widest))}


def _verdict(apart) -> str:
    if any(found.seeds < 5 for found in apart):
        return "cannot tell"
    if any(found.low > 0 or found.high < 0 for found in apart):
        unclear = all(found.low <= 0 <= found.high for found in apart[:2])
        return "depends" if unclear else "refuted"
    within = all(max(abs(found.low), abs(found.high)) < MARGIN for found in apart)
    return "supported" if within else "cannot tell"


def draw(record: Record, path: Path) -> None:
    """Validation accuracy of each net with each choice, a dot a seed."""
    dots.draw(record, path, {"validation": "validation accuracy, %"}, width=8)


def text(record: Record) -> str:
    """A line an arm."""
    head = ["net", "validation accuracy", "last training loss", "diverged"]
    return markdown([head, *summary(record, {"validation": ".4f", "last loss": ".4f"})])


STUDY = Study(
    name="at_zero",
    kind="sweep",
    title="Three derivatives of ReLU at 0",
    claims=(
        Claim(
            number=20,
            text="With 0, 0.5 or 1 for the derivative at 0 a net trains the same.",
            claimed="no difference",
            source="common teaching",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    sweeps=tuple(NETS.values()),
    costs="2 minutes on 2 cores",
)
