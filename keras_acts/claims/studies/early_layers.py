"""How far an epoch of SGD moves each layer of a ten-layer net, and what zeros do for it."""

from pathlib import Path

import keras
import numpy as np

from keras_acts import data
from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring.markdown import table
from keras_acts.claims.measuring.nets import accuracy, batches, kernels, mnist, net, trained
from keras_acts.claims.measuring.pairs import gap
from keras_acts.report.ink import COLOURS, axes_grid, frameless, save, whole_numbers
from keras_acts.report.statistics import Interval, interval
from keras_acts.taps import tapped

SEEDS = range(5)
BATCH, RATE = 200, 0.05
INITIALIZER = {"sigmoid": "glorot", "relu": "msra", "prelu": "msra"}
RANDOM = 0.01
"""A layer that has moved by less than this share of its norm is still the random one."""
SPARSE, MARGIN = 0.05, 0.005
"""A net with less than this share of zeros is not sparse; accuracies this near are equal."""


def zeros(model: keras.Model, x) -> float:
    """The share of exact zeros in what the activations give."""
    shares = []

    def at(tap, z):
        y = tap.activation(z)
        if not tap.linear:
            shares.append(float(np.mean(np.array(y) == 0)))
        return y

    with tapped(model, at):
        model(x)
    return float(np.mean(shares))


def one(part, activation: str, seed: int, x, y, steps: int, depth=10, width=128) -> dict:
    """|W - W_0| / |W_0| of each kernel, zeros and accuracy on (x, y) after training."""
    start = INITIALIZER[activation]
    model = net(part, seed, activation=activation, initializer=start, depth=depth, width=width)
    before = [kernel.copy() for kernel in kernels(model)]
    trained(model, RATE, batches(part, BATCH, seed, steps))
    moved = [np.linalg.norm(w - b) / np.linalg.norm(b) for w, b in zip(kernels(model), before)]
    return {
        "moved": list(map(float, moved)),
        "zeros": zeros(model, x[:500]),
        "accuracy": accuracy(model, x, y),
    }


def measure() -> Record:
    """{activation: a record a seed}, after an epoch on 50,000 pictures."""
    arrays = data.load("mnist")
    x, y = arrays.x_test.astype("float32"), arrays.y_test
    part = mnist(None, 0, validation=1 / 6)
    steps = len(part.y_train) // BATCH
    return {a: [one(part, a, seed, x, y, steps) for seed in SEEDS] for a in INITIALIZER}


def first(record: Record, activation: str) -> Interval:
    """log10 of how far layer 1 moved."""
    return interval([float(np.log10(run["moved"][0])) for run in record[activation]])


def answers(record: Record) -> dict[int, Answer]:
    """Each from the numbers by its rule."""
    return {8: _random(record), 66: _sparse(record)}


def _random(record):
    """Sigmoid's first layer stays, ReLU's moves; if both stay it is not the sigmoid's doing."""
    sigmoid, relu = first(record, "sigmoid"), first(record, "relu")
    stays, moves = sigmoid.high < np.log10(RANDOM), relu.low > np.log10(RANDOM)
    last = np.mean([run["moved"][-2] for run in record["sigmoid"]])
    pairs = zip(record["sigmoid"], record["relu"])
    apart = interval([float(np.log10(a["moved"][0] / b["moved"][0])) for a, b in pairs])
    return Answer(
        verdict="refuted" if not stays else "supported" if moves else "depends",
        measured=f"layer 1 moved by {10**sigmoid.mean:.1g} of its norm with sigmoid, by "
        f"{10**relu.mean:.1g} with ReLU",
        because=f"After an epoch of SGD, rate {RATE}; the sigmoid net's last hidden layer moved "
        f"by {last:.1g}. A layer counts as random while it has moved by less than {RANDOM}.",
        effect=apart.mean,
        low=apart.low,
        high=apart.high,
        seeds=apart.seeds,
    )


def _sparse(record):
    """PReLU has no zeros: the story is contradicted unless it is worse for that."""
    share = {a: np.mean([run["zeros"] for run in record[a]]) for a in ("relu", "prelu")}
    better = gap(record["prelu"], record["relu"], "accuracy")
    if share["prelu"] > SPARSE or better.high < -MARGIN:
        verdict = "refuted"
    else:
        verdict = "supported" if better.low > -MARGIN else "cannot tell"
    return Answer(
        verdict=verdict,
        measured=f"zeros: ReLU {share['relu']:.0%}, PReLU {share['prelu']:.0%}; accuracy of PReLU "
        f"minus ReLU {100 * better.mean:+.2f} points "
        f"[{100 * better.low:.2f}, {100 * better.high:.2f}]",
        because="The same ten-layer net after the same epoch; a unit without zeros that is at most "
        f"{100 * MARGIN:g} points worse learns as well, so that zeros are not what makes ReLU "
        "learn. Of overfitting it says nothing.",
        effect=better.mean,
        low=better.low,
        high=better.high,
        seeds=better.seeds,
    )


def draw(record: Record, path: Path) -> None:
    """How far each layer moved, a line a seed."""
    figure, axis = axes_grid(1, width=6.5, height=3.6)
    for activation, colour in zip(record, COLOURS):
        lines = np.array([run["moved"] for run in record[activation]])
        label = [activation, *[None] * (len(lines) - 1)]
        axis.plot(range(1, lines.shape[1] + 1), lines.T, color=colour, lw=1.3, label=label)
    axis.axhspan(1e-8, RANDOM, color="#f2f2f2", lw=0)
    axis.annotate("still the random start", (1, RANDOM * 0.5), va="top", fontsize=8)
    axis.set(yscale="log", xlabel="layer (11: logits)", ylabel="|W - start| / |start|")
    axis.set_title("How far an epoch of SGD moved each layer", fontsize=10)
    axis.legend(frameon=False, fontsize=9)
    whole_numbers(axis.xaxis)
    frameless(axis)
    save(figure, path)


def text(record: Record) -> str:
    """The means over seeds."""
    rows = []
    for activation, runs in record.items():
        moved = np.exp(np.log([run["moved"] for run in runs]).mean(axis=0))
        rest = [float(np.mean([run[key] for run in runs])) for key in ("zeros", "accuracy")]
        rows.append([activation, *map(float, moved[[0, 4, 9, 10]]), *rest])
    header = ["activation", "layer 1", "layer 5", "layer 10", "logits", "zeros", "test accuracy"]
    return table(header, rows)


STUDY = Study(
    name="early_layers",
    kind="measurement",
    title="What an epoch of SGD does to the first layers of a ten-layer net",
    claims=(
        Claim(
            number=8,
            text="In a deep sigmoid net the early layers stay random under SGD.",
            source="common teaching",
        ),
        Claim(
            number=66,
            text="That PReLU, which has no zeros, does better than ReLU contradicts the story that "
            "ReLU is good because it is sparse.",
            source="He, Zhang, Ren, Sun 2015, arXiv:1502.01852",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    costs="1 minute on one idle core",
)
