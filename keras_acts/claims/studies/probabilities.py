"""Softmax and sigmoid as probabilities: what overflows, and where gradients survive."""

from pathlib import Path

import keras
import numpy as np
from keras import ops

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.gradients import gradients
from keras_acts.report.ink import COLOURS, axes_grid, frameless, save
from keras_acts.report.markdown import table as markdown

SIZES = (1.0, 10.0, 80.0, 90.0, 1e3, 1e4)
"""Logits of (size, 0, -size) and (size, size - 1, 0): some are far apart, some close."""
LOGITS = (0.0, 5.0, 10.0, 15.0, 20.0, 50.0, 100.0, 1e4)
"""Of a sample of class 1 the logit is minus these: sigmoid is wrong, and the more so."""
EXACT = 1e-6


def naive(logits):
    """exp(z) / sum exp(z)."""
    grown = ops.exp(logits)
    return grown / ops.sum(grown, axis=-1, keepdims=True)


def shifted(logits):
    """The same after the largest logit is subtracted."""
    return naive(logits - ops.max(logits, axis=-1, keepdims=True))


SOFTMAXES = {"naive": naive, "max subtracted": shifted, "keras": ops.softmax}


def softmax_error(form, size: float) -> float | None:
    """The largest error against float64, of value and of gradient; None if one is not finite."""
    logits = np.array([[size, 0, -size], [size, size - 1, 0]])
    weights = np.array([1.0, -2.0, 0.5])
    grown = np.exp(logits - logits.max(1, keepdims=True))
    p = grown / grown.sum(1, keepdims=True)
    exact = p * (weights - (p * weights).sum(1, keepdims=True))

    def weighed(arrays):
        y = form(arrays[0])
        return ops.sum(y * weights.astype("float32")), y

    _, y, (dx,) = gradients(weighed, [logits.astype("float32")])
    errors = [ops.convert_to_numpy(y) - p, ops.convert_to_numpy(dx) - exact]
    worst = float(np.abs(errors).max())
    return worst if np.isfinite(worst) else None


def _keras_loss(from_logits, activation):
    loss = keras.losses.BinaryCrossentropy(from_logits=from_logits)
    return lambda z: loss(ops.ones_like(z), activation(z))


LOSSES = {
    "from logits": _keras_loss(True, lambda z: z),
    "from Keras's sigmoid": _keras_loss(False, ops.sigmoid),
    "from a number": _keras_loss(False, lambda z: 1.0 * ops.sigmoid(z)),
    "-log sigmoid": lambda z: -ops.log(ops.sigmoid(z)),
    "squared error": lambda z: (ops.sigmoid(z) - 1) ** 2,
}
"""Losses of one sample of class 1 as functions of its logit. On TensorFlow Keras's cross-entropy
looks behind its own sigmoid for the logit; of a number it knows the probability only."""


def loss_and_slope(loss, logit: float) -> list[float | None]:
    """The loss of class 1 at the logit, and its derivative; None for what is not finite."""
    value, _, (slope,) = gradients(
        lambda arrays: (ops.sum(loss(arrays[0])), None), [np.array([[logit]], "float32")]
    )
    found = (float(value), float(slope[0, 0]))
    return [number if np.isfinite(number) else None for number in found]


def measure() -> Record:
    """{"softmax": {form: errors by size}, "losses": {loss: (value, slope) by logit}}."""
    return {
        "softmax": {n: [softmax_error(form, s) for s in SIZES] for n, form in SOFTMAXES.items()},
        "losses": {n: [loss_and_slope(f, -z) for z in LOGITS] for n, f in LOSSES.items()},
    }


def answers(record: Record) -> dict[int, Answer]:
    """Each of the two has its rule."""
    return {17: _softmax(record["softmax"]), 26: _cross_entropy(record["losses"])}


def _softmax(errors):
    """Safe where naive is not: supported; safe, and naive as well: depends; else refuted."""
    safe = all(error is not None and error < EXACT for error in errors["max subtracted"])
    fails = [size for size, error in zip(SIZES, errors["naive"]) if error is None]
    worst = [error for error in errors["max subtracted"] if error is not None]
    return Answer(
        verdict="refuted" if not safe else "supported" if fails else "depends",
        measured=f"largest error {max(worst, default=np.nan):.1g} up to logits of {SIZES[-1]:g}; "
        f"naive is not finite from {min(fails):g} on"
        if fails
        else "naive is finite as well",
        because="exp overflows float32 from 89 on; the largest logit subtracted, no exponent is "
        "above 0, and the sum is at least 1. Value and gradient, against float64. Keras's own "
        "softmax does so too.",
    )


def slope_errors(pairs) -> list[float]:
    """|slope - (sigmoid(-z) - 1)| for each of LOGITS, 1 where it is not finite."""
    exact = [-1 / (1 + np.exp(-z)) for z in LOGITS]
    return [1.0 if s is None else float(abs(s - e)) for (_, s), e in zip(pairs, exact)]


def _cross_entropy(losses):
    """sigmoid(z) - y kept from logits and from probabilities: supported; from one: depends."""
    errors = {name: slope_errors(pairs) for name, pairs in losses.items()}
    kept = [max(errors[name]) < EXACT for name in ("from logits", "from a number")]
    lost = [z for z, error in zip(LOGITS, errors["from a number"]) if error > 0.5]
    squared = losses["squared error"][LOGITS.index(10.0)][1]
    return Answer(
        verdict="supported" if all(kept) else "depends" if any(kept) else "refuted",
        measured="gradient of a sample at logits down to "
        f"-{LOGITS[-1]:g}: error {max(errors['from logits']):.1g} from logits, "
        f"{max(errors['from a number']):.1g} from a number that is a probability",
        because="The gradient of cross-entropy by the logit is sigmoid(z) - y: it does not vanish "
        f"where sigmoid saturates, as that of a squared error does ({squared:.1g} at -10). "
        + (
            f"But from a number between 0 and 1 alone it is lost at a logit of -{lost[0]:g}, where "
            "Keras clips."
            if lost
            else ""
        ),
    )


def draw(record: Record, path: Path) -> None:
    """|dL/dz| of a wrong sample by how wrong its logit is."""
    figure, axis = axes_grid(1, width=7, height=3)
    for number, (name, pairs) in enumerate(record["losses"].items()):
        shown = [(z, abs(s)) for z, (_, s) in zip(LOGITS, pairs) if s is not None]
        width = 7 - 1.4 * number
        axis.plot(*zip(*shown), color=COLOURS[number], lw=width, alpha=0.8, label=name)
    axis.set_xscale("symlog", linthresh=5)
    axis.set_xticks(LOGITS, [f"{z:g}" for z in LOGITS])
    axis.minorticks_off()
    axis.set_xlabel("how far the logit of a sample of class 1 is below 0")
    axis.set_ylabel("|gradient by the logit|")
    axis.legend(frameon=False, fontsize=8)
    axis.grid(color="#eeeeee")
    frameless(axis)
    save(figure, path)


def text(record: Record) -> str:
    """Errors of softmax by the size of the logits; losses and gradients by logit."""
    head = ["softmax", *(f"{size:g}" for size in SIZES)]
    lines = [[name, *map(_shown, errors)] for name, errors in record["softmax"].items()]
    losses = [
        [name, *(f"{_shown(value)}; {_shown(slope)}" for value, slope in pairs)]
        for name, pairs in record["losses"].items()
    ]
    wrong = ["loss; gradient", *(f"{-z:g}" for z in LOGITS)]
    return markdown([head, *lines]) + "\n\n" + markdown([wrong, *losses])


def _shown(number):
    return "not finite" if number is None else f"{number:.2g}"


STUDY = Study(
    name="probabilities",
    kind="identity",
    title="Softmax and sigmoid as probabilities",
    claims=(
        Claim(
            number=17,
            text="Softmax is safe from overflow if the largest logit is subtracted first.",
            source="common teaching",
        ),
        Claim(
            number=26,
            text="Sigmoid is fit for probabilities, with cross-entropy for the loss.",
            source="common teaching",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    costs="10 seconds on one core",
)
