"""Every activation in the runtimes that Keras exports to: how far they lie from Keras.

    python -m benchmarks.formats docs/formats.md

A model (convolution, activation, Dense) of each row is exported to each format and run by that
format's own runtime on the same inputs, outside of training. SavedModels are served by a fresh
process in which neither keras_acts nor keras can be imported.
"""

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np

from benchmarks.runtimes import FORMATS
from keras_acts.layers import ACTIVATIONS

CHANNELS = 6
SPECIAL = (0.0, 1e-8, -1e-8, 1e-4, -1e-4, 1.0, -1.0, 100.0, -100.0)
ULP = float(np.finfo("float32").eps)
PAGE = """# Activations in other runtimes

Written by `python -m benchmarks.formats docs/formats.md`; not to be edited by hand.

Each activation stands between a convolution and a Dense layer. The model is exported by Keras
{keras} on TensorFlow {tensorflow} and run by the format's own runtime, in inference, on normal
inputs, 0, and +- 1e-8, 1e-4, 1 and 100. SavedModels are served by a process that can import
neither keras_acts nor keras; ONNX files pass `onnx.checker` and run in onnxruntime; LiteRT files
run in its interpreter.

*output*: the largest difference of the model's output from Keras's, over its largest output.
*activation*: the largest difference of the activation's own values, in ulp: 2**-23 of the value,
or of 2**-23 |x| where the value is smaller (a tail that has all but vanished). Thousands of ulp
are a runtime's own: onnxruntime's sigmoid is exact to 1e-7 and not to 1e-7 of its value, and
exp(x) - 1 loses digits near 0 wherever it is formed so.
What a runtime cannot do has its reason below the table.

{table}
"""


@dataclass(frozen=True)
class Difference:
    """How far what a runtime gives lies from what Keras gives."""

    output: float
    """Of the model's output: the largest absolute difference, over the largest output."""
    activation: float
    """Of the activation: the largest difference in ulp, 2**-23 of the value or of 2**-23 of x."""


def probe():
    """Normal values, then zeros, tiny and large ones: (batch, 2, 2, channels)."""
    normal = np.random.default_rng(0).normal(0, 3, (16, 2, 2, CHANNELS))
    special = np.resize(SPECIAL, (3, 2, 2, 1)).repeat(CHANNELS, axis=-1)
    return np.concatenate([normal, special]).astype("float32")


def model(row) -> keras.Model:
    """Convolution, the activation with parameters off their start, Dense; it gives both ends.

    The convolution passes its input on, so that the activation sees the probe as it is.
    """
    x = keras.Input((2, 2, CHANNELS), name="x")
    same = keras.layers.Conv2D(CHANNELS, 1)
    hidden = row.layer()(same(x))
    net = keras.Model(x, {"activation": hidden, "output": keras.layers.Dense(3)(hidden)})
    rng = np.random.default_rng(1)
    for weight in net.trainable_weights:
        weight.assign(rng.uniform(0.3, 1.7, weight.shape))
    same.set_weights([np.eye(CHANNELS)[None, None], np.zeros(CHANNELS)])
    return net


def difference(expected, served) -> Difference:
    """Of two dicts with `activation` and `output`, from the same probe.

    A value below 2**-23 of its x, as in a tail that has all but vanished, is held to 2**-23 x.
    Raises ValueError where what is served is not finite.
    """
    if not all(np.isfinite(value).all() for value in served.values()):
        raise ValueError("it gives values that are not finite")
    one, other = expected["activation"], served["activation"]
    least = ULP * np.maximum(np.abs(probe()).max(-1, keepdims=True), 1e-30)
    size = np.maximum(np.maximum(np.abs(one), np.abs(other)), least)
    absolute = np.abs(served["output"] - expected["output"]).max()
    scale = np.abs(expected["output"]).max()
    return Difference(float(absolute / scale), float((np.abs(one - other) / size).max() / ULP))


def compared(expected, served) -> "Difference | Exception":
    """The Difference, or the exception that a runtime answered with."""
    if isinstance(served, Exception):
        return served
    try:
        return difference(expected, served)
    except ValueError as error:
        return error


def differences(names=tuple(ACTIVATIONS)):
    """For each activation and format by name: a Difference, or an exception where it failed."""
    x = probe()
    nets = {name: model(ACTIVATIONS[name]) for name in names}
    expected = {
        name: {key: np.asarray(value) for key, value in net(x).items()}
        for name, net in nets.items()
    }
    found: dict[str, dict] = {name: {} for name in names}
    with tempfile.TemporaryDirectory() as folder:
        for kind in FORMATS:
            paths = [kind.export(net, folder, name) for name, net in nets.items()]
            for name, served in zip(names, kind.run(paths, x)):
                found[name][kind.name] = compared(expected[name], served)
    return found


def table(found) -> str:
    """The differences in Markdown, and under them the reasons of the rows that lack a format."""
    heads = [f"{kind.name}: {what}" for kind in FORMATS for what in ("output", "activation")]
    lines = [f"| activation | {' | '.join(heads)} |", f"| --- |{' ---: |' * len(heads)}"]
    for name, cells in found.items():
        both = [
            "- | -" if isinstance(one, Exception) else f"{one.output:.2g} | {one.activation:.2g}"
            for one in cells.values()
        ]
        lines.append(f"| {name} | {' | '.join(both)} |")
    reasons = [
        f"- {name}, {kind}: {reason}."
        for name in found
        for kind, reason in ACTIVATIONS[name].cannot_export.items()
    ]
    return "\n".join([*lines, "", *reasons])


def main(path) -> None:
    """Writes the page and says how long it took."""
    import tensorflow

    start = time.perf_counter()
    text = table(differences())
    page = PAGE.format(keras=keras.__version__, tensorflow=tensorflow.__version__, table=text)
    Path(path).write_text(page, encoding="utf-8")
    print(f"{path}: {len(ACTIVATIONS)} activations in {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1])
