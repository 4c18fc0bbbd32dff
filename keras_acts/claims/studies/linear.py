"""Ten layers without an activation against one: the product of the kernels is the whole net.

W = W_1 W_2 ... W_11 and b likewise give the logits x W + b; what depth still changes is the way
that training takes.
"""

from pathlib import Path
from typing import Any

import keras
import numpy as np

from keras_acts import data
from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring.markdown import table
from keras_acts.claims.measuring.nets import accuracy, batches, mnist, net, trained
from keras_acts.claims.measuring.pairs import gap
from keras_acts.report.ink import BASELINE, COLOURS, axes_grid, frameless, save

SEEDS = range(5)
SAMPLES, EPOCHS, BATCH = 12_000, 10, 100
IDENTITY = {"name": "leaky_relu", "negative_slope": 1.0}
NETS: dict[str, dict[str, Any]] = {
    "softmax regression": {"activation": IDENTITY, "depth": 0, "initializer": "lecun"},
    "linear, 10 layers": {"activation": IDENTITY, "depth": 10, "initializer": "lecun"},
    "ReLU, 10 layers": {"activation": "relu", "depth": 10, "initializer": "msra"},
}
RATE = {"softmax regression": 0.02, "linear, 10 layers": 0.01, "ReLU, 10 layers": 0.01}
EQUAL = 1e-4
"""How near the logits of the collapsed net must be, as a share of the largest."""
GAIN = 0.01
"""Ten linear layers that are better than one by more than this would be more than one."""


def collapsed(model: keras.Model) -> tuple[np.ndarray, np.ndarray]:
    """(W, b) of the one linear map that the Dense layers are, in float64."""
    dense = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)]
    inputs = dense[0].kernel.shape[0]
    product, bias = np.eye(inputs), np.zeros(inputs)
    for layer in dense:
        kernel, shift = (np.array(array, "float64") for array in layer.get_weights())
        product, bias = product @ kernel, bias @ kernel + shift
    return product, bias


def difference(model: keras.Model, x) -> float:
    """max |logits of the model - logits of its collapse| / max |logits|."""
    scaled = np.array(model.layers[1](x), "float64").reshape(len(x), -1)
    product, bias = collapsed(model)
    logits = model.predict(x, batch_size=1000, verbose=0)
    return float(np.abs(logits - scaled @ product - bias).max() / np.abs(logits).max())


def one(part, name: str, seed: int, x, y, steps=None, width=128) -> dict[str, float]:
    """A net trained, its accuracy on (x, y), and how far from its collapse it is."""
    model = net(part, seed, width=width, **NETS[name])
    steps = steps or EPOCHS * len(part.y_train) // BATCH
    losses = trained(model, RATE[name], batches(part, BATCH, seed, steps), momentum=0.9)
    return {
        "accuracy": accuracy(model, x, y),
        "collapse": difference(model, x[:1000]),
        "loss": float(np.mean(losses[-100:])),
    }


def measure() -> Record:
    """{net: a record a seed}, on the whole test set."""
    arrays = data.load("mnist")
    x, y = arrays.x_test.astype("float32"), arrays.y_test
    parts = {seed: mnist(SAMPLES, seed) for seed in SEEDS}
    return {name: [one(parts[seed], name, seed, x, y) for seed in SEEDS] for name in NETS}


def answers(record: Record) -> dict[int, Answer]:
    """Equal to its collapse, no better than regression by GAIN, and ReLU's depth better.

    Worse it may be: the product of kernels is trained on another way than one kernel.
    """
    regression, linear, relu = NETS
    collapse = max(run["collapse"] for run in record[linear])
    depth = gap(record[linear], record[regression], "accuracy")
    nonlinear = gap(record[relu], record[linear], "accuracy")
    no_gain = depth.high < GAIN
    if collapse > EQUAL:
        verdict = "refuted"
    else:
        verdict = "supported" if no_gain and nonlinear.low > 0 else "depends"
    return {
        1: Answer(
            verdict=verdict,
            measured=f"logits equal those of the product of the kernels to {collapse:.1g}; "
            f"10 linear layers {_mean(record, linear):.1%}, one {_mean(record, regression):.1%}, "
            f"10 with ReLU {_mean(record, relu):.1%}",
            because="One and the same map; what depth changes is how it is trained. Ten linear "
            f"layers minus one: {100 * depth.mean:+.2f} points "
            f"[{100 * depth.low:.2f}, {100 * depth.high:.2f}]; ReLU minus linear at ten layers: "
            f"{100 * nonlinear.mean:+.2f} [{100 * nonlinear.low:.2f}, {100 * nonlinear.high:.2f}].",
            effect=depth.mean,
            low=depth.low,
            high=depth.high,
            seeds=depth.seeds,
        )
    }


def _mean(record, name):
    return float(np.mean([run["accuracy"] for run in record[name]]))


def draw(record: Record, path: Path) -> None:
    """A dot a seed, a line the mean."""
    figure, axis = axes_grid(1, width=6.5, height=2.2)
    for y, (name, colour) in enumerate(zip(NETS, (BASELINE, COLOURS[0], COLOURS[1]))):
        dots = [100 * run["accuracy"] for run in record[name]]
        axis.scatter(dots, [y] * len(dots), s=40, color=colour, ec="white", lw=0.7)
        axis.plot([np.mean(dots)] * 2, [y - 0.3, y + 0.3], color=colour, lw=2)
    axis.set_yticks(range(len(NETS)), list(NETS))
    axis.set_ylim(len(NETS) - 0.5, -0.5)
    axis.set_xlabel("test accuracy on MNIST, %; a dot a seed")
    axis.grid(axis="x", color="#e6e6e6")
    frameless(axis)
    save(figure, path)


def text(record: Record) -> str:
    """Accuracy and distance from the collapsed net by seed."""
    rows = [
        [name, seed, f"{run['accuracy']:.2%}", run["loss"], f"{run['collapse']:.1e}"]
        for name, runs in record.items()
        for seed, run in enumerate(runs)
    ]
    header = ["net", "seed", "test accuracy", "training loss", "off the product of its kernels"]
    return table(header, rows)


STUDY = Study(
    name="linear",
    kind="measurement",
    title="Ten layers without an activation are one",
    claims=(
        Claim(
            number=1,
            text="Without an activation a net of any depth equals one linear layer.",
            source="common teaching",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    costs="1 minute on one idle core",
)
