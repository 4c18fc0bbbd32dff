"""What the 0s and 1s of ReLU' do to a gradient: the real mask against one of 1s only.

Along a path of active units the product of f' is 1. A layer's gradient is a sum over all paths,
of which each layer's mask ends about half.
"""

from pathlib import Path

import numpy as np
from keras import ops

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring.flow import flow
from keras_acts.claims.measuring.markdown import table
from keras_acts.claims.measuring.nets import mnist, net
from keras_acts.report.ink import COLOURS, axes_grid, frameless, save, whole_numbers
from keras_acts.report.statistics import Interval, interval

SEEDS = range(5)
DEPTH, WIDTH, BATCH = 10, 256, 200
GAINS = {"gain 1 (LeCun)": "lecun", "gain 2 (MSRA)": "msra"}
MASKS = ("real mask", "all active")
STEADY = (0.9, 1 / 0.9)
"""A factor a layer in here neither vanishes nor explodes: 10 layers keep it within 3."""


def open_slope(tap, z):
    """ReLU forward, and f' = 1 everywhere backward."""
    return z + ops.stop_gradient(ops.relu(z) - z)


def one(part, initializer: str, seed: int, depth=DEPTH, width=WIDTH) -> dict:
    """The root mean square of dS/dz by layer with both masks, and the share of active units."""
    model = net(part, seed, activation="relu", initializer=initializer, depth=depth, width=width)
    x = part.x_train[:BATCH]
    z, back = flow(model, x, seed)
    _, free = flow(model, x, seed, open_slope)
    sizes = [[float(np.sqrt(np.mean(d**2))) for d in deltas] for deltas in (back, free)]
    return {**dict(zip(MASKS, sizes)), "active": [float(np.mean(values > 0)) for values in z]}


def measure() -> Record:
    """{gain: a record a seed}."""
    part = mnist(10_000, 0)
    return {name: [one(part, start, seed) for seed in SEEDS] for name, start in GAINS.items()}


def factor(record: Record, gain: str, mask: str) -> Interval:
    """What a layer that the gradient comes back through makes of its size."""
    sizes = np.array([run[mask] for run in record[gain]])
    return interval([*map(float, (sizes[:, 0] / sizes[:, -1]) ** (1 / (sizes.shape[1] - 1)))])


def steady(found: Interval) -> bool:
    """Whether it neither vanishes nor explodes."""
    return STEADY[0] < found.low and found.high < STEADY[1]


def answers(record: Record) -> dict[int, Answer]:
    """With the real mask nothing vanishes at any gain; or it depends on the gain."""
    found = {(g, m): factor(record, g, m) for g in GAINS for m in MASKS}
    right = [found[gain, MASKS[0]].low > STEADY[0] for gain in GAINS]
    ones = [found[gain, MASKS[1]].low > STEADY[0] for gain in GAINS]
    active = float(np.mean([run["active"] for runs in record.values() for run in runs]))
    lecun, msra = (found[gain, MASKS[0]] for gain in GAINS)
    free = [found[gain, MASKS[1]] for gain in GAINS]
    depends = any(right) or all(ones)
    return {
        64: Answer(
            verdict="supported" if all(right) else "depends" if depends else "refuted",
            measured=f"a layer keeps {lecun.mean:.2f} of the gradient with weights of gain 1, "
            f"{msra.mean:.2f} with gain 2; with all units active {free[0].mean:.2f} and "
            f"{free[1].mean:.2f}",
            because=f"Along a path of active units nothing is lost, but {active:.0%} of the units "
            f"are active: of all paths through {DEPTH} layers a share of {active**DEPTH:.1g} "
            "remains, and it is the weights' gain of 2 that makes up for the rest.",
            effect=lecun.mean,
            low=lecun.low,
            high=lecun.high,
            seeds=lecun.seeds,
        )
    }


def draw(record: Record, path: Path) -> None:
    """The gradient by layer over that of the last, a panel for each gain, a line a seed."""
    figure, axes = axes_grid(2, width=8.5, height=3.2)
    for axis, (gain, runs) in zip(axes, record.items()):
        for mask, colour in zip(MASKS, COLOURS):
            sizes = np.array([run[mask] for run in runs])
            lines = (sizes / sizes[:, -1:]).T
            label = [mask, *[None] * (len(runs) - 1)]
            axis.plot(range(1, len(lines) + 1), lines, color=colour, lw=1.3, label=label)
        axis.axhline(1, color="#dddddd", lw=0.8, zorder=0)
        axis.set(yscale="log", ylim=(0.02, 50), xlabel="hidden layer")
        axis.set_title(f"weights of {gain}", fontsize=10)
        whole_numbers(axis.xaxis)
        frameless(axis)
    axes[0].set_ylabel("gradient / that of layer 10")
    axes[0].legend(frameon=False, fontsize=9)
    save(figure, path)


def text(record: Record) -> str:
    """The factor a layer, with its interval over seeds."""
    rows = [[gain, *(str(factor(record, gain, mask)) for mask in MASKS)] for gain in GAINS]
    return table(["weights", "factor a layer, real mask", "all active"], rows)


STUDY = Study(
    name="active_path",
    kind="measurement",
    title="Does a gradient vanish where ReLU' is 0 or 1?",
    claims=(
        Claim(
            number=64,
            text="The product of ReLU' along active units is 1, so that multiplication makes no "
            "gradient vanish.",
            claimed="1",
            source="common teaching",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    costs="10 seconds on one core",
)
