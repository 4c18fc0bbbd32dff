"""What the probes say of a run: why nets train or do not, by activation."""

import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from keras_acts.report.ink import Palette, axes_grid, frameless, save, whole_numbers, written
from keras_acts.report.run import Combination, Run
from keras_acts.results import Row, probed

Numbers = dict[str, list[float | None]]
WHEN = ("before training", "after it")
CAPTION = "Gradient flow: mean |dL/dW| by layer in the best combination of each activation"
WORDS = (
    "The best combination of each activation, before → after its training, on 128 of the training "
    "samples: means over layers and seeds. A channel is *dead* if it gives 0 for all of them; an "
    "input is *saturated* where the slope of the activation is under 0.01; the *bias shift* is the "
    "absolute mean output of a channel. First / last is the mean |dL/dW| of the first kernel over "
    "that of the last, a geometric mean over seeds."
)


def recorded(run: Run) -> bool:
    """Whether any row has probes; those of older versions have none."""
    return any(row.get("probe_steps") for row in run.rows)


def table(run: Run) -> list[list[str]]:
    """A line for each activation in its best combination, before -> after the training."""
    lines = [
        ["activation", "dead channels %", "saturated %", "bias shift", "first / last gradient"]
    ]
    for best in _best(run):
        cells = [
            _cell(best, lambda row: probed(row, "dead_channels"), _mean, _percent),
            _cell(best, saturated, _mean, _percent),
            _cell(best, lambda row: probed(row, "bias_shift"), _mean, "{:.2g}".format),
            _cell(best, lambda row: probed(row, "gradient"), _decades, lambda v: f"{10**v:.2g}"),
        ]
        lines.append([best.activation, *cells])
    return lines


class Flow(NamedTuple):
    """Mean |dL/dW| by kernel, from the input on, a curve for each seed."""

    activation: str
    before: tuple[tuple[float, ...], ...]
    after: tuple[tuple[float, ...], ...]


def flow_data(run: Run) -> list[Flow]:
    """The curves of each activation in its best combination; what is not finite or 0 is NaN."""
    flows = []
    for best in _best(run):
        found = [list(probed(row, "gradient").values()) for row in _looked(best)]
        curves = [
            tuple(tuple(_positive(layer[when]) for layer in layers) for layers in found if layers)
            for when in (0, -1)
        ]
        flows.append(Flow(best.activation, *curves))
    return flows


def draw_flow(run: Run, path: Path) -> None:
    """Mean |dL/dW| by layer before and after the training, a line a seed."""
    data, palette = flow_data(run), Palette(run)
    figure, axes = axes_grid(2, width=8, height=3.4)
    axes[1].sharey(axes[0])
    for axis, when, title in zip(axes, ("before", "after"), WHEN):
        for flow in data:
            for number, curve in enumerate(getattr(flow, when)):
                label = written(flow.activation) if number == 0 else None
                layers = range(1, len(curve) + 1)
                axis.plot(layers, curve, color=palette[flow.activation], lw=1.1, label=label)
        axis.set_yscale("log")
        axis.tick_params(which="minor", length=0)
        axis.set_title(title, fontsize=10)
        axis.grid(color="#eeeeee")
        whole_numbers(axis.xaxis)
        frameless(axis)
    handles = axes[0].get_legend_handles_labels()
    figure.legend(*handles, loc="outside right center", frameon=False, fontsize=8)
    figure.supxlabel("layer with a kernel, from the input on", fontsize=9)
    figure.supylabel("mean |dL/dW|", fontsize=9)
    save(figure, path)


def _best(run: Run) -> list[Combination]:
    """The best combination of each activation that has one with probes."""
    found = [run.best_of(name) for name in run.axes["activation"]]
    return [best for best in found if best is not None and _looked(best)]


def _looked(best: Combination) -> list[Row]:
    return [row for row in best.rows if row["status"] == "ok" and row.get("probe_steps")]


def saturated(row: Row) -> Numbers:
    """The share of inputs of each layer where the slope is small, on either side."""
    left, right = probed(row, "saturated_left"), probed(row, "saturated_right")
    return {name: [_sum(pair) for pair in zip(left[name], right[name])] for name in left}


def _sum(pair: tuple[float | None, float | None]) -> float | None:
    one, other = pair
    return None if one is None or other is None else one + other


def _cell(best: Combination, numbers: Callable[[Row], Numbers], over: Callable, text: Callable):
    """`before → after`, each the mean over seeds of what `over` makes of the layers."""
    found = [list(numbers(row).values()) for row in _looked(best)]
    ends = ([over(layer[when] for layer in layers) for layers in found] for when in (0, -1))
    means = [_mean(values) for values in ends]
    return " → ".join("–" if mean is None else text(mean) for mean in means)


def _mean(values: Iterable[float | None]) -> float | None:
    finite = [value for value in values if value is not None]
    return math.fsum(finite) / len(finite) if finite else None


def _decades(values: Iterable[float | None]) -> float | None:
    """log10 of first / last, of which a mean over seeds is a geometric one."""
    layers = list(values)
    return math.log10(layers[0] / layers[-1]) if layers and layers[0] and layers[-1] else None


def _positive(value: float | None) -> float:
    return value if value else math.nan


def _percent(value: float) -> str:
    return f"{100 * value:.1f}"
