"""Bias shift: the mean of activations on N(0, 1), in nets, and whether it slows training."""

from pathlib import Path

import keras
import numpy as np
from keras import ops

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring import fits
from keras_acts.claims.measuring.bias_shift_figure import figure
from keras_acts.claims.measuring.compare import effect, minus, verdict
from keras_acts.claims.measuring.markdown import table
from keras_acts.claims.measuring.rank import Correlation, spearman
from keras_acts.claims.measuring.units import units
from keras_acts.layers import ACTIVATIONS, Activation
from keras_acts.table import Arm

COMPARED = {
    "relu": "relu",
    "prelu": "prelu",
    "mpelu": {"name": "mpelu", "alpha_initializer": 0.25},
    "elu": "elu",
    "tanh": "tanh",
}
OTHERS = (
    "leaky_relu", "selu", "gelu", "silu", "mish", "hard_tanh", "softplus", "sigmoid",
)  # fmt: skip
SHIFTS = (-0.8, -0.4, 0.0, 0.4)
"""Constants added to ReLU; -0.4 takes its mean on N(0, 1) away."""
RATES = (0.03, 0.1)
ENOUGH, STEPS = 0.5, 150
CLEVERT = "Clevert et al. 2015, arXiv:1511.07289"


def shifted(constant: float) -> Arm:
    """max(0, x) + constant, with which a net can be built."""
    layer = keras.layers.Activation
    row = Activation(
        name=f"relu {constant:+g}",
        layer=lambda: layer(lambda x: ops.relu(x) + constant),
        source="",
        left_slope=lambda layer: 0.0,
    )
    return Arm(row)


def moments(activation) -> tuple[float, float]:
    """E f(z) and E f(z)^2 for z ~ N(0, 1), by points of equal probability.

    >>> round(moments("relu")[0], 3)
    0.399
    """
    points = 2**16
    u = (np.arange(points) + 0.5) / points
    z = np.sqrt(2) * ops.convert_to_numpy(ops.erfinv(ops.array(2 * u - 1, "float64")))
    f = ops.convert_to_numpy(ACTIVATIONS.arm(activation)()(ops.array(z[:, None], "float32")))
    return float(f.mean(dtype="float64")), float(np.square(f, dtype="float64").mean())


def measure(source="mnist", samples=5000, seeds=range(5), steps=STEPS, rates=RATES) -> Record:
    """Means on N(0, 1), in nets at both ends of training, and the steps to a loss of 0.5."""
    nets = {**COMPARED, **{name: name for name in OTHERS}}
    parts = {seed: fits.part(source, seed, samples) for seed in seeds}
    runs = {name: _runs(arm, parts, steps, rates, name in COMPARED) for name, arm in nets.items()}
    moved = {f"{c:+g}": _runs(shifted(c), parts, steps, rates, False, "he") for c in SHIFTS}
    return {
        "normal": {name: moments(arm) for name, arm in nets.items()},
        "runs": runs,
        "shifted": moved,
        "steps": steps,
    }


def _runs(activation, parts, steps, rates, look, initializer="moment"):
    """For each seed the fewest steps over the rates; with `look`, the means of the last run."""
    model, rows = None, []
    for seed, part in parts.items():
        choices = {"activation": activation, "initializer": initializer}
        net = fits.net("mlp", part, seed, depth=5, width=64, **choices)
        row = {"seed": seed, "means": [_means(net, part)] if look else []}
        start, model = net.get_weights(), model or fits.ready(net, keras.optimizers.SGD())
        taken = []
        for rate in rates:
            fits.restart(model, start, rate)
            order = fits.order(part, seed, steps, batch=64)
            taken.append(fits.steps_to(model, part, order, ENOUGH))
        row["means"] += [_means(model, part)] if look else []
        rows.append({**row, "steps": min(taken)})
    return rows


def _means(model, part):
    """The mean output of each layer on a thousand training samples."""
    return [float(one.f.mean()) for one in units(model, part.x_train[:1000])]


def mean(record: Record, name: str, stage: int) -> dict[int, float]:
    """By seed, the mean over the layers at the start (0) or when training stopped (1)."""
    return {row["seed"]: float(np.mean(row["means"][stage])) for row in record["runs"][name]}


def steps(rows: list[dict]) -> dict[int, float]:
    """By seed, the steps to the loss."""
    return {row["seed"]: float(row["steps"]) for row in rows}


def ranks(record: Record) -> Correlation:
    """Of |E f| / sqrt(E f^2) on N(0, 1) with the mean number of steps, over the activations."""
    shift = [abs(m) / np.sqrt(square) for m, square in record["normal"].values()]
    taken = [float(np.mean(list(steps(rows).values()))) for rows in record["runs"].values()]
    return spearman(shift, taken)


def answers(record: Record) -> dict[int, Answer]:
    """31: intervals of paired differences of means. 46: ReLU with its mean moved, by hand."""
    return {31: _shifted(record), 46: _slower(record)}


def _shifted(record):
    relu = [mean(record, "relu", stage) for stage in (0, 1)]
    others = [name for name in COMPARED if name != "relu"]
    gaps = [minus(relu[s], mean(record, n, s)) for n in others for s in (0, 1)]
    least = min(gaps, key=lambda gap: gap.low)
    normal = " / ".join(f"{record['normal'][name][0]:.3f}" for name in COMPARED)
    nets = " / ".join(f"{np.mean(list(mean(record, n, 1).values())):.2f}" for n in COMPARED)
    return Answer(
        verdict=verdict(*gaps),
        measured=f"N(0, 1): {normal}; in trained nets: {nets} ({' / '.join(COMPARED)})",
        because=f"The smallest of ReLU's leads, over {len(others)} activations at the start and "
        "after training, is the effect. ReLU's output is never below 0, so its mean is above.",
        **effect(least),
    )


def _slower(record):
    """Supported if both nets with a mean are slower than the one without; it depends if one is."""
    taken = {c: steps(rows) for c, rows in record["shifted"].items()}
    own, more = (minus(taken[c], taken["-0.4"]) for c in ("+0", "+0.4"))
    rank, some = ranks(record), own.low > 0 or more.low > 0
    whole = verdict(own, more)
    middle = ", ".join(f"{np.mean(list(by.values())):.0f} for {c}" for c, by in taken.items())
    return Answer(
        verdict="depends" if some and whole == "cannot tell" else whole,
        measured=f"steps to a loss of {ENOUGH} of ReLU plus a constant: {middle}; over "
        f"{rank.points} activations the rank correlation of shift and steps is {rank}",
        because="A constant added to ReLU moves nothing but the mean, and -0.4 takes it away. "
        f"ReLU's own mean costs {own} steps, twice that mean {more}. The correlation has "
        f"{rank.points} points, which differ in more than their means.",
        **effect(own),
    )


def text(record: Record) -> str:
    """Means and steps of every activation."""
    rows = [
        (name, *record["normal"][name], *_nets(record, name), np.mean(list(steps(rows).values())))
        for name, rows in record["runs"].items()
    ]
    header = ["activation", "E f, N(0, 1)", "E f^2", "mean at start", "trained", "steps"]
    return table(header, rows)


def _nets(record, name):
    if name not in COMPARED:
        return "–", "–"
    return [float(np.mean(list(mean(record, name, stage).values()))) for stage in (0, 1)]


def draw(record: Record, path: Path) -> None:
    """Means by layer; steps of ReLU with its mean moved; steps against shift."""
    figure(record, list(COMPARED), path)


STUDY = Study(
    name="bias_shift",
    kind="measurement",
    title="Bias shift",
    claims=(
        Claim(
            number=31,
            text="ReLU's mean is always above 0; PReLU, MPELU, ELU and tanh are nearer to it.",
            claimed="0.399 / 0.299 / 0.339 / 0.161 on N(0, 1) (ReLU, PReLU, MPELU, ELU)",
            source="common teaching; the figures are integrals over N(0, 1)",
        ),
        Claim(
            number=46,
            text="Pushing the mean of activations towards 0 makes training faster.",
            source=CLEVERT,
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    costs="about a minute on 2 cores",
)
