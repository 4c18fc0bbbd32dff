"""One feature value out of range: when it shuts a ReLU for good, and when not.

A neuron alone is computed exactly (`neuron`); small nets on digits are trained
(`outlier_nets`), with what is said to help.
"""

from pathlib import Path

import numpy as np

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring import neuron, outlier_nets
from keras_acts.claims.measuring.compare import effect, minus, points, verdict
from keras_acts.claims.measuring.markdown import table
from keras_acts.claims.measuring.outlier_figure import figure
from keras_acts.gradients import gradients

SIZES = (10, 20, 50, 100, 150, 300, 1000)
RATES = (1e-4, 1e-3, 1e-2, 1e-1)
NET_SIZES = (100.0, 1000.0)
SHOWN = 1000.0
CASES = {
    "only the bias moves": ("zero-mean", True),
    "w and b move, zero-mean features": ("zero-mean", False),
    "w and b move, features at least 0": ("non-negative", False),
}
BIAS, ZERO_MEAN, NON_NEGATIVE = CASES
AIRBNB = "Haldar et al. 2018, arXiv:1810.09591"


def measure(seeds=range(5), sizes=SIZES, rates=RATES, steps=150) -> Record:
    """The neuron over the whole grid, the nets for each arm and seed, and four signs."""
    return {
        "sizes": list(sizes),
        "rates": list(rates),
        "neuron": {case: neuron.grid(*how, sizes, rates) for case, how in CASES.items()},
        "nets": {
            arm: outlier_nets.lives(how, seeds, NET_SIZES, steps)
            for arm, how in outlier_nets.ARMS.items()
        },
        "errors": [[error, slope(error)] for error in (-100.0, -1.0, 1.0, 100.0)],
    }


def slope(error: float) -> float:
    """dL/db of L = (y - t)^2 / 2 for an active neuron that gives y = t + error."""
    return float(gradients(lambda b: ((b[0] + error) ** 2 / 2, None), [0.0])[2][0])


def large_steps(record: Record, case: str) -> float:
    """The mean share shut for good where lr size^2 >= 1: where the step reverses w."""
    shut = np.array(record["neuron"][case]["shut"])
    large = np.outer(np.square(record["sizes"], dtype=float), record["rates"]) >= 1
    return float(shut[large].mean())


def active(record: Record, case: str, size: float, rate: float) -> float:
    """The share of normal data on which the neuron is active right after the outlier."""
    row, column = record["sizes"].index(size), record["rates"].index(rate)
    return record["neuron"][case]["active"][row][column]


def harm(record: Record, arm: str) -> dict[int, float]:
    """By seed, how much the share of dead units rose from before the outlier to the end."""
    rows = [row for row in record["nets"][arm] if row["size"] == SHOWN]
    return {row["seed"]: row["dead"][2] - row["dead"][0] for row in rows}


def answers(record: Record) -> dict[int, Answer]:
    """The verdicts, from shares of shut neurons, paired differences and signs."""
    return {
        61: _shuts(large_steps(record, ZERO_MEAN), large_steps(record, NON_NEGATIVE)),
        62: _mechanism(*(active(record, case, 150, 1e-2) for case in CASES)),
        63: _sensitive(record),
        65: _sign(record["errors"]),
    }


def _shuts(zero_mean, non_negative):
    low, high = sorted((zero_mean, non_negative))
    return Answer(
        verdict="supported" if low > 0.5 else "refuted" if high < 0.05 else "depends",
        measured=f"shut for good, where lr size^2 >= 1: {zero_mean:.0%} of neurons on zero-mean "
        f"features, {non_negative:.0%} on features of one sign",
        because="A step on the outlier moves z at x' by -lr (y - t) (x x' + 1): down everywhere "
        "only if no x x' is negative, which non-negative features guarantee and centred ones "
        "exclude.",
    )


def _mechanism(bias, zero_mean, non_negative):
    moved = "supported" if zero_mean < 0.25 else "depends"
    return Answer(
        verdict=moved if bias < 0.25 else "refuted",
        measured=f"active after one step (size 150, lr 0.01): {bias:.0%} if only b moves, "
        f"{zero_mean:.0%} if w moves too, {non_negative:.0%} on non-negative features",
        because="The bias alone would shut the neuron. But w moves size times as far as b, so w "
        "decides: it changes its sign, and centred inputs of the other sign still fire.",
    )


def _sensitive(record):
    relu = harm(record, "relu")
    worse = [minus(relu, harm(record, other)) for other in ("leaky_relu", "elu")]
    helps = minus(relu, harm(record, "relu, standardised and clipped"))
    plain = minus(relu, harm(record, "relu, features standardised"))
    shown = min(worse, key=lambda one: one.mean)
    whole = verdict(*worse, helps)
    some = all(one.low > 0 for one in worse) or helps.low > 0
    return Answer(
        verdict="depends" if some and whole == "cannot tell" else whole,
        measured=f"dead units rise by {points(shown)} points more in ReLU than in LeakyReLU or "
        f"ELU; clipping standardised features saves {points(helps)}, standardising alone "
        f"{points(plain)}",
        because="Digits, two layers of 64, one pixel at 1000, " + _later(record) + " Features "
        "scaled by clean data keep their outlier; clipping them does not.",
        **effect(shown),
    )


def _later(record):
    ends = [f"{arm} {_ends(record['nets'][arm]):.1%}" for arm in ("relu", "leaky_relu", "elu")]
    return "150 steps later; accuracy by then: " + ", ".join(ends) + "."


def _ends(lives):
    return float(np.mean([row["accuracy"][2] for row in lives if row["size"] == SHOWN]))


def _sign(errors):
    over = all(true * abs(error) > 0 for error, true in errors if error > 0)
    under = all(true * abs(error) > 0 for error, true in errors if error < 0)
    pairs = "; ".join(f"{error:+g}: {true:+g} against {abs(error):+g}" for error, true in errors)
    return Answer(
        verdict="supported" if over and not under else "depends" if over else "refuted",
        measured=f"y - t, true dL/db against |y - t|: {pairs}",
        because="For an under-predicting neuron the true step raises b, and no outlier shuts it; "
        "the loss in place of its gradient has the wrong sign there.",
    )


def text(record: Record) -> str:
    """The nets: dead units and accuracy before, after and later, mean over the seeds."""
    rows = [
        (arm, f"{size:g}", *_life(record["nets"][arm], size))
        for arm in record["nets"]
        for size in NET_SIZES
    ]
    header = ["net", "size", "dead before, after, later in %", "accuracy before, after, later in %"]
    return table(header, rows)


def _life(lives, size):
    rows = [row for row in lives if row["size"] == size]
    for name in ("dead", "accuracy"):
        mean = 100 * np.mean([row[name] for row in rows], axis=0)
        yield ", ".join(f"{value:.1f}" for value in mean)


def draw(record: Record, path: Path) -> None:
    """Three maps of the neuron, and the nets' dead units."""
    figure(record, CASES, {arm: harm(record, arm) for arm in record["nets"]}, path)


STUDY = Study(
    name="outliers",
    kind="measurement",
    title="One outlier and a ReLU",
    claims=(
        Claim(
            number=61,
            text="A feature value out of range gives a large gradient and shuts a ReLU for good.",
            source=AIRBNB,
        ),
        Claim(
            number=62,
            text="The step makes the bias so negative that normal inputs never activate the unit.",
            claimed="active after one step: 7 % if only b moves, 48 % with w, 0 % non-negative",
            source="common teaching; the figures: an earlier computation of our own",
        ),
        Claim(
            number=63,
            text="ReLU is especially sensitive to outliers; features should be normalised.",
            source=AIRBNB,
        ),
        Claim(
            number=65,
            text="Taking the loss |y - t| for the gradient is right only where y exceeds t.",
            source="our reading of a tutorial that does so",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    costs="about a minute on 2 cores",
)
