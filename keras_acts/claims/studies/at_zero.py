"""The derivative of ReLU at 0 taken as 0, 0.5 or 1: does a net train the same?"""

from collections.abc import Mapping
from pathlib import Path

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring import dots
from keras_acts.claims.measuring.arms import ENOUGH, arms, difference, points, summary, values
from keras_acts.claims.measuring.compare import effect
from keras_acts.report.markdown import table as markdown
from keras_acts.results import Row

NETS = {"MLP 3 x 256": "at_zero", "convnet": "at_zero_conv"}
CHOICES = ("0.0", "0.5", "1.0")


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
    """Same: equal training losses to the last bit, since seeds fix everything else."""
    same = record["same bits"]
    seeds = {net: len(values(record, _arm(net, CHOICES[0]), "validation")) for net in NETS}
    apart = {
        f"{net}, {choice} - 0": difference(
            record, _arm(net, choice), _arm(net, CHOICES[0]), "validation"
        )
        for net in NETS
        for choice in CHOICES[1:]
    }
    widest = max(apart.values(), key=lambda found: max(abs(found.low), abs(found.high)))
    said = "; ".join(f"{net}: {same[net]} of {seeds[net]} seeds" for net in NETS)
    ranks = "; ".join(f"{name} {points(found)}" for name, found in apart.items())
    text = (
        f"Everything else is fixed by the seed, so any difference is that of f'(0). {_sure(apart)} "
        f"Validation accuracy: {ranks}."
    )
    return {
        20: Answer(
            verdict=_verdict(same, seeds),
            measured=f"losses equal to the last bit with all three: {said}",
            because=text,
            **effect(widest),
        )
    }


def _sure(apart) -> str:
    """Which choice is the better one, if that is certain."""
    sure = [name for name, found in apart.items() if found.low > 0 or found.high < 0]
    if sure:
        return f"Accuracy changes for certain in: {', '.join(sure)}."
    return "Which choice is the better one where they differ cannot be told."


def _verdict(same, seeds) -> str:
    """The same in every seed: supported; in none of any net: refuted; else it depends."""
    if min(seeds.values()) < ENOUGH:
        return "cannot tell"
    if same == seeds:
        return "supported"
    return "depends" if any(same.values()) else "refuted"


def draw(record: Record, path: Path) -> None:
    """Validation accuracy of each net with each choice, a dot a seed."""
    dots.draw(record, path, "validation", width=8)


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
