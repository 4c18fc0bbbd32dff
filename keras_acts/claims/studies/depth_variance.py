"""Variance forward and back through 30 and 52 layers at the start; MSRA for ELU.

Theory is the recursion of infinitely wide nets: MSRA's own argument needs a rectifier, which
ELU is not.
"""

from pathlib import Path

import numpy as np

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring.flow import flow, recursion
from keras_acts.claims.measuring.markdown import table
from keras_acts.claims.measuring.nets import batches, mnist, net, trained
from keras_acts.initializers import INITIALIZERS
from keras_acts.layers import ACTIVATIONS
from keras_acts.report.ink import COLOURS, axes_grid, frameless, save, whole_numbers

SEEDS, DRAWN = range(5), range(3)
"""The seeds of what is trained, and of what is only drawn."""
QUARTER = {"name": "mpelu", "alpha_initializer": 0.25}
ARMS = {"relu": "relu", "prelu": "prelu", "elu": "elu", "mpelu, alpha 0.25": QUARTER}
STARTS = ("msra", "taylor", "moment")
DEPTHS, WIDTH, BATCH = (30, 52), 128, 100
RATES, TRAINED = (0.001, 0.01, 0.1), (10, 30)
STEPS, MOMENTUM, LEARNED = 300, 0.9, float(np.log(10)) / 2
"""A net trains where ten losses have a mean below half of chance within so many steps."""
STILL = 3.0
"""A variance that 30 layers change by less than this factor is kept."""


def measured(part, activation, start: str, seed: int, depth: int, width=WIDTH) -> dict:
    """The mean square of z and of dS/dz by layer, the latter over that of the last."""
    model = net(part, seed, activation=activation, initializer=start, depth=depth, width=width)
    z, back = flow(model, part.x_train[:BATCH], seed)
    sizes = [float(np.mean(d.astype("float64") ** 2)) for d in back]
    return {
        "forward": [float(np.mean(values.astype("float64") ** 2)) for values in z],
        "backward": [size / sizes[-1] for size in sizes],
    }


def theory(activation, start: str, depth: int) -> dict:
    """The same of an infinitely wide net."""
    arm = ACTIVATIONS.arm(activation)
    gain = INITIALIZERS.arm(start)(arm, seed=0).scale
    return dict(zip(("forward", "backward"), recursion(arm(), gain, depth)))


def trainings(part, depth: int, starts=STARTS, rates=RATES, seeds=SEEDS, width=64) -> dict:
    """{start: {rate: the seeds whose ELU net trains}}."""
    model = net(part, 0, activation="elu", depth=depth, width=width)
    found: dict[str, dict[str, int]] = {}
    for start in starts:
        found[start] = {}
        for rate in rates:
            reached = []
            for seed in seeds:
                one = net(part, seed, activation="elu", initializer=start, depth=depth, width=width)
                model.set_weights(one.get_weights())
                steps = batches(part, 64, seed, STEPS)
                losses = trained(model, rate, steps, momentum=MOMENTUM, enough=LEARNED)
                reached.append(bool(np.mean(losses[-10:]) < LEARNED))
            found[start][str(rate)] = sum(reached)
    return found


def measure() -> Record:
    """{"variance": {depth: {activation: {start: {"nets": a record a seed, "theory": ...}}}},
    "trains": {depth: trainings}}."""
    part = mnist(10_000, 0)
    variance = {
        str(depth): {
            arm: {
                start: {
                    "nets": [measured(part, choice, start, seed, depth) for seed in DRAWN],
                    "theory": theory(choice, start, depth),
                }
                for start in STARTS
            }
            for arm, choice in ARMS.items()
        }
        for depth in DEPTHS
    }
    return {"variance": variance, "trains": {str(d): trainings(part, d) for d in TRAINED}}


def curve(record: Record, depth: int, arm: str, start: str, way: str) -> np.ndarray:
    """The geometric mean over seeds, by layer."""
    nets = record["variance"][str(depth)][arm][start]["nets"]
    return np.exp(np.log([one[way] for one in nets]).mean(axis=0))


def usable(record: Record, start: str) -> dict[str, list[str]]:
    """{depth: the rates at which all seeds train}."""
    depths = record["trains"].items()
    return {d: [r for r, n in found[start].items() if n == len(SEEDS)] for d, found in depths}


def answers(record: Record) -> dict[int, Answer]:
    """Usable at some rate for both depths, and not kept by theory; where others go further is said.

    Usable wherever Taylor is: supported; at fewer rates: depends; nowhere: refuted.
    """
    own, other = usable(record, "msra"), usable(record, "taylor")
    works, as_well = all(own.values()), all(set(own[d]) >= set(other[d]) for d in own)
    factor = curve(record, 30, "elu", "msra", "forward")
    said = record["variance"]["30"]["elu"]["msra"]["theory"]["forward"]
    growth, expected = factor[-1] / factor[0], said[-1] / said[0]
    ungrounded = not 1 / STILL < growth < STILL
    verdict = "supported" if as_well and ungrounded else "depends"
    rates = "; ".join(
        f"{depth} layers: MSRA {', '.join(own[depth]) or 'none'}, Taylor "
        f"{', '.join(other[depth]) or 'none'}"
        for depth in own
    )
    return {
        57: Answer(
            verdict=verdict if works else "refuted",
            measured=f"rates at which all {len(SEEDS)} seeds train: {rates}",
            because=f"MSRA's variance for ELU is not kept: x {growth:.1f} over 30 layers, as the "
            f"recursion of wide nets says ({expected:.1f}), which is a theory of it; a net trains "
            f"where its loss is under half of chance within {STEPS} steps.",
            seeds=len(SEEDS),
        )
    }


def draw(record: Record, path: Path) -> None:
    """52 layers: above what comes forward, below what comes back; dashed what theory says."""
    depth = DEPTHS[-1]
    figure, axes = axes_grid(8, width=12, height=5.2)
    for axis, (way, arm) in zip(axes, ((w, a) for w in ("forward", "backward") for a in ARMS)):
        for start, colour in zip(STARTS, COLOURS):
            line = curve(record, depth, arm, start, way)
            at = range(1, len(line) + 1)
            said = record["variance"][str(depth)][arm][start]["theory"][way]
            axis.plot(at, line, color=colour, lw=1.6, label=start)
            axis.plot(at, said, "--", color=colour, lw=0.9)
        axis.set(yscale="log", ylim=(1e-3, 1e3), title=arm if way == "forward" else "")
        whole_numbers(axis.xaxis)
        axis.grid(color="#eeeeee")
        frameless(axis)
    axes[0].set_ylabel("variance forward")
    axes[4].set_ylabel("gradient's variance / last")
    axes[2].legend(frameon=False, fontsize=8, loc="lower left")
    said = "dashed: infinitely wide net; for relu and prelu the three starts are one"
    figure.supxlabel(f"layer; {said}", fontsize=9)
    save(figure, path)


def text(record: Record) -> str:
    """What all layers make of a variance, net and theory; the seeds that train, of each rate."""
    rows = []
    for depth, arms in record["variance"].items():
        for arm, starts in arms.items():
            for start, found in starts.items():
                forward, back = (
                    [ends(curve(record, int(depth), arm, start, way)), ends(found["theory"][way])]
                    for way in ("forward", "backward")
                )
                rows.append([depth, arm, start, *forward, *[1 / value for value in back]])
    header = ["layers", "activation", "start", "forward", "theory", "backward", "theory"]
    trains = [
        [depth, start, *(f"{n} of {len(SEEDS)}" for n in rates.values())]
        for depth, found in record["trains"].items()
        for start, rates in found.items()
    ]
    rates = [f"rate {rate:g}" for rate in RATES]
    return (
        "Variance of the last layer over the first's, and backward the first's over the last's:"
        f"\n\n{table(header, rows)}\n\nELU nets that train:\n\n"
        f"{table(['layers', 'start', *rates], trains)}"
    )


def ends(line) -> float:
    """The last layer's variance over the first's."""
    return float(line[-1] / line[0])


STUDY = Study(
    name="depth_variance",
    kind="measurement",
    title="Variance through 30 and 52 layers, and ELU with MSRA",
    claims=(
        Claim(
            number=57,
            text="MSRA initialization is usable for ELU in practice, but has no theory there.",
            source="Li, Fan, Li, Ming 2016, arXiv:1606.00305",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    costs="3 minutes on one idle core",
)
