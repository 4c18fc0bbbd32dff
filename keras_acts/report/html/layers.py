"""What the probes saw in each layer: before the training, faint, and after it."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from keras_acts.report.html.arms import Arm
from keras_acts.report.html.scale import label_ends
from keras_acts.report.html.svg import inline
from keras_acts.report.ink import DIM, GRID, panel, whole_numbers
from keras_acts.report.parts import Lines, Panel
from keras_acts.report.probes import Numbers, saturated
from keras_acts.results import Row, probed

FEW = 100
"""An axis of logarithms on which less than such a ratio is shown has labels between decades."""


class Profile(NamedTuple):
    """A probe by layer, from the input on: the mean over seeds before and after the training."""

    name: str
    layers: tuple[str, ...]
    before: tuple[float, ...]
    after: tuple[float, ...]


def profile(
    rows: Sequence[Row], name: str, read: Callable[[Row], Numbers], mean: Callable
) -> Profile | None:
    """The profile of a probe, NaN where no seed has a number; None if no row has the probe."""
    found = [numbers for row in rows if (numbers := read(row))]
    if not found:
        return None
    layers = tuple(found[0])
    ends = [
        tuple(mean([one[layer][when] for one in found if layer in one]) for layer in layers)
        for when in (0, -1)
    ]
    return Profile(name, layers, *ends)


def arithmetic(values: Sequence[float | None]) -> float:
    """The mean of what is there."""
    kept = [value for value in values if value is not None]
    return math.fsum(kept) / len(kept) if kept else math.nan


def geometric(values: Sequence[float | None]) -> float:
    """The geometric mean of what is more than 0: an axis of decades has no other."""
    kept = [math.log(value) for value in values if value]
    return math.exp(math.fsum(kept) / len(kept)) if kept else math.nan


def flow(arm: Arm, number: int) -> Panel | None:
    """Mean |dL/dW| of each kernel."""
    rows = arm.ended
    found = profile(rows, "|dL/dW|", lambda row: probed(row, "gradient"), geometric)
    if found is None:
        return None
    figure, axis = _axis([found], arm.colour)
    if any(value > 0 for value in (*found.before, *found.after)):
        axis.set_yscale("log", subs=(2, 5))
        low, high = axis.get_ylim()
        axis.yaxis.set_major_formatter("{x:.0e}")
        axis.yaxis.set_minor_formatter("{x:.0e}" if high < FEW * low else "")
    title = "Gradient flow: mean |dL/dW| by layer with a kernel"
    label_ends(axis, _ends(found, ("before", "after")))
    return Panel(title, inline(figure, f"a{number}-flow", title), _numbers([found]))


def units(arm: Arm, number: int) -> Panel | None:
    """The shares of dead channels and of saturated inputs of each activation."""
    both = (("dead", lambda row: probed(row, "dead_channels")), ("saturated", saturated))
    found = [profile(arm.ended, name, read, arithmetic) for name, read in both]
    kept = [_percent(one) for one in found if one is not None]
    if not kept:
        return None
    figure, axis = _axis(kept, arm.colour)
    axis.set_ylim(-4, 104)
    label_ends(axis, [end for one in kept for end in _ends(one, ("", one.name))])
    title = "Dead (dashed) and saturated, % by activation layer"
    return Panel(title, inline(figure, f"a{number}-units", title), _numbers(kept))


def shift(arm: Arm, number: int) -> Panel | None:
    """The bias shift of each activation."""
    found = profile(arm.ended, "bias shift", lambda row: probed(row, "bias_shift"), arithmetic)
    if found is None:
        return None
    figure, axis = _axis([found], arm.colour)
    axis.set_ylim(0, 1.08 * axis.get_ylim()[1])
    label_ends(axis, _ends(found, ("before", "after")))
    title = "Bias shift: |mean output| by activation layer"
    return Panel(title, inline(figure, f"a{number}-shift", title), _numbers([found]))


def _axis(profiles: Sequence[Profile], colour: str):
    """An axis with the lines of each profile: the first of two is dashed."""
    figure, axis = panel(right=0.75)
    for place, one in enumerate(profiles):
        style = "--" if len(profiles) > 1 and place == 0 else "-"
        for values, alpha in ((one.before, 0.4), (one.after, 1.0)):
            layers = range(1, len(values) + 1)
            axis.plot(layers, values, style, color=colour, alpha=alpha, lw=1.4, marker="o", ms=2.5)
    whole_numbers(axis.xaxis)
    axis.set_xlabel("layer, from the input on", fontsize=8, color=DIM)
    axis.tick_params(which="minor", length=0)
    axis.grid(color=GRID, lw=0.6)
    return figure, axis


def _ends(one: Profile, names: tuple[str, str]):
    """Where each line ends, for its label; lines without a last number have none."""
    lines = zip((one.before, one.after), names)
    return [(len(v), v[-1], name, DIM) for v, name in lines if name and math.isfinite(v[-1])]


def _percent(one: Profile) -> Profile:
    before, after = (tuple(100 * value for value in end) for end in one[2:])
    return one._replace(before=before, after=after)


def _numbers(profiles: Sequence[Profile]) -> Lines:
    lines = [["layer", *(f"{one.name} {when}" for one in profiles for when in ("before", "after"))]]
    for place, layer in enumerate(profiles[0].layers):
        ends = [end[place] for one in profiles for end in one[2:] if place < len(end)]
        lines.append([layer, *(f"{value:.3g}" if math.isfinite(value) else "–" for value in ends)])
    return lines
