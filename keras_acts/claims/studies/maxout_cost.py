"""Maxout: no dead units, any function of one variable, and what it costs."""

import time
from pathlib import Path

import keras
import numpy as np

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring import fits
from keras_acts.claims.measuring.markdown import table
from keras_acts.claims.measuring.maxout_figure import figure
from keras_acts.claims.measuring.maxout_wave import PIECES, wave, wave_error
from keras_acts.claims.measuring.units import units

ARMS = {"relu": "relu", "maxout, 2": "maxout", "maxout, 5": {"name": "maxout", "pieces": 5}}
RATES = (0.1, 0.5)
"""Plain SGD trains at the first; the second kills a part of ReLUs."""


def measure(source="mnist", samples=5000, seeds=range(5), steps=200, rates=RATES) -> Record:
    """Dead units after SGD, a row for each arm, rate and seed; parameters; time; errors of fits."""
    part = fits.part(source, 0, samples)
    return {
        "rates": list(rates),
        "dead": {
            arm: _lives(how, source, samples, seeds, steps, rates) for arm, how in ARMS.items()
        },
        "parameters": {arm: _net(part, 0, how).count_params() for arm, how in ARMS.items()},
        "ratios": _times(part),
        "errors": [[pieces, wave_error(pieces)] for pieces in PIECES],
    }


def _net(part, seed, activation):
    choices = {"activation": activation, "initializer": "glorot", "depth": 2, "width": 64}
    return fits.net("mlp", part, seed, **choices)


def _lives(activation, source, samples, seeds, steps, rates):
    model, rows = None, []
    for seed in seeds:
        part = fits.part(source, seed, samples)
        net = _net(part, seed, activation)
        start, model = net.get_weights(), model or fits.ready(net, keras.optimizers.SGD())
        for rate in rates:
            fits.restart(model, start, rate)
            fits.advance(model, part, fits.order(part, seed, steps, batch=64))
            looked = units(model, part.x_train[:1000])
            found = {what: _mean(looked, what) for what in ("dead", "idle")}
            rows.append({"seed": seed, "rate": rate, **found})
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


def shares(record: Record, arm: str, rate: float, what: str = "dead") -> list[float]:
    """The share of dead units, or of `idle` pieces, of each net not lost to NaN."""
    rows = [row for row in record["dead"][arm] if row["rate"] == rate]
    return [row[what] for row in rows if row[what] is not None]


def order_of(errors) -> float:
    """p, where the error falls like pieces^-p."""
    pieces, error = np.log(np.array(errors)).T
    return -float(np.polyfit(pieces, error, 1)[0])


def _ratio(record, arm):
    return float(np.median([row[arm] for row in record["ratios"]]))


def answers(record: Record) -> dict[int, Answer]:
    """Supported if no Maxout unit is dead, the wave is fitted ever better, and it costs more."""
    maxouts = list(ARMS)[1:]
    alive = [
        one for arm in maxouts for rate in record["rates"] for one in shares(record, arm, rate)
    ]
    parameters = [record["parameters"][arm] / record["parameters"]["relu"] for arm in maxouts]
    parts = max(alive, default=0) == 0, order_of(record["errors"]) > 1, min(parameters) > 1
    some = "depends" if any(parts) else "refuted"
    verdict = "supported" if all(parts) else some
    last = record["errors"][-1]
    return {
        41: Answer(
            verdict=verdict if alive else "cannot tell",
            measured=f"dead units at most {100 * max(alive, default=0):.1f} %; x"
            f"{parameters[0]:.2f} parameters with 2 pieces, x{parameters[1]:.2f} with 5; a step "
            f"takes x{_ratio(record, 'maxout, 2'):.2f} and x{_ratio(record, 'maxout, 5'):.2f}",
            because=f"One piece always wins, with slope 1. Two Maxout units of {last[0]} pieces "
            f"give sin(2 pi x) within {last[1]:.1g}, and the error falls like pieces^-"
            f"{order_of(record['errors']):.1f}. At the rate {record['rates'][-1]:g} "
            f"{_state(record, 'relu')}, {_state(record, 'maxout, 2')}.",
            seeds=len({row["seed"] for row in record["dead"]["relu"]}),
        )
    }


def _state(record, arm):
    rate = record["rates"][-1]
    lost = sum(row["rate"] == rate for row in record["dead"][arm]) - len(shares(record, arm, rate))
    return f"{_percent(shares(record, arm, rate))} % of {arm} units are dead and {lost} nets lost"


def _percent(values):
    return f"{100 * np.mean(values):.1f}" if values else "–"


def text(record: Record) -> str:
    """Cost and dead units of each arm; the error for each number of pieces."""
    header = ["2 x 64 on MNIST", "parameters", "step / ReLU's"]
    header += [f"{what}, %, at {rate:g}" for rate in record["rates"] for what in ("dead", "idle")]
    rows = [
        (arm, record["parameters"][arm], _ratio(record, arm), *_dying(record, arm)) for arm in ARMS
    ]
    return (
        table(header, rows)
        + "\n\nIdle are pieces that never win. A step's time is the median of 9 rounds of all nets "
        "in turn, with the overhead of `fit`, which hides a part of the cost.\n\n"
        "sin(2 pi x) on [0, 1], by weights written down:\n\n"
        + table(["pieces of each of two units", "largest error"], record["errors"])
    )


def _dying(record, arm):
    pairs = [(rate, what) for rate in record["rates"] for what in ("dead", "idle")]
    return [_percent(shares(record, arm, rate, what)) for rate, what in pairs]


def draw(record: Record, path: Path) -> None:
    """The wave and its fit; the error against the pieces; cost."""
    costs = {
        arm: (record["parameters"][arm] / record["parameters"]["relu"], _ratio(record, arm))
        for arm in ARMS
    }
    figure({k: wave(k) for k in PIECES[1:3]}, record["errors"], costs, path)


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
