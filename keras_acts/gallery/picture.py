"""Pictures of activations: f, f', where they saturate, and where draws in training lie."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import fill
from typing import NamedTuple

import numpy as np

from keras_acts.gallery.curve import Unit, spread, unit
from keras_acts.gallery.properties import jumps
from keras_acts.gallery.saturation import side
from keras_acts.table import Arm

NEAR, FAR, POINTS = 5.0, 10.0, 1002
"""A picture goes to |x| = 5, or 10 where f' jumps beyond 5; no point is 0, where f' may be a
convention."""
NEARLY = 0.05
"""Soft saturation is shaded from where |f'| stays under 5 % of its largest value in the picture."""
FUNCTION, SLOPE, AXES = "#332288", "#cc6677", "#bbbbbb"
SHADES = {"soft": "#ddcc77", "hard": "#999999"}
KEYS = ("f", "f'", "soft saturation", "hard saturation", "90 % of training draws")


class Region(NamedTuple):
    """Where an activation is flat: from `start` to `stop`, one of them an end of the picture."""

    kind: str
    start: float
    stop: float


class Picture(NamedTuple):
    """The numbers of one panel; f and f' are (channels that come out, points)."""

    label: str
    x: np.ndarray
    f: np.ndarray
    slope: np.ndarray
    """NaN where it jumps, so that no line is drawn there."""
    regions: tuple[Region, ...]
    band: np.ndarray | None
    """(2, points): 90 % of the draws in training lie between; None if nothing is drawn."""


def picture(choice: str | Arm) -> Picture:
    """The numbers of one picture; ValueError for an unknown name or option.

    Where an activation combines channels, the others are 0: one piece of a Maxout against the
    constant 0, one logit of a softmax against two others. One that starts at random is drawn as
    the mean of 64 starts.
    """
    one = unit(choice)
    kinks = jumps(lambda x: one.curve(x).slope, FAR)
    reach = FAR if any(abs(kink) > NEAR for kink in kinks) else NEAR
    x = np.sort(np.concatenate([np.linspace(-reach, reach, POINTS), kinks]))
    curve = one.curve(x)
    slope = np.where(np.isin(x, kinks), np.nan, curve.slope)
    f = curve.f
    if one.starts > 1:
        f, slope = f.mean(0, keepdims=True), slope.mean(0, keepdims=True)
    regions = tuple(_regions(one, x, curve.size))
    return Picture(one.arm.label, x, f, slope, regions, spread(one.arm, x))


def _regions(one: Unit, x: np.ndarray, size: np.ndarray) -> Iterator[Region]:
    for sign, end in ((-1, x[0]), (1, x[-1])):
        kind = side(lambda x: one.curve(x).size, sign)
        steep = np.abs(size) > (NEARLY * size.max() if kind == "soft" else 0)
        begin = x[np.flatnonzero(steep)[-(sign > 0)]] if steep.any() else -end
        if kind and begin != end:
            yield Region(kind, float(min(begin, end)), float(max(begin, end)))


def draw(choices: list[str], path: Path) -> Path:
    """Writes a panel for each name or label to `path`, a .png or .svg; returns the path."""
    if path.suffix not in (".png", ".svg"):
        raise ValueError(f"--out must end in .png or .svg; received {path}.")
    pictures = [picture(choice) for choice in choices]
    from keras_acts.report.ink import axes_grid, frameless, save

    rows, columns = -(-len(pictures) // 4), min(4, len(pictures))
    figure, axes = axes_grid(len(pictures), 3 * columns, 2.5 * rows + 0.6)
    for axis, one in zip(axes if len(pictures) > 1 else [axes], pictures):
        _panel(axis, one)
        frameless(axis)
    drawn = {k: mark for a in figure.axes for mark, k in zip(*a.get_legend_handles_labels())}
    keys = [key for key in KEYS if key in drawn]
    marks = [drawn[key] for key in keys]
    figure.legend(marks, keys, loc="outside lower center", ncols=2 * columns, frameon=False)
    save(figure, path)
    return path


def _panel(axis, one: Picture) -> None:
    for kind, start, stop in one.regions:
        axis.axvspan(start, stop, color=SHADES[kind], alpha=0.35, lw=0, label=f"{kind} saturation")
    if one.band is not None:
        axis.fill_between(one.x, *one.band, color=FUNCTION, alpha=0.25, lw=0, label=KEYS[-1])
    for number, (f, slope) in enumerate(zip(one.f, one.slope)):
        style = "-" if number == 0 else ":"
        axis.plot(one.x, slope, style, color=SLOPE, lw=1.3, label="" if number else "f'")
        axis.plot(one.x, f, style, color=FUNCTION, lw=2, label="" if number else "f")
    axis.axhline(0, color=AXES, lw=0.7, zorder=0)
    axis.axvline(0, color=AXES, lw=0.7, zorder=0)
    axis.set_title(fill(one.label, 44), fontsize=9)
    reach = one.x[-1]
    axis.set_xlim(-reach, reach)
    axis.set_ylim(-0.44 * reach, 0.64 * reach)
