"""Noise on the input of trained nets: ELU against LeakyReLU against ReLU."""

from pathlib import Path

import keras
import numpy as np

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring import fits
from keras_acts.claims.measuring.compare import effect, minus, points
from keras_acts.claims.measuring.markdown import table
from keras_acts.report import ink

ACTIVATIONS = ("relu", "leaky_relu", "elu")
SIGMAS = (0.0, 0.5, 1.0, 1.5, 2.0)
"""Standard deviations of the noise, in those of the pixels."""
MARGIN = 0.01
TASKS = {
    "mlp on mnist": {"source": "mnist", "samples": 6000, "model": "mlp", "depth": 3, "width": 64},
    "convnet on digits": {"source": "digits", "samples": 1437, "model": "convnet", "width": 8,
                          "blocks": 2},
}  # fmt: skip


def measure(seeds=range(8), tasks=TASKS, steps=400, rate=0.05) -> Record:
    """For each task and activation the accuracy of each seed at each sigma."""
    return {
        "sigmas": list(SIGMAS),
        "tasks": {
            task: {name: _runs(name, seeds, steps, rate, **how) for name in ACTIVATIONS}
            for task, how in tasks.items()
        },
    }


def _runs(activation, seeds, steps, rate, source, samples, model, **options):
    trained, rows = None, []
    for seed in seeds:
        part = fits.part(source, seed, samples)
        net = fits.net(model, part, seed, activation=activation, initializer="moment", **options)
        start, trained = net.get_weights(), trained or fits.ready(net, keras.optimizers.SGD())
        fits.restart(trained, start, rate)
        fits.advance(trained, part, fits.order(part, seed, steps, batch=32))
        rows.append({"seed": seed, "accuracy": under_noise(trained, part, seed)})
    return rows


def under_noise(model: keras.Model, part, seed: int) -> list[float]:
    """The accuracy on the part held out, with the same noise of each size for every model."""
    noise = np.random.default_rng(seed).normal(size=part.x_val.shape).astype("float32")
    return [fits.accuracy(model, part.x_val + sigma * noise, part.y_val) for sigma in SIGMAS]


def kept(rows: list[dict]) -> dict[int, float]:
    """By seed, the accuracy under noise less that without: the mean over the sigmas above 0."""
    return {row["seed"]: float(np.mean(row["accuracy"][1:]) - row["accuracy"][0]) for row in rows}


def gaps(record: Record) -> dict:
    """(task, other): how much more ELU keeps than the other, paired by seed."""
    return {
        (task, other): minus(kept(arms["elu"]), kept(arms[other]))
        for task, arms in record["tasks"].items()
        for other in ("relu", "leaky_relu")
    }


def answers(record: Record) -> dict[int, Answer]:
    """Supported if ELU keeps more than both others in every task; it depends if only sometimes.

    A gap that lies within a point of 0, as a whole, counts as none.
    """
    found = gaps(record)
    more = [gap.low > 0 for gap in found.values()]
    none = [gap.high < MARGIN for gap in found.values()]
    some = "depends" if any(more) and any(none) else "refuted" if all(none) else "cannot tell"
    least = min(found.values(), key=lambda gap: gap.mean)
    each = "; ".join(f"{task}, over {other}: {points(g)}" for (task, other), g in found.items())
    return {
        43: Answer(
            verdict="supported" if all(more) else some,
            measured=f"points of accuracy that ELU keeps more under noise: {each}",
            because="Noise of 0.5 to 2 standard deviations of the pixels, on nets trained without "
            f"it; clean accuracy {_clean(record)}. LeakyReLU does not saturate: where it keeps "
            "as much as ELU, saturation is not what keeps it. The least gap is the effect.",
            **effect(least),
        )
    }


def _clean(record):
    arms = next(iter(record["tasks"].values()))
    means = {name: np.mean([row["accuracy"][0] for row in rows]) for name, rows in arms.items()}
    return ", ".join(f"{mean:.1%} ({name})" for name, mean in means.items())


def text(record: Record) -> str:
    """Accuracy at each size of the noise, mean over the seeds."""
    rows = [
        (task, name, *(f"{100 * a:.1f}" for a in np.mean([r["accuracy"] for r in runs], axis=0)))
        for task, arms in record["tasks"].items()
        for name, runs in arms.items()
    ]
    header = ["net", "activation", *(f"noise {sigma:g}" for sigma in record["sigmas"])]
    return "Accuracy in %:\n\n" + table(header, rows)


def draw(record: Record, path: Path) -> None:
    """Accuracy over ReLU's at each size of the noise; every seed is a dot."""
    plot, axes = ink.axes_grid(2, 10, 3.8)
    for axis, (task, arms) in zip(axes, record["tasks"].items()):
        relu = np.array([row["accuracy"] for row in arms["relu"]])
        for place, name in enumerate(ACTIVATIONS[1:]):
            more = 100 * (np.array([row["accuracy"] for row in arms[name]]) - relu)
            across = np.array(record["sigmas"]) + 0.06 * place - 0.03
            axis.plot(across, more.T, "o", color=ink.COLOURS[1 + place], ms=3, alpha=0.4)
            axis.plot(across, more.mean(0), color=ink.COLOURS[1 + place], lw=2, label=name)
        axis.axhline(0, color=ink.BASELINE, lw=2, label="relu", zorder=0)
        axis.set_title(task, fontsize=10)
        axis.set_xlabel("noise on the input, standard deviations")
        ink.frameless(axis)
    axes[0].set_ylabel("accuracy over ReLU's, points of %")
    axes[0].legend(frameon=False)
    ink.save(plot, path)


STUDY = Study(
    name="noise",
    kind="measurement",
    title="Noise on the input",
    claims=(
        Claim(
            number=43,
            text="Soft saturation on the left makes ELU less sensitive to noise than its rivals.",
            source="Clevert et al. 2015, arXiv:1511.07289",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    costs="about a minute on 2 cores",
)
