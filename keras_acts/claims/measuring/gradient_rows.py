"""The gradient of each layer of a deep net in its first steps, and the numbers claimed of it.

What is called an "average gradient magnitude" is read twice: as the mean of |dL/dW| over a
kernel's elements, and as the norm of dL/dW.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from keras_acts.claims.base import Record
from keras_acts.claims.measuring.nets import batches, descend, net, of_kernels, pull

BATCH = 200
ITERATIONS = (10, 20)
READINGS: dict[str, Callable] = {"mean": lambda g: np.abs(g).mean(), "norm": np.linalg.norm}
RECIPE: dict[str, Any] = {
    "initializer": {"sigmoid": "glorot", "relu": "msra"},
    "width": 128,
    "pixels": True,
    "rate": 0.01,
}
"""Where the claim is silent: pixels / 255, 128 units, SGD with rate 0.01."""
NORMAL = {"name": "normal", "stddev": 0.1}
SMALL = {"name": "normal", "stddev": 0.01}
VARIANTS: dict[str, dict[str, Any]] = {
    "recipe": {},
    "standardised inputs": {"pixels": False},
    "rate 0.1": {"rate": 0.1},
    "width 64": {"width": 64},
    "width 256": {"width": 256},
    "Glorot for both": {"initializer": {"sigmoid": "glorot", "relu": "glorot"}},
    "LeCun for both": {"initializer": {"sigmoid": "lecun", "relu": "lecun"}},
    "He for both": {"initializer": {"sigmoid": "he", "relu": "he"}},
    "N(0, 0.1^2) for both": {"initializer": {"sigmoid": NORMAL, "relu": NORMAL}},
    "N(0, 0.01^2) for both": {"initializer": {"sigmoid": SMALL, "relu": SMALL}},
}
CLAIMED = {
    3: ("sigmoid", 10, "3.23e-07 8.3215e-07 3.3605e-06 1.5193e-05 6.4892e-05 2.7249e-04 "
        "1.1954e-03 6.295e-03 2.9835e-02 0.12476 0.38948"),
    4: ("sigmoid", 20, "4.4649e-07 1.3282e-06 5.6753e-06 2.5294e-05 1.0326e-04 4.3651e-04 "
        "1.9583e-03 9.6396e-03 4.0469e-02 0.16142 0.5235"),
    5: ("relu", 10, "0.68193 0.47672 0.48507 0.48 0.49133 0.47511 0.45136 0.48241 0.50238 "
        "0.62887 3.7748"),
    6: ("relu", 20, "0.49834 0.3182 0.26373 0.23835 0.23295 0.2293 0.2558 0.27504 0.29768 "
        "0.36264 0.51806"),
}  # fmt: skip
RATIO, VANISHED, LEVEL = (0.20, 0.27), 1e-5, 3.0
"""What claim 7 asks: sigmoid's ratio of layers, its first / last, ReLU's largest / smallest."""


def layers(part, activation: str, seed: int, depth=10, **recipe) -> dict:
    """{reading: {iteration: the numbers of layers 1 .. depth and of the logits}}."""
    recipe = {**RECIPE, **recipe}
    model = net(
        part,
        seed,
        pixels=recipe["pixels"],
        activation=activation,
        initializer=recipe["initializer"][activation],
        depth=depth,
        width=recipe["width"],
    )
    found: dict = {reading: {} for reading in READINGS}
    for iteration, (x, y) in enumerate(batches(part, BATCH, seed, max(ITERATIONS)), start=1):
        _, slopes = pull(model, x, y)
        if iteration in ITERATIONS:
            for reading, of in READINGS.items():
                numbers = [float(of(slope)) for slope in of_kernels(model, slopes)]
                found[reading][str(iteration)] = numbers
        descend(model, slopes, recipe["rate"])
    return found


def of(record: Record, variant, activation, reading, iteration) -> np.ndarray:
    """Seeds x layers."""
    runs = record[variant][activation]
    return np.array([run[reading][str(iteration)] for run in runs])


def ratio(rows: np.ndarray) -> np.ndarray:
    """The geometric mean of a hidden layer's number over the next one's, without layer 1.

    Layer 1 has another fan-in than the rest, so that its kernel is no further power of it.
    """
    return (rows[:, 1] / rows[:, -2]) ** (1 / (rows.shape[1] - 3))


def shape(record: Record, variant: str, reading: str, iteration: int) -> dict[str, float]:
    """What claim 7 asks for, the mean over seeds."""
    sigmoid = of(record, variant, "sigmoid", reading, iteration)
    hidden = of(record, variant, "relu", reading, iteration)[:, :-1]
    return {
        "ratio": float(ratio(sigmoid).mean()),
        "vanished": float((sigmoid[:, 0] / sigmoid[:, -1]).mean()),
        "level": float((hidden.max(axis=1) / hidden.min(axis=1)).mean()),
    }


def holds(found: dict[str, float]) -> bool:
    """Whether claim 7 is right of these numbers."""
    low, high = RATIO
    vanishes = low <= found["ratio"] <= high and found["vanished"] < VANISHED
    return vanishes and found["level"] < LEVEL


def numbers(text: str) -> np.ndarray:
    """The claimed row."""
    return np.array([float(word) for word in text.split()])
