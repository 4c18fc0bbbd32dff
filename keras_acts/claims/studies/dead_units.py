"""Units that die: the share of dead units over training, against the learning rate.

A net whose outputs are not finite is lost, not dead, and is counted apart.
"""

from pathlib import Path

import keras
import numpy as np

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring import fits
from keras_acts.claims.measuring.compare import effect, minus, points
from keras_acts.claims.measuring.markdown import table
from keras_acts.claims.measuring.units import dead
from keras_acts.report import ink

ACTIVATIONS = ("relu", "leaky_relu", "elu")
RATES = (0.001, 0.01, 0.1, 0.3, 0.5, 1.0)
STAGES = (0, 20, 200)
"""After how many steps of 64 samples the units are looked at."""


def measure(source="mnist", samples=5000, seeds=range(5), rates=RATES, stages=STAGES) -> Record:
    """A row for each activation, learning rate and seed: 2 x 64, Glorot, plain SGD."""
    rows = []
    for activation in ACTIVATIONS:
        model = None
        for seed in seeds:
            part = fits.part(source, seed, samples)
            net = _net(part, seed, activation)
            start, model = net.get_weights(), model or fits.ready(net, keras.optimizers.SGD())
            for rate in rates:
                fits.restart(model, start, rate)
                lived = _life(model, part, seed, stages)
                rows.append({"activation": activation, "rate": rate, "seed": seed, **lived})
    return {"rates": list(rates), "stages": list(stages), "rows": rows}


def _net(part, seed, activation):
    choices = {"activation": activation, "initializer": "glorot", "depth": 2, "width": 64}
    return fits.net("mlp", part, seed, **choices)


def _life(model, part, seed, stages):
    """The share of dead units at each stage, None once outputs are not finite."""
    steps, shares = fits.order(part, seed, stages[-1], batch=64), []
    for first, last in zip((0, *stages), stages):
        if last > first:
            fits.advance(model, part, steps[first:last])
        share = dead(model, part.x_train[:1000])
        shares.append(share if np.isfinite(share) else None)
    return {"dead": shares, "accuracy": fits.accuracy(model, part.x_val, part.y_val)}


def of(record: Record, activation: str, rate: float) -> list[dict]:
    """The rows of one activation and learning rate."""
    rows = record["rows"]
    return [row for row in rows if (row["activation"], row["rate"]) == (activation, rate)]


def ends(record: Record, activation: str, rate: float) -> dict[int, float]:
    """By seed, the share of dead units at the last stage, of nets that are not lost."""
    rows = of(record, activation, rate)
    return {row["seed"]: row["dead"][-1] for row in rows if row["dead"][-1] is not None}


def lost(record: Record, activation: str, rate: float) -> int:
    """How many nets are lost."""
    return sum(row["dead"][-1] is None for row in of(record, activation, rate))


def largest(record: Record, activations) -> float:
    """The largest rate at which no net of these activations is lost."""
    whole = [r for r in record["rates"] if not any(lost(record, name, r) for name in activations)]
    return max(whole, default=record["rates"][0])


def answers(record: Record) -> dict[int, Answer]:
    """Supported if units die at rates at which all three train; it depends if only beyond."""
    low, safe, high = record["rates"][0], largest(record, ACTIVATIONS), largest(record, ["relu"])
    start = ends(record, "relu", low)
    gaps = [minus(ends(record, "relu", rate), start) for rate in (safe, high)]
    beyond = "depends" if gaps[1].low > 0 else "refuted" if gaps[1].high < 0.01 else "cannot tell"
    shares = ", ".join(f"{_mean(record, 'relu', r)} % at {r:g}" for r in record["rates"])
    gone = ", ".join(f"{name} {lost(record, name, high)}" for name in ACTIVATIONS)
    return {
        30: Answer(
            verdict="supported" if gaps[0].low > 0 else beyond,
            measured=f"dead ReLUs after {record['stages'][-1]} steps: {shares}; at {high:g} "
            f"{points(gaps[1])} points more than at {low:g}",
            because=f"All nets of all three activations train up to a rate of {safe:g}, where "
            f"dead ReLUs changed by {points(gaps[0])} points. At {high:g} this many of "
            f"{len(start)} nets were lost to NaN: {gone}.",
            **effect(gaps[1]),
        )
    }


def _mean(record, activation, rate):
    """The mean share in %, or a dash if all are lost."""
    shares = list(ends(record, activation, rate).values())
    return f"{100 * np.mean(shares):.1f}" if shares else "–"


def text(record: Record) -> str:
    """Dead units, lost nets and accuracy at each rate."""
    rows = [
        (
            name,
            f"{rate:g}",
            _mean(record, name, rate),
            lost(record, name, rate),
            f"{100 * np.mean([row['accuracy'] for row in of(record, name, rate)]):.1f}",
        )
        for name in ACTIVATIONS
        for rate in record["rates"]
    ]
    return table(["activation", "learning rate", "dead, %", "nets lost", "accuracy, %"], rows)


def draw(record: Record, path: Path) -> None:
    """Dead units of every net, and how many nets are lost, at each learning rate."""
    plot, (dying, losing) = ink.axes_grid(2, 10, 3.8)
    for place, name in enumerate(ACTIVATIONS):
        colour = ink.COLOURS[place] if place else ink.BASELINE
        for where, rate in enumerate(record["rates"]):
            shares = [100 * share for share in ends(record, name, rate).values()]
            across = where + 0.26 * (place - 1)
            dying.plot([across] * len(shares), shares, "o", color=colour, alpha=0.6, ms=5)
            losing.bar(across, lost(record, name, rate), 0.24, color=colour)
        dying.plot([], [], "o", color=colour, label=name)
    dying.set_title("Dead units after training, % (every net a dot)", fontsize=10)
    losing.set_title("Nets lost to NaN", fontsize=10)
    dying.legend(frameon=False)
    for axis in (dying, losing):
        axis.set_xticks(range(len(record["rates"])), [f"{rate:g}" for rate in record["rates"]])
        axis.set_xlabel("learning rate")
        ink.frameless(axis)
    losing.set_ylim(0, max(5, losing.get_ylim()[1]))
    ink.whole_numbers(losing.yaxis)
    ink.save(plot, path)


STUDY = Study(
    name="dead_units",
    kind="measurement",
    title="Dead units against the learning rate",
    claims=(
        Claim(
            number=30,
            text="In training ReLU units end in their hard zone on every input, and learn no more.",
            source="common teaching",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    costs="about a minute on 2 cores",
)
