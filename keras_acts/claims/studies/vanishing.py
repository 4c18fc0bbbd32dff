"""Sigmoid nets of 1 to 10 layers: how small the first layer's gradient is, and what is learned."""

from pathlib import Path
from typing import Any

import numpy as np

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring.markdown import table
from keras_acts.claims.measuring.nets import (
    accuracy,
    batches,
    mnist,
    net,
    of_kernels,
    pull,
    trained,
)
from keras_acts.report.ink import BASELINE, COLOURS, axes_grid, frameless, save, whole_numbers
from keras_acts.report.statistics import Interval, interval

SEEDS = range(5)
DEPTHS = (1, 2, 3, 4, 5, 10)
SAMPLES, BATCH, EPOCHS = 10_000, 100, 2
NETS = {"sigmoid": ("glorot", (0.1, 1.0)), "relu": ("msra", (0.1,))}
"""Initializer, and the learning rates of which the best counts."""
SAID, FACTOR = 5, 0.236
"""The depth of the claim; the gradient's factor a layer that mean-field theory has."""
GONE, LOST = 1e-2, 0.5
"""Vanished: the ratio below GONE, and above chance less than LOST of what one layer reaches."""


def vanished(model, x, y) -> float:
    """mean |dL/dW| of the first kernel over that of the logits'."""
    sizes = [np.abs(slope).mean() for slope in of_kernels(model, pull(model, x, y)[1])]
    return float(sizes[0] / sizes[-1])


def one(part, activation: str, depth: int, seeds, steps: int, width=128) -> dict[str, list]:
    """The ratio at the start and the best accuracy over the rates, of each seed."""
    initializer, rates = NETS[activation]
    choices: dict[str, Any] = {"activation": activation, "initializer": initializer}
    model = net(part, 0, depth=depth, width=width, **choices)
    found: dict[str, list] = {"ratio": [], "accuracy": []}
    for seed in seeds:
        start = net(part, seed, depth=depth, width=width, **choices).get_weights()
        reached = []
        for rate in rates:
            model.set_weights(start)
            trained(model, rate, batches(part, BATCH, seed, steps))
            reached.append(accuracy(model, part.x_val, part.y_val))
        model.set_weights(start)
        found["ratio"].append(vanished(model, part.x_train[:500], part.y_train[:500]))
        found["accuracy"].append(max(reached))
    return found


def measure() -> Record:
    """{activation: one for each of DEPTHS}."""
    part = mnist(SAMPLES, 0)
    steps = EPOCHS * len(part.y_train) // BATCH
    return {a: [one(part, a, depth, SEEDS, steps) for depth in DEPTHS] for a in NETS}


def kept(record: Record, activation: str, depth: int) -> Interval:
    """The accuracy above chance at `depth`, as a share of what one layer reaches."""
    deep, flat = record[activation][DEPTHS.index(depth)], record[activation][0]
    pairs = zip(deep["accuracy"], flat["accuracy"])
    return interval([(one - 0.1) / (other - 0.1) for one, other in pairs])


def answers(record: Record) -> dict[int, Answer]:
    """Gradients and learning are both gone at five layers, or it depends on which is meant."""
    share = kept(record, "sigmoid", SAID)
    ratio = np.exp(np.log(record["sigmoid"][DEPTHS.index(SAID)]["ratio"]).mean())
    gone, lost = ratio < GONE, share.high < LOST
    verdict = "supported" if gone and lost else "depends" if gone or lost else "refuted"
    if not lost and share.low < LOST:
        verdict = "cannot tell"
    relu = kept(record, "relu", SAID)
    chance = [depth for depth in DEPTHS if kept(record, "sigmoid", depth).high < 0.1]
    return {
        24: Answer(
            verdict=verdict,
            measured=f"5 layers: first/last gradient {ratio:.1g}, and {share.mean:.0%} of one "
            f"layer's accuracy above chance after {EPOCHS} epochs (ReLU: {relu.mean:.0%})",
            because=f"SGD, the better of the rates 0.1 and 1, {SAMPLES} pictures; theory has "
            f"{FACTOR} a layer, {FACTOR**SAID:.0e} over five. At chance: depths "
            f"{', '.join(map(str, chance)) or 'none'}.",
            effect=share.mean,
            low=share.low,
            high=share.high,
            seeds=share.seeds,
        )
    }


def draw(record: Record, path: Path) -> None:
    """Left the gradients' ratio by depth, right the accuracy; a dot a seed."""
    figure, axes = axes_grid(2, width=9, height=3.4)
    for (activation, runs), colour in zip(record.items(), COLOURS):
        for axis, key in zip(axes, ("ratio", "accuracy")):
            rows = np.array([run[key] for run in runs])
            axis.plot(DEPTHS, rows, ".", color=colour, ms=6)
            axis.plot(DEPTHS, np.median(rows, axis=1), color=colour, lw=1.5, label=activation)
    theory = [FACTOR**depth for depth in DEPTHS]
    axes[0].plot(DEPTHS, theory, "--", color=BASELINE, lw=1, label="0.236 a layer")
    axes[0].set(yscale="log", ylabel="mean |dL/dW|, first layer / logits")
    axes[1].set(ylim=(0, 1), ylabel=f"accuracy after {EPOCHS} epochs")
    for axis in axes:
        axis.set_xlabel("hidden layers")
        axis.axvline(SAID, color="#dddddd", lw=6, zorder=0)
        whole_numbers(axis.xaxis)
        axis.legend(frameon=False, fontsize=8)
        frameless(axis)
    save(figure, path)


def text(record: Record) -> str:
    """Means over seeds, of the ratio the geometric one."""
    header = ["hidden layers", "sigmoid: first/last", "accuracy", "ReLU: first/last", "accuracy"]
    rows = []
    for depth, *runs in zip(DEPTHS, *record.values()):
        means = [(np.exp(np.log(r["ratio"]).mean()), np.mean(r["accuracy"])) for r in runs]
        rows.append([depth, *(float(value) for pair in means for value in pair)])
    return table(header, rows)


STUDY = Study(
    name="vanishing",
    kind="measurement",
    title="How deep a sigmoid net can be",
    claims=(
        Claim(
            number=24,
            text="The gradients of sigmoid nets vanish within five layers.",
            claimed="5 layers",
            source="Glorot and Bengio 2010",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    costs="1 minute on one idle core",
)
