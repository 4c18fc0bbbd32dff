"""What activations learned: their functions, from the means of their parameters by layer.

The formulas are those of the papers, over NumPy; a report imports no layers.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from keras_acts.report.html.arms import Arm
from keras_acts.report.html.layers import arithmetic
from keras_acts.report.html.scale import label_ends
from keras_acts.report.html.svg import inline
from keras_acts.report.ink import DIM, GRID, panel
from keras_acts.report.parts import Lines, Panel
from keras_acts.results import Row


def prelu(x, alpha):
    """He et al. 2015, arXiv:1502.01852."""
    return np.where(x > 0, x, alpha * x)


def mpelu(x, alpha, beta):
    """Li et al. 2016, arXiv:1606.00305."""
    return np.where(x > 0, x, alpha * np.expm1(beta * np.minimum(x, 0)))


def pelu(x, alpha, beta):
    """Trottier et al. 2016, arXiv:1605.09332."""
    return np.where(x > 0, x * alpha / beta, alpha * np.expm1(np.minimum(x, 0) / beta))


def srelu(x, t_left, a_left, t_right, a_right):
    """Jin et al. 2015, arXiv:1512.07030."""
    right = np.where(x >= t_right, t_right + a_right * (x - t_right), x)
    return np.where(x <= t_left, t_left + a_left * (x - t_left), right)


def swish(x, beta):
    """Ramachandran et al. 2017, arXiv:1710.05941."""
    return x / (1 + np.exp(-beta * x))


def acon_c(x, p1, p2, beta):
    """Ma et al. 2021, arXiv:2009.04759."""
    return swish((p1 - p2) * x, beta) + p2 * x


def snake(x, alpha):
    """Ziyin et al. 2020, arXiv:2006.08195."""
    return x + np.sin(alpha * x) ** 2 / alpha


def star_relu(x, scale, bias):
    """Yu et al. 2022, arXiv:2210.13452."""
    return scale * np.maximum(x, 0) ** 2 + bias


SHAPES: dict[str, Callable] = {
    function.__name__: function
    for function in (prelu, mpelu, pelu, srelu, swish, acon_c, snake, star_relu)
}
"""The functions that can be drawn from their parameters alone."""
X = np.linspace(-3, 3, 61)


class Learned(NamedTuple):
    """The parameters of one layer, means over channels and seeds, at the start and at the end."""

    layer: str
    start: Mapping[str, float]
    end: Mapping[str, float]


def learned(rows: tuple[Row, ...]) -> list[Learned]:
    """Those of each layer that learns, from the input on."""
    kept = [row for row in rows if row.get("learned_names")]
    names = kept[0]["learned_names"] if kept else []
    kept = [row for row in kept if row["learned_names"] == names]
    layers: dict[str, Learned] = {}
    for place, name in enumerate(names):
        layer, _, parameter = name.rpartition("/")
        one = layers.setdefault(layer, Learned(layer, {}, {}))
        ends = ([_reading(row, place, when) for row in kept] for when in (0, -1))
        start, end = map(arithmetic, ends)
        layers[layer] = Learned(layer, {**one.start, parameter: start}, {**one.end, parameter: end})
    return list(layers.values())


def _reading(row: Row, place: int, when: int) -> float | None:
    return row["learned_mean"][place :: len(row["learned_names"])][when]


def of_one(arm: Arm, number: int) -> Panel | None:
    """The function of each layer; None where nothing is learned, or there is no formula."""
    layers = learned(arm.ended)
    shape = SHAPES.get(arm.activation.split("(")[0])
    if shape is None or not layers:
        return None
    figure, axis = panel(left=0.5, right=0.35)
    axis.yaxis.tick_right()
    axis.tick_params(right=False)
    values = [_values(shape, one.end) for one in layers]
    for place, y in enumerate(values):
        alpha = 1 - 0.75 * place / max(1, len(values) - 1)
        axis.plot(X, y, color=arm.colour, lw=1.2, alpha=alpha)
    start = _values(shape, layers[0].start)
    axis.plot(X, start, color=DIM, lw=1, ls=(0, (2, 2)))
    axis.set_xlabel("x, the input of the activation", fontsize=8, color=DIM)
    axis.grid(color=GRID, lw=0.6)
    lines = [("first", values[0]), ("last", values[-1])] if len(values) > 1 else []
    label_ends(axis, [(-3, y[0], name, DIM) for name, y in (*lines, ("start", start))], left=True)
    title = "Learned shapes, from the first layer (dark) to the last (faint)"
    return Panel(title, inline(figure, f"a{number}-shapes", title), _numbers(layers))


def _values(shape: Callable, parameters: Mapping[str, float]):
    with np.errstate(all="ignore"):
        return shape(X, **parameters)


def _numbers(layers: list[Learned]) -> Lines:
    names = list(layers[0].start)
    lines = [["layer", *(f"{name}, start → end" for name in names)]]
    for one in layers:
        cells = (f"{one.start[name]:.3g} → {one.end[name]:.3g}" for name in names)
        lines.append([one.layer, *cells])
    return lines
