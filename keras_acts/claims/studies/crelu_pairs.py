"""Do filters come in pairs of opposite phase, as CReLU has them? A ReLU net on CIFAR-10.

mu(w) = min over j of cos(w, w_j): how near the nearest negated filter is; -1 is a pair.
"""

from dataclasses import replace
from pathlib import Path

import keras
import numpy as np

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring import fits
from keras_acts.claims.measuring.compare import effect, minus
from keras_acts.claims.measuring.markdown import table
from keras_acts.report import ink

KINDS = {
    "trained": "trained",
    "gaussian": "Gaussian filters",
    "flipped": "trained, signs drawn by lot",
}
DRAWS = 50


def nearest_negated(filters: np.ndarray) -> float:
    """The mean of mu(w) over filters (filters, weights).

    >>> round(nearest_negated(np.array([[1.0, 2.0], [-2.0, -4.0], [0.0, 1.0]])), 3)
    -0.965
    """
    unit = filters / np.linalg.norm(filters, axis=1, keepdims=True)
    return float((unit @ unit.T).min(axis=1).mean())


def against(kernel: np.ndarray, seed: int) -> dict[str, float]:
    """The mean mu of a kernel (..., filters), of Gaussian ones, and with signs drawn by lot."""
    filters = kernel.reshape(-1, kernel.shape[-1]).T
    rng = np.random.default_rng(seed)
    signs = rng.choice([-1.0, 1.0], (DRAWS, len(filters), 1))
    return {
        "trained": nearest_negated(filters),
        "gaussian": _mean(rng.normal(size=filters.shape) for _ in range(DRAWS)),
        "flipped": _mean(sign * filters for sign in signs),
    }


def _mean(kernels):
    return float(np.mean([nearest_negated(one) for one in kernels]))


def measure(source="cifar10", samples=8000, seeds=range(5), steps=400) -> Record:
    """For each seed the accuracy and, for each convolution, mu of the three kinds of filters."""
    model, rows = None, []
    for seed in seeds:
        part = cropped(fits.part(source, seed, samples))
        net = fits.net("convnet", part, seed, initializer="moment", width=16, blocks=2)
        start, model = net.get_weights(), model or fits.ready(net, _sgd())
        fits.restart(model, start, 0.02)
        fits.advance(model, part, fits.order(part, seed, steps, batch=64))
        convolutions = [layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D)]
        rows.append(
            {
                "seed": seed,
                "accuracy": fits.accuracy(model, part.x_val[:1000], part.y_val[:1000]),
                "layers": [against(one.get_weights()[0], seed) for one in convolutions],
            }
        )
    return {"rows": rows}


def _sgd():
    return keras.optimizers.SGD(momentum=0.9)


def cropped(part, size: int = 16):
    """The middle of each picture, which costs a quarter."""
    edge = max(0, (part.x_train.shape[1] - size) // 2)
    window = slice(edge, edge + size)
    crop = {name: getattr(part, name)[:, window, window] for name in ("x_train", "x_val")}
    return replace(part, **crop)


def mu(record: Record, layer: int, kind: str) -> dict[int, float]:
    """By seed, the mean mu of a layer."""
    return {row["seed"]: row["layers"][layer][kind] for row in record["rows"]}


def answers(record: Record) -> dict[int, Answer]:
    """Pairs must be nearer than of Gaussian filters, and than with their own signs drawn anew.

    The second tells opposition from filters that merely lie near a few lines.
    """
    gaps = [minus(mu(record, 0, k), mu(record, 0, "trained")) for k in ("gaussian", "flipped")]
    above, below = [gap.low > 0 for gap in gaps], [gap.high < 0 for gap in gaps]
    some = "depends" if above[0] else "refuted" if all(below) else "cannot tell"
    last = len(record["rows"][0]["layers"]) - 1
    first = ", ".join(f"{_over(record, 0, kind):.2f} {what}" for kind, what in KINDS.items())
    return {
        48: Answer(
            verdict="supported" if all(above) else some,
            measured=f"cosine to the nearest negated filter, first layer: {first}",
            because=f"In layer {last + 1} it is {_over(record, last, 'trained'):.2f}, of Gaussian "
            f"filters {_over(record, last, 'gaussian'):.2f}. Against signs drawn by lot the first "
            f"layer gains {gaps[1]}. These are 16 filters of 3x3, trained briefly on the middle of "
            f"the pictures, to {_accuracy(record):.0%} accuracy.",
            **effect(gaps[0]),
        )
    }


def _over(record, layer, kind):
    return float(np.mean(list(mu(record, layer, kind).values())))


def _accuracy(record):
    return float(np.mean([row["accuracy"] for row in record["rows"]]))


def text(record: Record) -> str:
    """The mean mu of every layer."""
    layers = range(len(record["rows"][0]["layers"]))
    rows = [(layer + 1, *(_over(record, layer, kind) for kind in KINDS)) for layer in layers]
    return table(["convolution", *KINDS.values()], rows)


def draw(record: Record, path: Path) -> None:
    """The mean mu by layer; every seed is a dot."""
    plot, axis = ink.axes_grid(1, 6.5, 4)
    layers = range(len(record["rows"][0]["layers"]))
    places = [layer + 1 for layer in layers]
    for (kind, label), colour in zip(KINDS.items(), ("#332288", "#bbbbbb", "#cc6677")):
        axis.plot(places, [_over(record, n, kind) for n in layers], color=colour, label=label)
        for place, layer in zip(places, layers):
            values = list(mu(record, layer, kind).values())
            axis.plot([place] * len(values), values, "o", color=colour, ms=4, alpha=0.6)
    axis.set_ylabel("cosine to the nearest negated filter")
    axis.set_xlabel("convolution (-1 would be pairs of opposite phase)")
    axis.legend(frameon=False)
    ink.whole_numbers(axis.xaxis)
    ink.frameless(axis)
    ink.save(plot, path)


STUDY = Study(
    name="crelu_pairs",
    kind="measurement",
    title="Filters in pairs of opposite phase",
    claims=(
        Claim(
            number=48,
            text="First-layer filters of ReLU nets come in pairs of opposite phase.",
            source="Shang et al. 2016, arXiv:1603.05201",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    costs="about a minute on 2 cores",
)
