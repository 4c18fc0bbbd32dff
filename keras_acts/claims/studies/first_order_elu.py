"""How much of an ELU behind BatchNorm is its first-order term: by the normal CDF, and in nets.

|exp(x) - 1 - x| < 0.01 for x from -0.1448 on; the second-order term alone says x^2 / 2 < 0.01.
"""

import math
from pathlib import Path

import keras
import numpy as np
from keras import layers, ops

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring.nets import accuracy, batches, mnist, trained
from keras_acts.report.ink import BASELINE, COLOURS, axes_grid, frameless, save, whole_numbers
from keras_acts.report.markdown import table as markdown
from keras_acts.report.statistics import interval
from keras_acts.taps import tapped

CLAIMED, WITHIN = 55.57, 0.01
SEEDS, DEPTH, WIDTH, BATCH = range(5), 4, 128, 100
STEPS, RATE, MOMENTUM = 400, 0.02, 0.9
NETS = {"BatchNorm alone": False, "BatchNorm with learned scale and shift": True}
CLOSE = 1.0
"""A share is as claimed if its interval lies within one point of the claim."""


def normal(x: float) -> float:
    """The share of N(0, 1) below x, in %."""
    return 50 * (1 + math.erf(x / math.sqrt(2)))


def root(slope: float = 1.0) -> float:
    """The x < 0 below which |exp(x) - 1 - slope x| is `WITHIN` or more for good."""
    x = -np.arange(1, 10**6) / 10**5
    off = np.abs(np.expm1(x) - slope * x) >= WITHIN
    return float(x[np.argmax(off)])


def shares(z: np.ndarray) -> dict[str, float]:
    """In %: how many ELUs at z are their first-order term, of all and of those below 0."""
    z = z.astype("float64").ravel()
    left = np.minimum(z, 0)
    near = np.abs(np.expm1(left) - left) < WITHIN
    return {
        "all": 100 * float(near.mean()),
        "below 0": 100 * float(near[z < 0].mean()),
        "positive": 100 * float((z >= 0).mean()),
    }


def normalised(part, learned: bool, width: int) -> keras.Model:
    """Dense, BatchNorm, ELU, four times, and logits; the scale and shift learned or absent."""
    scale, offset = part.standard()
    x = inputs = keras.Input(part.x_train.shape[1:])
    x = layers.Flatten()(layers.Rescaling(scale, offset)(x))
    for _ in range(DEPTH):
        x = layers.Dense(width, use_bias=False)(x)
        x = layers.BatchNormalization(momentum=0.9, center=learned, scale=learned)(x)
        x = layers.Activation("elu")(x)
    return keras.Model(inputs, layers.Dense(int(part.y_train.max()) + 1)(x))


def one(part, learned: bool, seed: int, steps: int = STEPS, width: int = WIDTH) -> dict:
    """The shares at each ELU of a trained net, on data it has not seen."""
    keras.utils.set_random_seed(seed)
    model = normalised(part, learned, width)
    trained(model, RATE, batches(part, BATCH, seed, steps), MOMENTUM)
    found = []

    def look(tap, z):
        if not tap.linear:
            found.append(shares(ops.convert_to_numpy(z)))
        return tap.activation(z)

    with tapped(model, look):
        model(part.x_val, training=False)
    return {"layers": found, "accuracy": accuracy(model, part.x_val, part.y_val)}


def measure() -> Record:
    """{"computed": in %, "nets": {kind: a record a seed}}."""
    exact = root()
    computed = {
        "Phi(0.14), as claimed": normal(0.14),
        "second-order term": normal(math.sqrt(2 * WITHIN)),
        "exact": normal(-exact),
        "exact, of those below 0": 2 * (normal(-exact) - 50),
        "slope 0.25": normal(-root(0.25)),
        "slope 0.1": normal(-root(0.1)),
    }
    part = mnist(10_000, 0)
    nets = {name: [one(part, learned, s) for s in SEEDS] for name, learned in NETS.items()}
    return {"computed": computed, "nets": nets}


def means(record: Record, name: str, key: str = "all"):
    """The interval over seeds of the mean over layers."""
    runs = record["nets"][name]
    return interval([float(np.mean([layer[key] for layer in run["layers"]])) for run in runs])


def answers(record: Record) -> dict[int, Answer]:
    """As claimed in both kinds of nets: supported; by the CDF, or in one kind: depends."""
    computed = record["computed"]
    by_cdf = abs(computed["exact"] - CLAIMED) < CLOSE
    found = {name: means(record, name) for name in NETS}
    close = [abs(one.low - CLAIMED) < CLOSE > abs(one.high - CLAIMED) for one in found.values()]
    verdict = "supported" if all(close) and by_cdf else "depends"
    alone, learned = found.values()
    return {
        51: Answer(
            verdict=verdict if any(close) or by_cdf else "refuted",
            measured=f"{computed['exact']:.2f} % by the normal CDF; in nets {alone.mean:.1f} % "
            f"behind BatchNorm alone, {learned.mean:.1f} % with learned scale and shift",
            because=f"The claim is Phi(0.14) = {computed['Phi(0.14), as claimed']:.2f} %, for x "
            "from N(0, 1), alpha = 1 and slope 1, so the identity rather than a leaky slope. The "
            "positive half is in it without error: of inputs below 0 only "
            f"{computed['exact, of those below 0']:.1f} % are that close, in the nets "
            f"{means(record, 'BatchNorm alone', 'below 0').mean:.1f} %. Behind BatchNorm they are "
            "not normal: "
            f"{means(record, 'BatchNorm alone', 'positive').mean:.1f} % are positive. The effect "
            "is the share behind BatchNorm alone minus the claim.",
            effect=alone.mean - CLAIMED,
            low=alone.low - CLAIMED,
            high=alone.high - CLAIMED,
            seeds=alone.seeds,
        )
    }


def draw(record: Record, path: Path) -> None:
    """The share by layer, a dot a seed; the claim as a line."""
    figure, axis = axes_grid(1, width=6.5, height=3)
    for shift, (name, runs), colour in zip((-0.1, 0.1), record["nets"].items(), COLOURS):
        for number, run in enumerate(runs):
            at = [layer + 1 + shift for layer in range(DEPTH)]
            label = "" if number else name
            axis.plot(at, [s["all"] for s in run["layers"]], "o", color=colour, ms=5, label=label)
    axis.axhline(CLAIMED, color=BASELINE, lw=1, ls="--", label=f"claimed, {CLAIMED} %")
    axis.set_xlabel("layer; a dot a seed")
    axis.set_ylabel("% of ELUs within 0.01\nof their first-order term")
    whole_numbers(axis.xaxis)
    axis.legend(frameon=False, fontsize=8)
    axis.grid(axis="y", color="#eeeeee")
    frameless(axis)
    save(figure, path)


def text(record: Record) -> str:
    """The shares by the normal CDF, and those of the nets with intervals over seeds."""
    computed = [[name, f"{share:.2f}"] for name, share in record["computed"].items()]
    keys = ("all", "below 0", "positive")
    nets = [[name, *(str(means(record, name, key)) for key in keys)] for name in record["nets"]]
    scored = {n: np.mean([run["accuracy"] for run in runs]) for n, runs in record["nets"].items()}
    nets = [[*line, f"{100 * scored[line[0]]:.1f}"] for line in nets]
    head = ["net", *(f"%, {key}" for key in keys), "accuracy, %"]
    return markdown([["of N(0, 1)", "%"], *computed]) + "\n\n" + markdown([head, *nets])


STUDY = Study(
    name="first_order_elu",
    kind="measurement",
    title="How much of an ELU behind BatchNorm is its first-order term",
    claims=(
        Claim(
            number=51,
            text="ELU's first-order term is LReLU: behind BatchNorm most ELUs are within 0.01 "
            "of it.",
            claimed="55.57 %",
            source="Li et al. 2016, arXiv:1606.00305, and articles on it",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    costs="2 minutes on one core",
)
