"""Remedies against vanishing gradients: ReLU and BatchNorm in a deep net, LSTM over time steps.

The recurrent nets read MNIST row by row. Over time it is the gradient of the loss by the input
of each step that shows what is left of it.
"""

from pathlib import Path
from typing import Any

import keras
import numpy as np

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring.cells import CELLS, over_time, recurrent, rows_of
from keras_acts.claims.measuring.markdown import table
from keras_acts.claims.measuring.nets import (
    LOSS,
    accuracy,
    batches,
    mnist,
    net,
    of_kernels,
    pull,
    trained,
)
from keras_acts.claims.measuring.pairs import gap
from keras_acts.report.ink import COLOURS, axes_grid, frameless, save, whole_numbers
from keras_acts.report.statistics import Interval
from keras_acts.split import Split

SEEDS = range(5)
SAMPLES, BATCH, EPOCHS = 10_000, 100, 2
NORM = {"place": "before", "momentum": 0.9}
"""A momentum of 0.99 would leave a fifth of the start in the averages after so few steps."""
DEEP: dict[str, dict[str, Any]] = {
    "sigmoid": {"activation": "sigmoid"},
    "ReLU": {"activation": "relu", "initializer": "msra"},
    "sigmoid + BatchNorm": {"activation": "sigmoid", "batch_norm": NORM},
}
WHEN = ("start", "end")
FLOOR = 1e-45
"""Added to gradients, so that those that float32 has made 0 have a logarithm."""
REMEDIES = (
    ("ReLU", "sigmoid"),
    ("sigmoid + BatchNorm", "sigmoid"),
    ("LSTM", "SimpleRNN, sigmoid"),
    ("LSTM", "SimpleRNN, tanh"),
)
"""(remedy, what it is compared with)."""


def over_depth(model: keras.Model, x, y) -> list[float]:
    """The norm of dL/dW of the kernels of equal shape: layers 2 to the last hidden one."""
    slopes = of_kernels(model, pull(model, x, y)[1])
    return [float(np.linalg.norm(slope)) for slope in slopes[1:-1]]


def one(model: keras.Model, part: Split, seed: int, steps: int, look, rate: float) -> dict:
    """The gradients at the start and after training with Adam, and the accuracy then."""
    x, y = part.x_train[:200], part.y_train[:200]
    start = look(model, x, y)
    model.compile(keras.optimizers.Adam(rate), LOSS)
    trained(model, rate, batches(part, BATCH, seed, steps))
    reached = accuracy(model, part.x_val, part.y_val)
    return {"start": start, "end": look(model, x, y), "accuracy": reached}


def measure() -> Record:
    """{net: a record a seed}."""
    part = mnist(SAMPLES, 0)
    steps, time = EPOCHS * len(part.y_train) // BATCH, rows_of(part)
    deep = {
        name: [one(net(part, s, **choices), part, s, steps, over_depth, 1e-3) for s in SEEDS]
        for name, choices in DEEP.items()
    }
    cells = {
        name: [one(recurrent(name, s), time, s, steps, over_time, 1e-3) for s in SEEDS]
        for name in CELLS
    }
    return {**deep, **cells}


def ratio(line) -> float:
    """log10 of the gradient of the first layer or step over the last one's."""
    return float(np.log10((line[0] + FLOOR) / (line[-1] + FLOOR)))


def effects(record: Record, remedy: str, other: str) -> dict[str, Interval]:
    """What a remedy changes: log10 of the ratios before and after training, and the accuracy."""
    one, than = (
        [{**{w: ratio(run[w]) for w in WHEN}, "accuracy": run["accuracy"]} for run in record[name]]
        for name in (remedy, other)
    )
    return {key: gap(one, than, key) for key in one[0]}


def works(found: dict[str, Interval]) -> bool:
    """More gradient reaches the first layer or step at the start, and more is learned."""
    return found["start"].low > 0 and found["accuracy"].low > 0


def answers(record: Record) -> dict[int, Answer]:
    """Each remedy against what it is compared with: all work, some, or none."""
    found = {f"{one} against {other}": effects(record, one, other) for one, other in REMEDIES}
    right = [works(effect) for effect in found.values()]
    said = "; ".join(
        f"{name}: first/last x {10 ** e['start'].mean:.1g}, accuracy "
        f"{100 * e['accuracy'].mean:+.0f} points"
        for name, e in found.items()
    )
    not_so = [name for name, fine in zip(found, right) if not fine]
    return {
        15: Answer(
            verdict="supported" if all(right) else "depends" if any(right) else "refuted",
            measured=said,
            because="A remedy works where the first layer or step has more of the last one's "
            "gradient at the start and more is learned in two epochs, each with 95 % confidence. "
            f"Not so for: {', '.join(not_so) or 'none'}.",
            seeds=len(SEEDS),
        )
    }


def draw(record: Record, path: Path) -> None:
    """Gradients by layer and by time step at the start, and by time step after training."""
    figure, axes = axes_grid(3, width=12, height=3.4)
    deep, cells = list(DEEP), list(CELLS)
    panels = (
        ("deep nets, at the start", deep, "start", 2),
        ("recurrent nets, at the start", cells, "start", 1),
        ("recurrent nets, after two epochs", cells, "end", 1),
    )
    for axis, (title, names, when, first) in zip(axes, panels):
        axis.set_title(title, fontsize=10)
        for name, colour in zip(names, COLOURS):
            lines = np.array([run[when] for run in record[name]]) + FLOOR
            middle = np.exp(np.log(lines / lines[:, -1:]).mean(axis=0))
            axis.plot(np.arange(len(middle)) + first, middle, color=colour, lw=1.6, label=name)
        axis.set(yscale="log", xlabel="layer" if names is deep else "time step")
        axis.axhline(1, color="#dddddd", lw=0.8)
        axis.legend(frameon=False, fontsize=8)
        whole_numbers(axis.xaxis)
        frameless(axis)
    axes[0].set_ylabel("gradient / that of the last")
    save(figure, path)


def text(record: Record) -> str:
    """The geometric mean ratios and the mean accuracies over seeds."""
    rows = [
        [
            name,
            *(10 ** float(np.mean([ratio(run[w]) for run in record[name]])) for w in WHEN),
            float(np.mean([run["accuracy"] for run in record[name]])),
        ]
        for name in record
    ]
    return table(["net", "first/last at the start", "after training", "accuracy"], rows)


STUDY = Study(
    name="recurrent",
    kind="measurement",
    title="ReLU, BatchNorm and LSTM as remedies against vanishing gradients",
    claims=(
        Claim(
            number=15,
            text="ReLU, BatchNorm and LSTM are remedies against vanishing gradients.",
            source="common teaching",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    costs="2 minutes on one idle core",
)
