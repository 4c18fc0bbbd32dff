"""What Taylor's expansion and MSRA's argument give for ELU: variance by layer at the start."""

from pathlib import Path

import numpy as np
from keras import ops

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring.flow import recursion
from keras_acts.gradients import gradients
from keras_acts.initializers import INITIALIZERS
from keras_acts.layers import ACTIVATIONS
from keras_acts.report.ink import COLOURS, axes_grid, frameless, save, whole_numbers
from keras_acts.report.markdown import table as markdown
from keras_acts.report.statistics import interval

SEEDS, DEPTH, WIDTH, BATCH = range(5), 52, 512, 64
STARTS = ("taylor", "msra", "moment")
SHOWN = (10, 30, 52)
KEPT, USABLE = 2.0, 1e-3
"""A variance is kept if 30 layers change it by less than this factor, forward and back; what is
above 1e-3 and below 1e3 after 30 layers is slow enough to train with."""
AGREES = 0.25
"""Nets agree with theory if their variance after 30 layers is off by less than this share."""
SOURCE = "Li et al. 2016, arXiv:1606.00305"


def flow(activation: str, start: str, seed: int, depth=DEPTH, width=WIDTH) -> dict:
    """The mean square of z and of dS/dz by layer of a square net, for inputs of N(0, 1).

    S weighs what comes out of the last layer at random; that of the last is called 1.
    """
    arm = ACTIVATIONS.arm(activation)
    layer, rng = arm(), np.random.default_rng(seed)
    draw = [INITIALIZERS.arm(start)(arm, seed=depth * seed + i) for i in range(depth)]
    kernels = [one((width, width), "float32") for one in draw]
    x, weigh = (rng.normal(size=(BATCH, width)).astype("float32") for _ in range(2))

    def weighed(shifts):
        h, taken = x, []
        for kernel, shift in zip(kernels, shifts):
            taken.append(ops.matmul(h, kernel) + shift)
            h = layer(taken[-1])
        return ops.sum(h * weigh), taken

    _, taken, back = gradients(weighed, [np.zeros_like(x)] * depth)
    sizes = [float(ops.mean(slope**2)) for slope in back]
    forward = [float(ops.mean(z**2)) for z in taken]
    return {"forward": forward, "backward": [size / sizes[-1] for size in sizes]}


def theory(activation: str, start: str, depth=DEPTH) -> dict:
    """The same of an infinitely wide net."""
    arm = ACTIVATIONS.arm(activation)
    gain = INITIALIZERS.arm(start)(arm, seed=0).scale
    return dict(zip(("forward", "backward"), recursion(arm(), gain, depth)))


def measure() -> Record:
    """{start: {"theory": flow, "nets": a flow a seed}} of ELU."""
    return {
        start: {
            "theory": theory("elu", start),
            "nets": [flow("elu", start, seed) for seed in SEEDS],
        }
        for start in STARTS
    }


def factors(found: Record, layers: int = 30) -> tuple[float, float]:
    """By what the first `layers` layers change a variance, forward and on the way back."""
    forward, backward = found["forward"], found["backward"]
    return forward[layers - 1] / forward[0], backward[0] / backward[layers - 1]


def answers(record: Record) -> dict[int, Answer]:
    """Nets as theory says, and variance kept: supported; changed slowly: depends; else refuted."""
    found = record["taylor"]
    nets = [factors(run) for run in found["nets"]]
    said = factors(found["theory"])
    forward, back = (interval([np.log(pair[i]) for pair in nets]) for i in (0, 1))
    agree = all(abs(np.exp(m.mean) / s - 1) < AGREES for m, s in zip((forward, back), said))
    kept = all(1 / KEPT < factor < KEPT for factor in said)
    usable = all(USABLE < factor < 1 / USABLE for factor in said)
    verdict = "supported" if kept else "depends" if usable else "refuted"
    others = "; ".join(
        f"{start} x {factors(record[start]['theory'])[0]:.3g} and "
        f"{factors(record[start]['theory'])[1]:.3g}"
        for start in STARTS[1:]
    )
    return {
        58: Answer(
            verdict=verdict if agree else "cannot tell",
            measured=f"30 layers change a variance by {np.exp(forward.mean):.3g} forward and "
            f"{np.exp(back.mean):.3g} back; theory of wide nets: {said[0]:.3g} and {said[1]:.3g}",
            because="The expansion treats ELU as the identity, whose variance 1 / n would keep. "
            "The exponential lies above its tangent, so the variance shrinks, but as a power of "
            "the depth: the smaller the inputs, the more linear the unit. Beside it, forward and "
            f"back by theory: {others}. The effect is the logarithm of the factor forward.",
            effect=forward.mean,
            low=forward.low,
            high=forward.high,
            seeds=forward.seeds,
        )
    }


def draw(record: Record, path: Path) -> None:
    """Left forward, right back; a line a seed, theory dashed."""
    figure, axes = axes_grid(2, width=9, height=3.2)
    for axis, way in zip(axes, ("forward", "backward")):
        for (start, found), colour in zip(record.items(), COLOURS):
            for number, run in enumerate(found["nets"]):
                label = "" if number else start
                axis.plot(range(1, DEPTH + 1), run[way], color=colour, lw=1, alpha=0.6, label=label)
            axis.plot(range(1, DEPTH + 1), found["theory"][way], "--", color="#222222", lw=0.9)
        axis.set(yscale="log", xlabel="layer; dashed: infinitely wide net")
        axis.set_title(f"variance {way}" + ", of the last" * (way == "backward"), fontsize=10)
        axis.minorticks_off()
        whole_numbers(axis.xaxis)
        axis.grid(color="#eeeeee")
        frameless(axis)
    axes[0].legend(frameon=False, fontsize=8)
    save(figure, path)


def text(record: Record) -> str:
    """Factors of variance forward and back through some depths: the mean net, and theory."""
    lines = []
    for start, found in record.items():
        for layers in SHOWN:
            nets = np.exp(np.log([factors(run, layers) for run in found["nets"]]).mean(0))
            pairs = zip(nets, factors(found["theory"], layers))
            lines.append([start, str(layers), *(f"{v:.3g}" for pair in pairs for v in pair)])
    head = ["start", "layers", "forward, nets", "theory", "back, nets", "theory"]
    return markdown([head, *lines])


STUDY = Study(
    name="elu_initialisation",
    kind="measurement",
    title="What Taylor's expansion and MSRA's argument give for ELU",
    claims=(
        Claim(
            number=58,
            text="Taylor's expansion of the exponential and MSRA's argument give an initialisation "
            "for ELU that keeps the variance.",
            claimed="std sqrt(2 / (n (1 + alpha^2 beta^2)))",
            source=SOURCE,
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    costs="30 seconds on one core",
)
