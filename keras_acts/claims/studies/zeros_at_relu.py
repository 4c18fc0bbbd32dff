"""How often a pre-activation is exactly 0, and what f'(0) changes where it is."""

from pathlib import Path

import numpy as np

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring.exact_zeros import change, counts
from keras_acts.claims.measuring.markdown import table
from keras_acts.claims.measuring.nets import mnist
from keras_acts.claims.measuring.toy import SAMPLES, toy
from keras_acts.report.ink import COLOURS, axes_grid, frameless, save

SEEDS = range(3)
STEPS = (0, 10, 100)
CONVOLUTIONS = {"model": "convnet", "width": 8, "blocks": 1}
NETS = {
    "MLP, background 0": {"model": "mlp", "depth": 3, "width": 256, "pixels": True},
    "convolutions, background 0": {**CONVOLUTIONS, "pixels": True},
    "convolutions, standardised": {**CONVOLUTIONS, "pixels": False},
}
"""The biases start at 0, as Keras has them."""
POLICIES = ("float32", "mixed_float16")
RARE = 1e-3
"""Fewer exact zeros than this share are rare."""


def measure() -> Record:
    """{"toy", "blank toy", "counts": {net: {dtype: seeds x steps x layers}}, "change"}."""
    part = mnist(10_000, 0)

    def over(of, **more):
        return {
            name: {p: [of(part, seed, p, **more, **net) for seed in SEEDS] for p in POLICIES}
            for name, net in NETS.items()
        }

    toys = {"toy": toy(), "blank toy": toy(blank=True)}
    return {**toys, "counts": over(counts, steps=STEPS), "change": over(change)}


def shares(record: Record) -> dict[str, float]:
    """The largest share of zeros of a layer, over seeds, steps and dtypes, of each net."""
    found = record["counts"].items()
    return {name: max(float(np.max(runs)) for runs in kinds.values()) for name, kinds in found}


def answers(record: Record) -> dict[int, Answer]:
    """Zeros are rare in all nets, in some, or in none."""
    found = shares(record)
    rare = [share < RARE for share in found.values()]
    return {
        19: Answer(
            verdict="supported" if all(rare) else "depends" if any(rare) else "refuted",
            measured="largest share of zeros in a layer: "
            + "; ".join(f"{name}: {share:.2g}" for name, share in found.items())
            + f"; toy of {SAMPLES} samples: {record['toy']['zeros']} zeros",
            because="Biases start at 0 and do not help where a patch is blank: its pre-activation "
            "is the bias itself, until it moves. Standardised pictures are blank nowhere.",
            seeds=len(SEEDS),
        )
    }


def alike(run: dict) -> bool:
    """Whether the losses of a toy are the same, bit for bit, for all f'(0)."""
    losses = list(run["losses"].values())
    return all(one == losses[0] for one in losses)


def draw(record: Record, path: Path) -> None:
    """Left zeros at the start, right what f'(0) = 1 changes; a bar for each net and dtype."""
    figure, axes = axes_grid(2, width=10, height=2.6)
    counted = {
        name: {p: float(np.max(runs, axis=2)[:, 0].mean()) for p, runs in kinds.items()}
        for name, kinds in record["counts"].items()
    }
    changed = {
        name: {p: float(np.mean(runs)) for p, runs in kinds.items()}
        for name, kinds in record["change"].items()
    }
    titles = (
        "exact zeros at the start, in the layer with most",
        "what f'(0) = 1 changes of the gradient",
    )
    for axis, values, title in zip(axes, (counted, changed), titles):
        for shift, policy, colour in zip((-0.2, 0.2), POLICIES, COLOURS):
            widths = [100 * kinds[policy] for kinds in values.values()]
            at = np.arange(len(widths)) + shift
            axis.barh(at, widths, height=0.36, color=colour, label=policy)
            for y, width in zip(at, widths):
                axis.annotate(f" {width:.2g} %", (width, y), va="center", fontsize=8)
        axis.set_yticks(range(len(values)), list(values) if axis is axes[0] else [])
        axis.set(xlim=(0, 115 * max(max(k.values()) for k in values.values()) + 1e-6))
        axis.invert_yaxis()
        axis.set_title(title, fontsize=10)
        axis.set_xticks([])
        frameless(axis)
    axes[1].legend(frameon=False, fontsize=8, loc="lower right")
    save(figure, path)


def text(record: Record) -> str:
    """Zeros by steps of training, what f'(0) changes of the first gradient, and the toys."""
    counted = [
        [name, policy, *map(float, np.max(runs, axis=2).mean(axis=0))]
        for name, kinds in record["counts"].items()
        for policy, runs in kinds.items()
    ]
    changed = [
        [name, *(float(np.mean(kinds[policy])) for policy in POLICIES)]
        for name, kinds in record["change"].items()
    ]
    toys = [
        [name, record[name]["zeros"], "yes" if alike(record[name]) else "no"]
        for name in ("toy", "blank toy")
    ]
    return "\n\n".join(
        [
            "The share of exact zeros in the layer with most:",
            table(["net", "dtype", *(f"after {step} steps" for step in STEPS)], counted),
            "The gradient at the start with f'(0) = 1 minus that with 0, as a share of its norm:",
            table(["net", *POLICIES], changed),
            f"A net of 30 ReLUs on {SAMPLES} samples, with f'(0) = 0, 0.5 and 1; in the blank toy "
            "one sample is 0 and biases start at 0:",
            table(["net", "exact zeros met", "losses equal bit for bit"], toys),
        ]
    )


STUDY = Study(
    name="zeros_at_relu",
    kind="measurement",
    title="How often is ReLU's input exactly 0?",
    claims=(
        Claim(
            number=19,
            text="Inputs of ReLU that are exactly 0 are rare, because of the bias.",
            claimed="never seen",
            source="common teaching",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    costs="1 minute on one idle core",
)
