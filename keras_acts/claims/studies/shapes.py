"""Sigmoid and tanh, and what saturation is: range, centre, slopes and limits, all computed."""

import math
from pathlib import Path

import numpy as np

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring.timing import ratio, times
from keras_acts.gallery.curve import unit
from keras_acts.gallery.properties import properties
from keras_acts.layers import ACTIVATIONS
from keras_acts.report.ink import COLOURS, axes_grid, frameless, save
from keras_acts.report.markdown import table as markdown

SAID = {
    "sigmoid": {"low": 0.0, "high": 1.0, "centred": False, "steepest": 0.25},
    "tanh": {"low": -1.0, "high": 1.0, "centred": True, "steepest": 1.0},
}
SAID_TO_SATURATE = {"relu": "left hard", "sigmoid": "both soft", "tanh": "both soft"}
NEAR, SLOW = 1e-6, 1.1
"""A figure said is met within 1e-6; slow is what takes 1.1 times as long as ReLU."""
FAR = (10.0, 100.0, 1000.0)
EXAMPLES, DRAWN = (
    ("relu", "sigmoid", "tanh", "hard_tanh", "elu"),
    np.linspace(-12, 12, 481).tolist(),
)


def shape(name: str) -> dict:
    """What the layer of that name does for N(0, 1) inputs and far out."""
    one, line = properties(name), unit(name)
    slopes = line.curve(np.linspace(-8, 8, 4001)).size / line.starts
    far = line.curve(np.array([*(-x for x in FAR), *FAR])).size / line.starts
    return {
        "low": one.low if math.isfinite(one.low) else None,
        "high": one.high if math.isfinite(one.high) else None,
        "mean": one.mean,
        "centred": one.centred,
        "steepest": float(slopes.max()),
        "gradient": one.slope_second,
        "saturates": one.saturates,
        "row": ACTIVATIONS[name].saturates,
        "slope at -10, -100, -1000, 10, 100, 1000": [float(slope) for slope in far],
    }


def measure() -> Record:
    """{"shapes": {activation: shape}, "times": of a million numbers, "slopes": |f'| to draw}."""
    return {
        "shapes": {name: shape(name) for name in ACTIVATIONS},
        "times": times(("relu", *SAID), 10**6, rounds=15),
        "slopes": {name: unit(name).curve(np.array(DRAWN)).size.tolist() for name in EXAMPLES},
    }


def facts(found: Record, said: Record) -> list[str]:
    """What is said of an activation and not so."""
    wrong = [key for key in ("low", "high", "steepest") if _off(found[key], said[key])]
    wrong += ["centred"] if found["centred"] != said["centred"] else []
    return wrong + ([] if found["saturates"].startswith("both") else ["saturates on both sides"])


def _off(found, said):
    return found is None or abs(found - said) > NEAR


def _bound(value):
    return "none" if value is None else f"{value:.3g}"


def answers(record: Record) -> dict[int, Answer]:
    """Every fact as said, and slower than ReLU: supported; not slower: depends."""
    return {16: _sigmoid_and_tanh(record), 23: _definitions(record)}


def _sigmoid_and_tanh(record):
    shapes, slower = record["shapes"], {n: ratio(record["times"], n, "relu") for n in SAID}
    wrong = [f"{name}: {fact}" for name in SAID for fact in facts(shapes[name], SAID[name])]
    slow = all(one.low > SLOW for one in slower.values())
    seen = "; ".join(
        f"{name} in [{_bound(shapes[name]['low'])}, {_bound(shapes[name]['high'])}], mean "
        f"{shapes[name]['mean']:.2f}, largest slope {shapes[name]['steepest']:.3g}, "
        f"{slower[name].mean:.2f} times ReLU's time"
        for name in SAID
    )
    kept = ", ".join(f"{name} {shapes[name]['gradient']:.3f}" for name in SAID)
    return Answer(
        verdict="refuted" if wrong else "supported" if slow else "depends",
        measured=seen,
        because=(
            f"Not as said: {', '.join(wrong)}. "
            if wrong
            else "Ranges, means and slopes are as said, and both saturate softly on both sides. "
        )
        + f"Of a squared gradient remains E f'^2 at N(0, 1) inputs: {kept}. Times are of forward "
        "and backward over a million numbers, interval over rounds: "
        + ", ".join(f"{n} {one}" for n, one in slower.items())
        + ".",
    )


def _definitions(record):
    shapes = record["shapes"]
    wrong = [name for name, kind in SAID_TO_SATURATE.items() if shapes[name]["saturates"] != kind]
    moved = [name for name, one in shapes.items() if one["saturates"] != one["row"]]
    verdict = "supported" if not wrong else "refuted"
    return Answer(
        verdict=verdict if len(wrong) in (0, len(SAID_TO_SATURATE)) else "depends",
        measured=", ".join(f"{name}: {shapes[name]['saturates']}" for name in SAID_TO_SATURATE),
        because=f"The definitions, applied to f' of {len(shapes)} activations alone, give what is "
        f"known of {len(shapes) - len(moved)} of them"
        + (
            f"; {', '.join(moved)} saturates as it starts and no more once it has learned."
            * bool(moved)
            or "."
        )
        + " Soft and hard differ by whether f' is exactly 0 from some point on.",
    )


def draw(record: Record, path: Path) -> None:
    """|f'| on a logarithmic scale: soft saturation falls for ever, hard ends."""
    figure, axis = axes_grid(1, width=7, height=3)
    for (name, slopes), colour in zip(record["slopes"].items(), COLOURS):
        axis.plot(DRAWN, slopes, color=colour, lw=1.6, label=name)
    axis.set(yscale="log", ylim=(1e-6, 3), xlabel="x", ylabel="|f'|")
    axis.legend(frameon=False, fontsize=8, ncols=5, loc="upper center", bbox_to_anchor=(0.5, 1.15))
    axis.minorticks_off()
    axis.grid(color="#eeeeee")
    frameless(axis)
    save(figure, path)


def text(record: Record) -> str:
    """|f'| far out, of every activation."""
    head = ["activation", "saturates", *(f"at {sign}{x:g}" for sign in ("-", "") for x in FAR)]
    lines = [
        [name, one["saturates"], *(f"{s:.2g}" for s in one[list(one)[-1]])]
        for name, one in record["shapes"].items()
    ]
    return "|f'| far out, as the layers start:\n\n" + markdown([head, *lines])


STUDY = Study(
    name="shapes",
    kind="identity",
    title="Range, centre, slopes and saturation",
    claims=(
        Claim(
            number=16,
            text="Sigmoid gives [0, 1], is not zero-centred, lets gradients vanish and is slow; "
            "tanh gives [-1, 1], is zero-centred, lets them vanish and is slow.",
            claimed="largest slopes 0.25 and 1",
            source="common teaching",
        ),
        Claim(
            number=23,
            text="An activation saturates on a side where f' tends to 0, hard if it is 0 from "
            "some point on: ReLU left and hard, sigmoid and tanh on both sides softly.",
            source="Gulcehre et al. 2016, arXiv:1603.00391",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    costs="30 seconds on one core",
)
