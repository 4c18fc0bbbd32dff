"""Processor time of activations, forward and backward, side by side."""

import math
import time
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from keras import ops

from keras_acts.gradients import compiled, gradients
from keras_acts.layers import ACTIVATIONS
from keras_acts.report.statistics import Interval, interval

Times = Mapping[str, Mapping[str, Sequence[float]]]


def times(names: Iterable[str], elements: int, rounds: int) -> dict[str, dict[str, list[float]]]:
    """{name: {"forward": seconds, "both": seconds}}, a number a round, of float32 elements.

    Seconds of the processor over all its cores, which moves less than the clock on a machine
    with other work. All take turns in a round, so that a slow moment falls on all alike. The
    input is N(0, 1); "both" makes the gradient by the input of the sum of what comes out.
    """
    x = ops.convert_to_tensor(
        np.random.default_rng(0).normal(size=(elements // 1000, 1000)).astype("float32")
    )
    calls = {(name, way): call for name in names for way, call in _calls(name, x).items()}
    for call in (*calls.values(), *calls.values()):
        call(x)
    found: dict[str, dict[str, list[float]]] = {}
    for _ in range(rounds):
        for (name, way), call in calls.items():
            start = time.process_time()
            float(call(x)[0][0, 0])  # waits where calls return before they are done
            taken = time.process_time() - start
            found.setdefault(name, {}).setdefault(way, []).append(taken)
    return found


def _calls(name, x):
    layer = ACTIVATIONS[name]()
    layer(x[:1])

    def forward(x):
        return [layer(x)]

    def both(x):
        _, y, slopes = gradients(lambda arrays: _summed(layer(arrays[0])), [x])
        return [*slopes, y]

    return {"forward": compiled(forward), "both": compiled(both)}


def _summed(y):
    return ops.sum(y), y


def ratio(taken: Times, one: str, other: str, way: str = "both") -> Interval:
    """How many times the time of `other` `one` takes: geometric mean over rounds, 95 %."""
    logs = [math.log(a / b) for a, b in zip(taken[one][way], taken[other][way])]
    found = interval(logs)
    return Interval(math.exp(found.mean), math.exp(found.low), math.exp(found.high), found.seeds)
