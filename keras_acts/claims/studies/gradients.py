"""Gradients of each layer of a ten-layer net on MNIST: sigmoid and ReLU, claimed and measured."""

from pathlib import Path

import numpy as np

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring.gradient_rows import (
    CLAIMED,
    ITERATIONS,
    READINGS,
    VARIANTS,
    holds,
    layers,
    numbers,
    of,
    shape,
)
from keras_acts.claims.measuring.markdown import table
from keras_acts.claims.measuring.nets import mnist
from keras_acts.report.ink import BASELINE, COLOURS, axes_grid, frameless, save, whole_numbers

SEEDS = range(5)
NEAR, BUT = 10.0, 1
"""A row is reached where all layers but BUT are within this factor of what is claimed."""


def measure() -> Record:
    """{variant: {activation: one `layers` a seed}}."""
    part = mnist(None, 0, validation=1 / 6)
    return {
        name: {
            activation: [layers(part, activation, seed, **variant) for seed in SEEDS]
            for activation in ("sigmoid", "relu")
        }
        for name, variant in VARIANTS.items()
    }


def _row(record, number):
    """Supported if the mean of |dL/dW| reaches the claimed row; if its norm does, it depends."""
    activation, iteration, said = CLAIMED[number]
    claimed = numbers(said)
    rows = {r: of(record, "recipe", activation, r, iteration) for r in READINGS}
    middle = {r: np.exp(np.log(row).mean(axis=0)) for r, row in rows.items()}
    off = {r: np.exp(np.abs(np.log(m / claimed))) for r, m in middle.items()}
    reached = {r: (factor < NEAR).sum() >= len(claimed) - BUT for r, factor in off.items()}
    verdict = "supported" if reached["mean"] else "depends" if reached["norm"] else "refuted"
    worst, typical = off["norm"].argmax(), float(np.median(off["norm"]))
    return Answer(
        verdict=verdict,
        measured=f"norms: {_ends(middle['norm'])}",
        because=f"Read as norms of dL/dW the numbers are right within a factor of {typical:.1f} "
        f"at the middle layer, {off['norm'][worst]:.1f} at the worst ({worst + 1}); as means of "
        f"|dL/dW| they are off by {np.median(off['mean']):.0f}. Start: Glorot (sigmoid), He "
        "(ReLU).",
        seeds=len(rows["norm"]),
    )


def _ends(row):
    return f"{row[0]:.2g} first, {row[-2]:.2g} last hidden, {row[-1]:.2g} logits"


def answers(record: Record) -> dict[int, Answer]:
    """Claim 7 must hold at both iterations: in both readings, or it depends on the reading."""
    found = {r: [shape(record, "recipe", r, i) for i in ITERATIONS] for r in READINGS}
    right = [all(map(holds, of_reading)) for of_reading in found.values()]
    norm = found["norm"][0]
    others = [name for name in VARIANTS if not holds(shape(record, name, "norm", ITERATIONS[0]))]
    seven = Answer(
        verdict="supported" if all(right) else "depends" if any(right) else "refuted",
        measured=f"sigmoid {norm['ratio']:.3f} a layer, first/last {norm['vanished']:.1g}; ReLU "
        f"largest/smallest {norm['level']:.1f} (norms, iteration {ITERATIONS[0]})",
        because="It rests on the start: outside the bounds are, in the norm, the recipes "
        f"{'; '.join(others) or 'none'}. Infinitely wide nets with Glorot's gain have 0.236.",
        seeds=len(record["recipe"]["sigmoid"]),
    )
    return {**{number: _row(record, number) for number in CLAIMED}, 7: seven}


def draw(record: Record, path: Path) -> None:
    """A panel for each claimed row: claimed in grey, both readings in colour, a line a seed."""
    figure, axes = axes_grid(4, width=13, height=3.4)
    for axis, (activation, iteration, said) in zip(axes, CLAIMED.values()):
        claimed = numbers(said)
        at = range(1, len(claimed) + 1)
        for reading, colour, label in (
            ("norm", COLOURS[0], "measured: norm of dL/dW"),
            ("mean", COLOURS[4], "measured: mean of |dL/dW|"),
        ):
            rows = of(record, "recipe", activation, reading, iteration)
            axis.plot(at, rows.T, color=colour, lw=1.2, label=[label, *[None] * (len(rows) - 1)])
        axis.plot(at, claimed, "o--", color=BASELINE, ms=4, lw=0.8, label="claimed")
        axis.set(yscale="log", ylim=(1e-10, 20), xlabel="layer (11: logits)")
        axis.set_title(f"{activation}, iteration {iteration}", fontsize=10)
        whole_numbers(axis.xaxis)
        axis.grid(color="#eeeeee")
        frameless(axis)
    axes[0].set_ylabel("gradient of a layer")
    axes[2].legend(fontsize=8, frameon=False, loc="lower center")
    save(figure, path)


def text(record: Record) -> str:
    """The rows claimed and measured, and what other recipes give."""
    return "\n\n".join(_tables(record))


def _tables(record):
    for activation, iteration, claimed in CLAIMED.values():
        both = [of(record, "recipe", activation, r, iteration).mean(axis=0) for r in READINGS]
        columns = zip(*(map(float, row) for row in (numbers(claimed), *both)))
        yield f"### {activation}, iteration {iteration}, mean over seeds"
        layer_by_layer = [[layer, *row] for layer, row in enumerate(columns, start=1)]
        yield table(["layer", "claimed", "mean abs dL/dW", "norm of dL/dW"], layer_by_layer)
    yield f"### Other recipes, iteration {ITERATIONS[0]}"
    yield (
        "The recipe: pixels / 255, 128 units, SGD of rate 0.01, batches of 200, Glorot's start for "
        "sigmoid and MSRA's for ReLU. Each of the others changes one thing."
    )
    header = ["recipe", "reading", "sigmoid ratio", "sigmoid first/last", "ReLU max/min", "as said"]
    rows = [
        [name, reading, *found.values(), "yes" if holds(found) else "no"]
        for name in VARIANTS
        for reading in READINGS
        for found in [shape(record, name, reading, ITERATIONS[0])]
    ]
    yield table(header, rows)


def _claim(number):
    activation, iteration, said = CLAIMED[number]
    return Claim(
        number=number,
        text=f"Average gradient magnitude of each layer of a ten-layer {activation} net on MNIST, "
        f"iteration {iteration} of 300.",
        claimed=_ends(numbers(said)),
        source="common teaching",
    )


STUDY = Study(
    name="gradients",
    kind="measurement",
    title="Gradients of each layer of a ten-layer net: sigmoid against ReLU",
    claims=(
        *map(_claim, CLAIMED),
        Claim(
            number=7,
            text="The first layers of a ten-layer sigmoid net get gradients of 1e-6 to 1e-7 only; "
            "with ReLU all layers get the same scale.",
            claimed="sigmoid 0.225 a layer, first/last 8e-07; ReLU largest/smallest 1.5",
            source="common teaching",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    costs="1 minute on one idle core",
)
