"""Maxout: no dead units, any function of one variable, and what it costs."""

import time
from pathlib import Path

import keras
import numpy as np
from keras import ops

from keras_acts.claims import fits
from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.compare import minus, numbers, points
from keras_acts.claims.markdown import table
from keras_acts.claims.maxout_figure import figure
from keras_acts.claims.units import units
from keras_acts.layers import Maxout

ARMS = {"relu": "relu", "maxout, 2": "maxout", "maxout, 5": {"name": "maxout", "pieces": 5}}
PIECES = (2, 4, 8, 16, 32, 64)
CURVE = 20.0
"""C: sin(2 pi x) + C x^2 is convex, for its second derivative is at least 2 C - (2 pi)^2 > 0."""


def two_maxouts(pieces: int) -> keras.Model:
    """maxout_1(x) - maxout_2(x), tangents of sin(2 pi x) + C x^2 and of C x^2, on [0, 1].

    The largest of a convex function's tangents lies under it by at most f'' h^2 / 8, where
    they touch it h apart.
    """
    at = (np.arange(pieces) + 0.5) / pieces
    wave, bend = 2 * np.pi * np.cos(2 * np.pi * at), 2 * CURVE * at
    slopes = np.stack([wave + bend, bend])
    heights = np.stack([np.sin(2 * np.pi * at) + CURVE * at**2, CURVE * at**2])
    dense, last = keras.layers.Dense(2 * pieces), keras.layers.Dense(1, use_bias=False)
    model = keras.Sequential([keras.Input((1,)), dense, Maxout(pieces), last])
    # Maxout takes its pieces from the channels i * units + j.
    dense.set_weights([slopes.T.reshape(1, -1), (heights - slopes * at).T.reshape(-1)])
    last.set_weights([np.array([[1.0], [-1.0]])])
    return model


def wave_error(pieces: int) -> float:
    """The largest error of `two_maxouts` on [0, 1]."""
    x = np.linspace(0, 1, 2001)[:, None]
    y = ops.convert_to_numpy(two_maxouts(pieces)(ops.array(x, "float32")))
    return float(np.abs(y - np.sin(2 * np.pi * x)).max())


def measure(source="mnist", samples=5000, seeds=range(5), steps=200, rate=0.5) -> Record:
    """Dead units after SGD at a rate that kills ReLUs; parameters; time; errors of fits."""
    arms = {arm: _lives(how, source, samples, seeds, steps, rate) for arm, how in ARMS.items()}
    part = fits.part(source, 0, samples)
    return {
        "dead": arms,
        "rate": rate,
        "parameters": {arm: _net(part, 0, how).count_params() for arm, how in ARMS.items()},
        "ratios": _times(part),
        "errors": [[pieces, wave_error(pieces)] for pieces in PIECES],
    }


def _net(part, seed, activation):
    choices = {"activation": activation, "initializer": "glorot", "depth": 2, "width": 64}
    return fits.net("mlp", part, seed, **choices)


def _lives(activation, source, samples, seeds, steps, rate):
    model, rows = None, []
    for seed in seeds:
        part = fits.part(source, seed, samples)
        net = _net(part, seed, activation)
        start, model = net.get_weights(), model or fits.ready(net, keras.optimizers.SGD())
        fits.restart(model, start, rate)
        fits.advance(model, part, fits.order(part, seed, steps, batch=64))
        looked = units(model, part.x_train[:1000])
        rows.append({"seed": seed, **{what: _mean(looked, what) for what in ("dead", "idle")}})
    return rows


def _mean(looked, what):
    """The mean over the activations; None for a net lost to NaN."""
    mean = float(np.mean([getattr(one, what) for one in looked]))
    return mean if np.isfinite(mean) else None


def _times(part, rounds=9, steps=20):
    """Of each arm the time of a training step over ReLU's, in rounds of all arms in turn."""
    models = {n: fits.ready(_net(part, 0, a), keras.optimizers.SGD()) for n, a in ARMS.items()}
    order, rows = fits.order(part, 0, steps, batch=64), []
    for _ in range(rounds + 1):
        seconds = {}
        for arm, model in models.items():
            started = time.perf_counter()
            fits.advance(model, part, order)
            seconds[arm] = time.perf_counter() - started
        rows.append({arm: seconds[arm] / seconds["relu"] for arm in models})
    return rows[1:]


def shares(record: Record, arm: str, what: str = "dead") -> dict[int, float]:
    """By seed, the share of dead units, or `idle` pieces, of the nets not lost to NaN."""
    return {row["seed"]: row[what] for row in record["dead"][arm] if row[what] is not None}


def order_of(errors) -> float:
    """p, where the error falls like pieces^-p."""
    pieces, error = np.log(np.array(errors)).T
    return -float(np.polyfit(pieces, error, 1)[0])


def _ratio(record, arm):
    return float(np.median([row[arm] for row in record["ratios"]]))


def answers(record: Record) -> dict[int, Answer]:
    """Supported if Maxout has no dead units where ReLU has, fits ever better, and costs more."""
    gap = minus(shares(record, "relu"), shares(record, "maxout, 2"))
    none = all(share == 0 for arm in list(ARMS)[1:] for share in shares(record, arm).values())
    size = record["parameters"]
    parameters = [size[arm] / size["relu"] for arm in list(ARMS)[1:]]
    parts = none, order_of(record["errors"]) > 1, min(parameters) > 1
    some = "depends" if any(parts) else "refuted"
    verdict = "cannot tell" if none and gap.low <= 0 else "supported" if all(parts) else some
    last = record["errors"][-1]
    return {
        41: Answer(
            verdict=verdict,
            measured=f"{'no' if none else 'some'} dead unit at lr {record['rate']:g}, ReLU "
            f"{points(gap)} points more; x{parameters[0]:.2f} parameters with 2 pieces, "
            f"x{parameters[1]:.2f} with 5; a step takes x{_ratio(record, 'maxout, 2'):.2f} and "
            f"x{_ratio(record, 'maxout, 5'):.2f}",
            because=f"One piece always wins, with slope 1. Two Maxout units of {last[0]} pieces "
            f"fit sin(2 pi x) within {last[1]:.1g}, falling like pieces^-"
            f"{order_of(record['errors']):.1f}. {_lost(record)}",
            **numbers(gap),
        )
    }


def _lost(record):
    gone = {arm: len(rows) - len(shares(record, arm)) for arm, rows in record["dead"].items()}
    return "Nets lost to NaN: " + ", ".join(f"{count} ({arm})" for arm, count in gone.items()) + "."


def text(record: Record) -> str:
    """Cost and dead units of each arm; the error for each number of pieces."""
    rows = [
        (
            arm,
            f"{100 * np.mean(list(shares(record, arm).values())):.1f}",
            f"{100 * np.mean(list(shares(record, arm, 'idle').values())):.1f}",
            record["parameters"][arm],
            _ratio(record, arm),
        )
        for arm in ARMS
    ]
    fit = table(["pieces of each of two units", "largest error"], record["errors"])
    return table(
        [
            "2 x 64 on MNIST",
            "dead units, %",
            "pieces that never win, %",
            "parameters",
            "step / ReLU's",
        ],
        rows,
    ) + ("\n\nsin(2 pi x) on [0, 1], weights written down, not trained:\n\n" + fit)


def draw(record: Record, path: Path) -> None:
    """The wave and its fit; the error against the pieces; dead units; cost."""
    x = np.linspace(0, 1, 400)
    fits_of = {k: ops.convert_to_numpy(two_maxouts(k)(x[:, None]))[:, 0] for k in PIECES[1:3]}
    units = {arm: shares(record, arm) for arm in ARMS}
    costs = {
        arm: (record["parameters"][arm] / record["parameters"]["relu"], _ratio(record, arm))
        for arm in ARMS
    }
    figure(x, fits_of, record["errors"], units, costs, path)


STUDY = Study(
    name="maxout_cost",
    kind="measurement",
    title="Maxout: never dead, and dearer",
    claims=(
        Claim(
            number=41,
            text="Maxout units do not die, can be any function of one variable, and cost more.",
            claimed="pieces times the parameters",
            source="Goodfellow et al. 2013, arXiv:1302.4389",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    costs="half a minute on 2 cores",
)
