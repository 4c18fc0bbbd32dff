"""A small net on digits that meets one outlier: which activation, and which remedy, survives it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import keras
import numpy as np

from keras_acts.claims.measuring import fits
from keras_acts.claims.measuring.units import dead
from keras_acts.split import Split

ARMS: dict[str, Mapping] = {
    "relu": {},
    "leaky_relu": {"activation": "leaky_relu"},
    "elu": {"activation": "elu"},
    "relu, features standardised": {"features": "standardised"},
    "relu, standardised and clipped": {"features": "clipped"},
    "relu, BatchNorm": {"batch_norm": "before"},
    "relu, gradient norm at most 1": {"clip": 1.0},
    "relu, Adam": {"adam": True},
}
"""Pixels in [0, 1] and SGD at 0.1, unless said otherwise; Adam at 0.001; clipped to [-4, 4]."""


def pixels(seed: int) -> Split:
    """All of digits, divided by `seed`, in [0, 1]."""
    whole = fits.part("digits", seed, 1437, standard=False)
    return replace(whole, x_train=whole.x_train / 16, x_val=whole.x_val / 16)


def prepared(x: np.ndarray, like: np.ndarray, features: str) -> np.ndarray:
    """The inputs as the net gets them; the statistics are those of `like`, without outliers."""
    if features == "raw":
        return x
    standard = (x - like.mean(0)) / (like.std(0) + 0.1)
    return np.clip(standard, -4, 4) if features == "clipped" else standard


def lives(arm: Mapping, seeds: Sequence[int], sizes: Sequence[float], steps: int) -> list[dict]:
    """What becomes of a net for each seed and size of the outlier.

    Share of dead units and accuracy on the part held out: before it meets the outlier, which is
    one pixel of one picture of a batch; right after that step; and `steps` normal steps later.
    """
    model, rows = None, []
    for seed in seeds:
        digits = pixels(seed)
        samples = _as_seen(digits, arm)
        start = _net(arm, samples, seed)
        model = model or fits.ready(start, _optimizer(arm))
        fits.restart(model, start.get_weights(), 1e-3 if arm.get("adam") else 0.1)
        batches = fits.order(samples, seed, 2 * steps, batch=32)
        fits.advance(model, samples, batches[:steps])
        before = fits.state(model)
        for size in sizes:
            fits.restore(model, before)
            rows.append({"seed": seed, "size": size, **_life(model, digits, arm, batches, size)})
    return rows


def _life(model, digits, arm, batches, size):
    samples, half = _as_seen(digits, arm), len(batches) // 2
    states = [_look(model, samples)]
    bad = digits.x_train.copy()
    bad[batches[half, 0], 3, 3] = size
    fits.advance(model, _as_seen(replace(digits, x_train=bad), arm, digits), batches[half:][:1])
    states.append(_look(model, samples))
    fits.advance(model, samples, batches[half:])
    states.append(_look(model, samples))
    return {"dead": [one[0] for one in states], "accuracy": [one[1] for one in states]}


def _as_seen(digits, arm, like=None):
    statistics = (like or digits).x_train
    features = arm.get("features", "raw")
    seen = {n: prepared(getattr(digits, n), statistics, features) for n in ("x_train", "x_val")}
    return replace(digits, **seen)


def _net(arm, samples, seed):
    choices = {name: arm[name] for name in ("activation", "batch_norm") if name in arm}
    return fits.net("mlp", samples, seed, initializer="moment", depth=2, width=64, **choices)


def _optimizer(arm):
    kind = keras.optimizers.Adam if arm.get("adam") else keras.optimizers.SGD
    return kind(global_clipnorm=arm.get("clip"))


def _look(model, samples):
    return dead(model, samples.x_train), fits.accuracy(model, samples.x_val, samples.y_val)
