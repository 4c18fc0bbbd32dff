"""What an activation must be, by what is computed of those in use and by which of them train.

The task: points of a square, of the class of those inside of a circle of half its area. No line
divides them better than chance.
"""

from pathlib import Path

import numpy as np

from keras_acts import models
from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring.nets import accuracy, batches, trained
from keras_acts.gallery.curve import unit
from keras_acts.gallery.properties import properties
from keras_acts.labels import parsed
from keras_acts.layers import ACTIVATIONS
from keras_acts.report.ink import BASELINE, COLOURS, axes_grid, frameless, save
from keras_acts.report.markdown import table as markdown
from keras_acts.report.statistics import interval
from keras_acts.split import Split

LINEAR = "leaky_relu(negative_slope=1.0)"
ARMS = (LINEAR, "relu", "elu", "tanh", "softplus", "gelu", "silu", "mish")
SEEDS, SAMPLES, STEPS, BATCH = range(5), 2000, 400, 100
RATE, MOMENTUM = 0.1, 0.9
LEARNS, CHANCE = 0.9, 0.7
"""A net learns with an accuracy above 0.9 in every seed, and does not with one below 0.7."""


def circle(seed: int) -> Split:
    """Points of [-1, 1]^2, half to train; class 1 inside of the circle of area 2."""
    x = np.random.default_rng(seed).uniform(-1, 1, (SAMPLES, 2)).astype("float32")
    y = ((x**2).sum(1) < 2 / np.pi).astype("int32")
    half = SAMPLES // 2
    return Split(x[:half], y[:half], x[half:], y[half:])


def kind(label: str) -> dict[str, bool]:
    """Which of the requirements an activation meets, by what is computed of it."""
    one = properties(label)
    slopes = unit(label).curve(np.linspace(-10, 10, 1001)).slope
    return {
        "non-linear": float(np.ptp(slopes)) > 1e-6,
        "derivable": not one.jumps,
        "monotone": one.monotone != "no",
        "bounded": bool(np.isfinite([one.low, one.high]).all()),
    }


def score(label: str, seed: int, steps: int = STEPS) -> float:
    """The accuracy of a net of two layers of 16 on points it has not seen."""
    part = circle(seed)
    activation = parsed(label)
    net = models.build(
        "mlp", input_shape=(2,), classes=2, activation=activation, seed=seed, depth=2, width=16
    )
    trained(net, RATE, batches(part, BATCH, seed, steps), MOMENTUM)
    return accuracy(net, part.x_val, part.y_val)


def measure() -> Record:
    """{"kinds": of all activations, "arms": {label: {"kind", "scores"}}}."""
    arms = {arm: {"kind": kind(arm), "scores": [score(arm, s) for s in SEEDS]} for arm in ARMS}
    return {"kinds": {name: kind(name) for name in ACTIVATIONS}, "arms": arms}


def learns(arm: Record) -> bool:
    """Whether every net of the arm learned."""
    return min(arm["scores"]) > LEARNS


def without(record: Record, requirement: str) -> list[str]:
    """The arms that do not meet a requirement and learn all the same."""
    arms = record["arms"].items()
    return [name for name, arm in arms if not arm["kind"][requirement] and learns(arm)]


def answers(record: Record) -> dict[int, Answer]:
    """Nothing learns without any of the four: supported; with most of them missing: refuted.

    One cannot tell by a task that the linear net half learns, or that no other learns.
    """
    requirements = list(record["arms"][LINEAR]["kind"])
    needless = {r: without(record, r) for r in requirements if without(record, r)}
    linear = record["arms"][LINEAR]["scores"]
    idle = CHANCE < max(linear) <= LEARNS or not any(map(learns, record["arms"].values()))
    count = {r: sum(not one[r] for one in record["kinds"].values()) for r in requirements}
    verdict = "refuted" if len(needless) > len(requirements) / 2 else "depends"
    means = {name: np.mean(arm["scores"]) for name, arm in record["arms"].items()}
    return {
        12: Answer(
            verdict="cannot tell" if idle else verdict if needless else "supported",
            measured="learned without it: "
            + "; ".join(f"{r}: {', '.join(without(record, r)) or 'none'}" for r in requirements),
            because=f"A circle that no line divides: the linear net reaches {means[LINEAR]:.0%}, "
            f"the others at least {min(v for k, v in means.items() if k != LINEAR):.0%}, means of "
            f"{len(linear)} seeds. Of the {len(record['kinds'])} activations here, "
            + ", ".join(f"{n} are not {r}" for r, n in count.items())
            + ".",
            seeds=len(linear),
        )
    }


def draw(record: Record, path: Path) -> None:
    """The accuracy of each arm, a dot a seed; on the left what it does not meet."""
    figure, axis = axes_grid(1, width=7.5, height=3)
    for y, (arm, one) in enumerate(record["arms"].items()):
        colour = BASELINE if arm == LINEAR else COLOURS[0]
        axis.plot([100 * s for s in one["scores"]], [y] * len(one["scores"]), "o", color=colour)
    lacks = [[r for r, met in one["kind"].items() if not met] for one in record["arms"].values()]
    ticks = [": not ".join([a, *[" or ".join(s)] * bool(s)]) for a, s in zip(record["arms"], lacks)]
    axis.set_yticks(range(len(ticks)), ticks)
    axis.invert_yaxis()
    axis.axvline(100 * LEARNS, color=BASELINE, lw=0.8, ls="--")
    axis.set_xlabel("accuracy on the circle, %; a dot a seed")
    axis.grid(axis="x", color="#e6e6e6")
    frameless(axis)
    save(figure, path)


def text(record: Record) -> str:
    """Accuracy by arm, and what every activation meets."""
    arms = [
        [name, f"{interval([100 * s for s in arm['scores']])}", "yes" if learns(arm) else "no"]
        for name, arm in record["arms"].items()
    ]
    requirements = list(record["arms"][LINEAR]["kind"])
    kinds = [
        [name, *("yes" if one[r] else "no" for r in requirements)]
        for name, one in record["kinds"].items()
    ]
    tables = ([["arm", "accuracy, %", "learned"], *arms], [["activation", *requirements], *kinds])
    return "\n\n".join(map(markdown, tables))


STUDY = Study(
    name="requirements",
    kind="measurement",
    title="What an activation must be",
    claims=(
        Claim(
            number=12,
            text="An activation must be non-linear, derivable, monotone and of bounded output.",
            source="common teaching",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    costs="90 seconds on one core",
)
