"""Residual nets with ReLU, PReLU and PReLU with decay in the branch: responses and accuracy.

A block gives x + F(x), F(x) = W2 f(BN(W1 x)); its response is std(F(x)) / std(x) over samples
and units.
"""

from collections.abc import Callable
from itertools import count
from pathlib import Path

import keras
import numpy as np
from keras import layers, ops

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring import fits
from keras_acts.claims.measuring.compare import effect, minus, points, verdict
from keras_acts.claims.measuring.markdown import table
from keras_acts.layers import PReLU
from keras_acts.report import ink
from keras_acts.seeds import derive

DECAY = 0.05
"""Of the L2 penalty on alpha: within a run it pulls alpha most of its way to 0."""
ARMS: dict[str, Callable] = {
    "relu": layers.ReLU,
    "prelu": PReLU,
    "prelu, decay": lambda: PReLU(alpha_regularizer=keras.regularizers.L2(DECAY)),
}


def net(activation: Callable, shape, seed: int, blocks=6, width=64, classes=10) -> keras.Model:
    """Dense, `blocks` residual blocks whose layers are named `in_i` and `branch_i`, logits."""

    position = count()

    def dense(units, name=None):
        start = keras.initializers.HeNormal(seed=derive(seed, "layer", next(position)))
        return layers.Dense(units, kernel_initializer=start, name=name)

    inputs = keras.Input(shape)
    x = dense(width, "in_1")(layers.Flatten()(inputs))
    for block in range(1, blocks + 1):
        hidden = activation()(layers.BatchNormalization()(dense(width)(x)))
        branch = dense(width, f"branch_{block}")(hidden)
        x = layers.Add(name=f"in_{block + 1}")([x, branch])
    return keras.Model(inputs, dense(classes)(x))


def responses(model: keras.Model, x: np.ndarray) -> list[float]:
    """std(F(x)) / std(x) of each block, in inference."""
    blocks = sum(layer.name.startswith("branch_") for layer in model.layers)
    pairs = [
        [model.get_layer(f"{kind}_{block}").output for kind in ("branch", "in")]
        for block in range(1, blocks + 1)
    ]
    looked = keras.Model(model.input, pairs)(x, training=False)
    return [float(ops.std(branch) / ops.std(stream)) for branch, stream in looked]


def measure(source="mnist", samples=5000, seeds=range(8), steps=300, rate=0.02) -> Record:
    """For each arm and seed the accuracy, the response of each block, and the mean alpha."""
    return {"arms": {arm: _runs(f, source, samples, seeds, steps, rate) for arm, f in ARMS.items()}}


def _runs(activation, source, samples, seeds, steps, rate):
    model, rows = None, []
    for seed in seeds:
        part = fits.part(source, seed, samples)
        fresh = net(activation, part.x_train.shape[1:], seed)
        start, model = fresh.get_weights(), model or fits.ready(fresh, keras.optimizers.SGD())
        fits.restart(model, start, rate)
        fits.advance(model, part, fits.order(part, seed, steps, batch=64))
        rows.append(
            {
                "seed": seed,
                "accuracy": fits.accuracy(model, part.x_val, part.y_val),
                "responses": responses(model, part.x_val),
                "alpha": _alpha(model),
            }
        )
    return rows


def _alpha(model):
    alphas = [float(ops.mean(w)) for w in model.trainable_variables if w.name == "alpha"]
    return float(np.mean(alphas)) if alphas else 0.0


def by_seed(record: Record, arm: str, what: str) -> dict[int, float]:
    """By seed, `accuracy`, `alpha` or the mean of the `responses`."""
    return {row["seed"]: float(np.mean(row[what])) for row in record["arms"][arm]}


def answers(record: Record) -> dict[int, Answer]:
    """Refuted if ReLU's responses are not the smaller; else the arms' accuracies decide."""

    def gap(what, one, other):
        return minus(by_seed(record, one, what), by_seed(record, other, what))

    smaller = gap("responses", "prelu", "relu")
    better = [gap("accuracy", arm, "prelu") for arm in ("relu", "prelu, decay")]
    means = {arm: np.mean(list(by_seed(record, arm, "responses").values())) for arm in ARMS}
    return {
        39: Answer(
            verdict="refuted" if smaller.high < 0 else verdict(*better),
            measured="std of the branch over that of its input: "
            + ", ".join(f"{mean:.2f} ({arm})" for arm, mean in means.items())
            + f"; accuracy over PReLU's, points: ReLU {points(better[0])}, with decay "
            + points(better[1]),
            because=f"An opinion. PReLU's responses exceed ReLU's by {smaller}; whether that is "
            "better shows only if the arms' accuracies differ, here in 6 blocks of 64 on MNIST.",
            **effect(better[0]),
        )
    }


def text(record: Record) -> str:
    """Accuracy, alpha and the response of each block, mean over the seeds."""
    rows = []
    for arm, runs in record["arms"].items():
        each = np.mean([row["responses"] for row in runs], axis=0)
        alpha = np.mean([row["alpha"] for row in runs])
        accuracy = 100 * np.mean([row["accuracy"] for row in runs])
        rows.append((arm, f"{accuracy:.1f}", alpha, ", ".join(f"{r:.2f}" for r in each)))
    return table(["branch", "accuracy, %", "mean alpha", "std(F) / std(x) by block"], rows)


def draw(record: Record, path: Path) -> None:
    """Responses by block, and accuracies; every seed is a dot."""
    plot, (response, accuracy) = ink.axes_grid(2, 9.5, 3.8)
    for place, (arm, runs) in enumerate(record["arms"].items()):
        colour = ink.COLOURS[place] if place else ink.BASELINE
        each = np.array([row["responses"] for row in runs])
        blocks = np.arange(1, each.shape[1] + 1)
        response.plot(blocks, each.T, "o", color=colour, ms=3, alpha=0.4)
        response.plot(blocks, each.mean(0), color=colour, lw=2, label=arm)
        values = [100 * row["accuracy"] for row in runs]
        accuracy.plot([place] * len(values), values, "o", color=colour, alpha=0.6)
        accuracy.plot(place, np.mean(values), "_", color=colour, ms=28, mew=3)
    response.set_xlabel("block")
    response.set_title("std of the branch / std of its input", fontsize=10)
    response.legend(frameon=False)
    accuracy.set_xticks(range(len(ARMS)), list(ARMS))
    accuracy.set_xlim(-0.5, len(ARMS) - 0.5)
    accuracy.set_title("accuracy, %", fontsize=10)
    for axis in (response, accuracy):
        ink.frameless(axis)
    ink.save(plot, path)


STUDY = Study(
    name="residual",
    kind="measurement",
    title="Residual responses",
    claims=(
        Claim(
            number=39,
            text="ReLU suits residual branches, because small responses are better.",
            source="common teaching, as an opinion",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    costs="about a minute on 2 cores",
)
