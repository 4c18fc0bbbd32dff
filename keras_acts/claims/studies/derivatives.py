"""The derivative at 0, gradients against difference quotients, and where f' exists at all."""

from pathlib import Path

import numpy as np
from keras import ops

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.gallery.curve import SHOWN, unit
from keras_acts.gallery.properties import jumps
from keras_acts.gradients import gradients
from keras_acts.report.ink import COLOURS, axes_grid, frameless, save
from keras_acts.report.markdown import table as markdown

SOFT = 0.1
FORMS = {
    "relu(x)": ops.relu,
    "where(x > 0, x, 0)": lambda x: ops.where(x > 0, x, ops.zeros_like(x)),
    "maximum(x, 0)": lambda x: ops.maximum(x, ops.zeros_like(x)),
    "(x + |x|) / 2": lambda x: 0.5 * (x + ops.abs(x)),
    "max over (x, 0)": lambda x: ops.max(ops.stack([x, ops.zeros_like(x)]), axis=0),
    f"maximum({SOFT}, x)": lambda x: ops.maximum(SOFT * ops.ones_like(x), x),
}
"""Ways to write ReLU, and the softened one with its kink at e = 0.1."""
NETS = ("relu", "tanh", "sigmoid", "elu", "mpelu")
SEEDS = range(5)
STEP, RIGHT = 1e-6, 1e-6
"""A gradient is right if it differs from the difference quotient by under 1e-6 of its largest."""
POINTS, KINKED = 20_000, 1e-3
"""Almost everywhere: but for fewer than this share of so many points from N(0, 3^2)."""


def slopes(form, x=(-1e-3, 0.0, 1e-3)) -> list[float]:
    """The derivatives that the backend gives at the points x."""
    _, _, (found,) = gradients(lambda a: (ops.sum(form(a[0])), None), [np.array(x, "float32")])
    return [float(slope) for slope in ops.convert_to_numpy(found)]


def checked(name: str, seed: int, kink: bool = False) -> float:
    """max |gradient - central difference| / max |gradient| over the weights of a small net.

    Two layers, float64, mean squared error; with `kink`, one pre-activation is exactly 0.
    """
    rng = np.random.default_rng(seed)
    x, y, w, out = (rng.normal(size=shape) for shape in ((8, 5), (8, 3), (5, 7), (7, 3)))
    bias = np.where(kink & (np.arange(7) == 0), -(x @ w)[0], rng.normal(size=7))
    layer = unit(name).layer

    def losses(weights):
        z = ops.matmul(x, ops.reshape(weights[:, :35], (-1, 5, 7))) + weights[:, None, 35:]
        return ops.mean((ops.matmul(layer(z), out) - y) ** 2, axis=(1, 2))

    weights = np.concatenate([w.ravel(), bias])[None]
    _, _, (slopes,) = gradients(lambda a: (ops.sum(losses(a[0])), None), [weights])
    exact, move = ops.convert_to_numpy(slopes)[0], STEP * np.eye(weights.size)
    up, down = (ops.convert_to_numpy(losses(ops.array(weights + m))) for m in (move, -move))
    return float(np.abs(exact - (up - down) / (2 * STEP)).max() / np.abs(exact).max())


def derivable(name: str) -> dict:
    """What goes into one unit and comes out of it, its kinks, and how often f' is no quotient."""
    one = unit(name)
    widens = one.arm.row.widens(one.layer)
    x = np.random.default_rng(0).normal(0, 3, POINTS)
    up, down = (one.curve(x + sign * STEP).f for sign in (1, -1))
    off = np.abs((up - down) / (2 * STEP) - one.curve(x).slope).max(0) > 1e-3
    kinks = jumps(lambda x: one.curve(x).slope)
    around = one.curve(np.array([-1e-6, 0.0, 1e-6])).slope[0].tolist()
    sizes = {"inputs": widens.denominator, "outputs": widens.numerator}
    return {**sizes, "kinks": list(kinks), "off": float(off.mean()), "around 0": around}


def measure() -> Record:
    """{"at 0": slopes by form, "errors", "at a kink": by net and seed, "where": derivable}."""
    return {
        "at 0": {form: slopes(call) for form, call in FORMS.items()},
        "beside e": slopes(FORMS[f"maximum({SOFT}, x)"], (SOFT - 1e-3, SOFT + 1e-3)),
        "errors": {name: [checked(name, seed) for seed in SEEDS] for name in NETS},
        "at a kink": {name: [checked(name, seed, True) for seed in SEEDS] for name in NETS},
        "where": {name: derivable(name) for name in SHOWN},
    }


def answers(record: Record) -> dict[int, Answer]:
    """The rules stand with each of the three."""
    return {18: _at_zero(record), 21: _as_any_other(record), 22: _almost_everywhere(record)}


def _at_zero(record):
    """Undefined if the sides differ; 0 in all ways to write it: supported, in some: depends."""
    found = {form: three for form, three in record["at 0"].items() if form != f"maximum({SOFT}, x)"}
    defined = any(left == right for left, _, right in found.values())
    zero = [middle == 0 for _, middle, _ in found.values()]
    soft, beside = record["at 0"][f"maximum({SOFT}, x)"][1], record["beside e"]
    return Answer(
        verdict="refuted" if defined or not any(zero) else "supported" if all(zero) else "depends",
        measured="f'(0): " + ", ".join(f"{form} {three[1]:g}" for form, three in found.items()),
        because=f"The slopes on both sides are 0 and 1, and the value at 0 is that of whoever "
        f"writes the formula: {sum(zero)} of {len(zero)} ways give 0. max(e, x) with e = {SOFT:g} "
        f"gives {soft:g} at 0 and has its kink at e: slopes {beside[0]:g} and {beside[1]:g}.",
    )


def _as_any_other(record):
    """Right away from 0 as the smooth ones are: supported; if they are wrong too: cannot tell."""
    worst = {name: max(errors) for name, errors in record["errors"].items()}
    smooth = max(error for name, error in worst.items() if name != "relu")
    right = worst["relu"] < RIGHT
    at_kink = np.median(record["at a kink"]["relu"])
    return Answer(
        verdict="cannot tell" if smooth > RIGHT else "supported" if right else "refuted",
        measured=f"largest error of a gradient, as a share: ReLU {worst['relu']:.1g}, others "
        f"{smooth:.1g}",
        because=f"Gradients of a two-layer net against central differences in float64. With one "
        f"pre-activation at exactly 0 ReLU's error is {at_kink:.1g} (median of the seeds): there "
        "a gradient is no difference quotient.",
        seeds=len(record["errors"]["relu"]),
    )


def _almost_everywhere(record):
    """All of them derivable but for single points and from R to R: supported; not all: depends."""
    where = record["where"]
    bad = [name for name, one in where.items() if one["off"] > KINKED]
    many = [name for name, one in where.items() if one["inputs"] * one["outputs"] > 1]
    kinks = max(len(one["kinks"]) for one in where.values())
    off = max(one["off"] for one in where.values())
    return Answer(
        verdict="refuted" if bad else "depends" if many else "supported",
        measured=f"at most {kinks} kinks and {off:.1%} of {POINTS:,} points without a derivative; "
        f"{len(where) - len(many)} of {len(where)} are functions R to R",
        because="Derivable almost everywhere "
        + (f"are not: {', '.join(bad)}. " if bad else "they all are. ")
        + f"From R to R are not: {', '.join(many) or 'none'}, which take or give several channels.",
    )


def draw(record: Record, path: Path) -> None:
    """f'(0) of the layers, a dot each, beside the slopes they have around it."""
    figure, axis = axes_grid(1, width=9, height=2.8)
    names = [name for name, one in record["where"].items() if one["inputs"] == 1]
    for i, name in enumerate(names):
        left, middle, right = record["where"][name]["around 0"]
        axis.plot([i, i], [left, right], color=COLOURS[0], lw=5, alpha=0.3)
        axis.plot(i, middle, "o", color=COLOURS[2], ms=5)
    axis.set_xticks(range(len(names)), names, rotation=60, ha="right", fontsize=8)
    axis.set_ylabel("f'(0); bar: from f'(0-) to f'(0+)", fontsize=8)
    axis.grid(axis="y", color="#eeeeee")
    frameless(axis)
    save(figure, path)


def text(record: Record) -> str:
    """The derivative around 0 by way of writing, and the errors of gradients."""
    ways = [[form, *(f"{s:g}" for s in three)] for form, three in record["at 0"].items()]
    errors = [
        [name, *(f"{max(record[kind][name]):.1g}" for kind in ("errors", "at a kink"))]
        for name in record["errors"]
    ]
    head = ["activation", "largest error", "with a pre-activation at 0"]
    tables = ([["form", "f'(-0.001)", "f'(0)", "f'(0.001)"], *ways], [head, *errors])
    return "\n\n".join(map(markdown, tables))


COMMON = "common teaching"
STUDY = Study(
    name="derivatives",
    kind="identity",
    title="Where activations have a derivative, and what is used where not",
    claims=(
        Claim(
            number=18,
            text="ReLU has no derivative at 0; one takes 0, or max(e, x) instead.",
            claimed="usually 0",
            source=COMMON,
        ),
        Claim(
            number=21,
            text="But for 0, backpropagation treats ReLU as any other unit.",
            source=COMMON,
        ),
        Claim(
            number=22,
            text="An activation is a function from R to R, derivable almost everywhere.",
            source=COMMON,
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    costs="15 seconds on one core",
)
