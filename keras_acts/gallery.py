"""Activations as pictures: each function and its derivative."""

from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np

from keras_acts.layers import ACTIVATIONS
from keras_acts.table import nearest

RANGE = 5.0
POINTS = 2001


class Picture(NamedTuple):
    """f and f' on a grid: (points,) and, for every channel that comes out, (channels, points)."""

    name: str
    x: np.ndarray
    f: np.ndarray
    slope: np.ndarray


def picture(name: str) -> Picture:
    """The numbers of one picture, outside of training.

    Where an activation combines channels, the others are 0: one piece of a Maxout against the
    constant 0, one logit of a softmax against two others. ValueError for an unknown name.
    """
    x = np.linspace(-RANGE, RANGE, POINTS)
    if name == "softmax":
        layer, channels = keras.layers.Softmax(dtype="float64"), 3
    else:
        if name not in ACTIVATIONS:
            known = [*ACTIVATIONS, "softmax"]
            raise ValueError(
                f"plot knows {', '.join(known)}; received {name!r}{nearest(name, known)}."
            )
        layer = ACTIVATIONS[name](dtype="float64")
        channels = ACTIVATIONS[name].widens(layer).denominator
    inputs = np.zeros((POINTS, channels))
    inputs[:, 0] = x
    f = keras.ops.convert_to_numpy(layer(keras.ops.array(inputs))).T
    f = f[:1] if name == "softmax" else f
    return Picture(name, x, f, np.gradient(f, x, axis=1))


def draw(names: list[str], path: Path) -> Path:
    """Writes a panel for each name to `path`, a .png or .svg; returns the path."""
    from matplotlib.figure import Figure

    if path.suffix not in (".png", ".svg"):
        raise ValueError(f"--out must end in .png or .svg; received {path}.")
    pictures = [picture(name) for name in names]
    columns = min(4, len(pictures))
    rows = -(-len(pictures) // columns)
    figure = Figure(figsize=(3 * columns, 2.6 * rows + 0.3), layout="constrained", dpi=144)
    for number, one in enumerate(pictures):
        _panel(figure.add_subplot(rows, columns, number + 1), one)
    figure.legend(*figure.axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    figure.savefig(path)
    return path


def _panel(axis, one: Picture) -> None:
    for number, (f, slope) in enumerate(zip(one.f, one.slope)):
        style = "-" if number == 0 else ":"
        axis.plot(one.x, slope, style, color="#cc6677", lw=1.3, label="" if number else "f'")
        axis.plot(one.x, f, style, color="#332288", lw=2, label="" if number else "f")
    axis.axhline(0, color="#bbbbbb", lw=0.7, zorder=0)
    axis.axvline(0, color="#bbbbbb", lw=0.7, zorder=0)
    axis.set_title(one.name, fontsize=10)
    axis.set_ylim(-2.2, 3.2)
    axis.spines[:].set_visible(False)
    axis.tick_params(length=0, labelsize=8)
