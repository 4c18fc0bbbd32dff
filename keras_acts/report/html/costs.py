"""The objective against each cost, and which activations none beats in both."""

from collections.abc import Sequence

from keras_acts.report.fronts import KINDS, Point, front, label_points
from keras_acts.report.html.scale import scaled
from keras_acts.report.html.svg import inline
from keras_acts.report.ink import DIM, GRID, PAPER, Palette, panel
from keras_acts.report.measure import heading, shown
from keras_acts.report.parts import Lines, Panel
from keras_acts.report.run import Run


def panels(run: Run) -> tuple[Panel, ...]:
    """One for each kind of cost that was measured."""
    found = {kind: front(run, kind) for kind in KINDS}
    return tuple(_panel(run, kind, points) for kind, points in found.items() if points)


def _panel(run: Run, kind: str, points: Sequence[Point]) -> Panel:
    figure, axis = panel(2.9)
    colours = Palette(run)
    for one in points:
        _draw(axis, one, colours[one.activation])
    best = [one for one in points if one.best]
    steps = [one.cost for one in best], [one.value for one in best]
    axis.step(*steps, where="post", color=DIM, lw=0.8, zorder=0)
    scaled(run.objective, axis.yaxis, [one.value for one in points])
    axis.set_xlabel(KINDS[kind], fontsize=8, color=DIM)
    axis.margins(x=0.2)
    axis.locator_params(axis="x", nbins=5)
    axis.grid(color=GRID, lw=0.6)
    label_points(axis, points, size=8)
    title = f"Against {KINDS[kind]}; filled: none beats it in both"
    return Panel(title, inline(figure, f"cost-{kind}", title), _numbers(run, kind, points))


def _draw(axis, one: Point, colour: str) -> None:
    axis.plot([one.low, one.high], [one.value] * 2, color=colour, lw=1)
    face = colour if one.best else PAPER
    axis.scatter([one.cost], [one.value], s=30, color=face, ec=colour, zorder=3)


def _numbers(run: Run, kind: str, points: Sequence[Point]) -> Lines:
    lines = [["activation", heading(run.objective), KINDS[kind], "quartiles", "on the front"]]
    for one in points:
        ends = f"{one.low:.3g} to {one.high:.3g}" if one.low < one.high else "–"
        line = [one.activation, shown(run.objective, one.value), f"{one.cost:.4g}", ends]
        lines.append([*line, "yes" if one.best else "no"])
    return lines
