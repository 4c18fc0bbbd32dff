"""Three hidden layers: which learns slowest at which scale, and where weights become NaN."""

from pathlib import Path

import keras
import numpy as np
from keras import ops

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring.markdown import table
from keras_acts.claims.measuring.nets import batches, mnist, net, pull, trained
from keras_acts.report.ink import COLOURS, axes_grid, frameless, save
from keras_acts.report.statistics import interval

SEEDS = range(5)
WIDTH, DEPTH, BATCH = 64, 3, 100
SPREADS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
"""Standard deviations of the kernels at the start."""
GAINS = (0.3, 1.0, 3.0, 10.0, 30.0)
"""Multiples of He's standard deviation."""
RATES = (0.01, 0.1, 1.0, 10.0, 100.0, 1000.0)
STEPS = 50
ACTIVATIONS = ("sigmoid", "tanh", "relu")


def scaled(model: keras.Model, start: list, factor: float) -> keras.Model:
    """The model with `factor` times the kernels of `start`, and its biases."""
    model.set_weights([weight * factor if weight.ndim > 1 else weight for weight in start])
    return model


def speeds(model: keras.Model, x, y) -> list[float]:
    """|dL/db| of each hidden layer: how fast it moves at the first step, over the rate."""
    _, slopes = pull(model, x, y)
    pairs = zip(model.trainable_variables, slopes)
    norms = [float(ops.norm(slope)) for weight, slope in pairs if weight.name == "bias"]
    return norms[:-1]


def first_steps(part, activation: str, seed: int, spreads=SPREADS, **size) -> list[list[float]]:
    """`speeds` at each of `spreads`."""
    size = {"depth": DEPTH, "width": WIDTH, **size}
    unit = {"name": "normal", "stddev": 1.0}
    model = net(part, seed, activation=activation, initializer=unit, **size)
    start, (x, y) = model.get_weights(), next(batches(part, 500, seed, 1))
    return [speeds(scaled(model, start, spread), x, y) for spread in spreads]


def outcomes(part, activation: str, seed: int, gains=GAINS, rates=RATES, steps=STEPS) -> list:
    """For each gain and rate whether a weight is NaN or infinite after training."""
    model = net(part, seed, activation=activation, initializer="he", depth=DEPTH, width=WIDTH)
    start = model.get_weights()

    def exploded(gain, rate):
        trained(scaled(model, start, gain), rate, batches(part, BATCH, seed, steps))
        return not all(np.isfinite(weight).all() for weight in model.get_weights())

    return [[exploded(gain, rate) for rate in rates] for gain in gains]


def measure() -> Record:
    """{"speeds": {activation: seeds x spreads x layers}, "nan": {activation: seeds x gains x
    rates}}."""
    part = mnist(10_000, 0)
    return {
        "speeds": {a: [first_steps(part, a, seed) for seed in SEEDS] for a in ACTIVATIONS},
        "nan": {a: [outcomes(part, a, seed) for seed in SEEDS] for a in ("sigmoid", "relu")},
    }


def slopes(record: Record, activation: str) -> np.ndarray:
    """Seeds x spreads: log10 of the first over the last hidden layer's speed."""
    numbers = np.array(record["speeds"][activation])
    return np.log10(numbers[:, :, 0] / numbers[:, :, -1])


def crossing(record: Record, activation: str) -> float | None:
    """The smallest spread at which layer 1 is the fastest of all, the mean over seeds."""
    numbers = np.array(record["speeds"][activation])
    first = np.log(numbers).mean(axis=0).argmax(axis=1) == 0
    return next((SPREADS[i] for i, fast in enumerate(first) if fast), None)


def threshold(record: Record, activation: str, gain: int) -> float | None:
    """The smallest rate at which every seed has a NaN weight, at GAINS[gain]."""
    runs = [seed[gain] for seed in record["nan"][activation]]
    return next((rate for rate, *nan in zip(RATES, *runs) if all(nan)), None)


def answers(record: Record) -> dict[int, Answer]:
    """Both follow from the rows of the record by the rules below."""
    return {13: _speed(record), 14: _nan(record)}


def _speed(record):
    """Slowest at the smallest spread and fastest at the largest: in every net, or it depends."""
    ends = {
        a: [interval(slopes(record, a)[:, end].tolist()) for end in (0, -1)] for a in ACTIVATIONS
    }
    right = [small.high < 0 < large.low for small, large in ends.values()]
    crossed = ", ".join(f"{a} {crossing(record, a) or 'never'}" for a in ACTIVATIONS)
    small, large = ends["sigmoid"]
    return Answer(
        verdict="supported" if all(right) else "depends" if any(right) else "refuted",
        measured=f"sigmoid: layer 1 at {10**small.mean:.1g} of layer 3's speed at std "
        f"{SPREADS[0]}, at {10**large.mean:.2g} times it at std {SPREADS[-1]:g}",
        because=f"Layer 1 becomes the fastest of the three at std: {crossed}. Speed is the norm "
        "of the gradient of a layer's biases at the start.",
        effect=large.mean,
        low=large.low,
        high=large.high,
        seeds=large.seeds,
    )


def _nan(record):
    """It can: somewhere every seed of the ReLU net has NaN. That sigmoid has none is said."""
    found = {a: [threshold(record, a, i) for i in range(len(GAINS))] for a in record["nan"]}
    shown = "; ".join(
        f"{gain:g} x He: {'none' if rate is None else f'rate {rate:g}'}"
        for gain, rate in zip(GAINS, found["relu"])
    )
    share = float(np.mean(record["nan"]["sigmoid"]))
    return Answer(
        verdict="supported" if any(found["relu"]) else "refuted",
        measured=f"ReLU, smallest rate with NaN for all seeds: {shown}",
        because=f"Within {STEPS} steps of SGD. The same net with sigmoid has NaN weights in "
        f"{share:.0%} of those runs: bounded outputs cannot overflow.",
        seeds=len(record["nan"]["relu"]),
    )


def draw(record: Record, path: Path) -> None:
    """Left: the first layer's speed over the last's. Right: where ReLU's weights become NaN."""
    figure, (left, *maps) = axes_grid(3, width=12, height=3.4)
    for activation, colour in zip(ACTIVATIONS, COLOURS):
        lines = 10 ** slopes(record, activation).T
        left.plot(SPREADS, lines, color=colour, lw=1, label=[activation, *[None] * 4])
    left.axhline(1, color="#999999", lw=0.8)
    left.set(xscale="log", yscale="log", xlabel="standard deviation of the kernels at the start")
    left.set_ylabel("speed of layer 1 / speed of layer 3")
    left.legend(frameon=False, fontsize=8)
    for axis, activation in zip(maps, record["nan"]):
        share = np.array(record["nan"][activation], float).mean(axis=0)
        axis.imshow(share, cmap="Reds", vmin=0, vmax=1.3, aspect="auto")
        for (y, x), part in np.ndenumerate(share):
            colour = "white" if part > 0.5 else "#222222"
            axis.text(x, y, f"{part:.0%}", ha="center", va="center", fontsize=8, color=colour)
        axis.set_xticks(range(len(RATES)), [f"{rate:g}" for rate in RATES])
        axis.set_yticks(range(len(GAINS)), [f"{gain:g} x He" for gain in GAINS])
        axis.set(xlabel="learning rate")
        axis.set_title(f"{activation}: seeds with NaN weights", fontsize=10)
    for axis in (left, *maps):
        frameless(axis)
    save(figure, path)


def text(record: Record) -> str:
    """Speeds of the layers, the geometric mean over seeds."""
    header = ["activation", "std", "layer 1", "layer 2", "layer 3", "layer 1 / layer 3"]
    rows = []
    for activation in ACTIVATIONS:
        speed = np.exp(np.log(np.array(record["speeds"][activation])).mean(axis=0))
        for spread, layers in zip(SPREADS, speed):
            one, two, three = map(float, layers)
            rows.append([activation, spread, one, two, three, one / three])
    return table(header, rows)


COMMON = "common teaching"
STUDY = Study(
    name="explosion",
    kind="measurement",
    title="Vanishing, exploding and NaN in a net of three hidden layers",
    claims=(
        Claim(
            number=13,
            text="Of three hidden layers the first learns slowest when gradients vanish, and "
            "fastest when large initial weights make them explode.",
            source=COMMON,
        ),
        Claim(number=14, text="Exploding gradients can make weights NaN.", source=COMMON),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    costs="1 minute on one idle core",
)
