"""Each activation less the baseline, seed by seed, beside what would be no difference."""

import math
from collections.abc import Mapping, Sequence

from keras_acts.objective import Objective
from keras_acts.report.contest import Contest
from keras_acts.report.html.svg import inline
from keras_acts.report.ink import BASELINE, DIM, GRID, PAPER, panel, written
from keras_acts.report.measure import shown, unit
from keras_acts.report.parts import Lines, Panel
from keras_acts.report.run import Run
from keras_acts.report.verdicts import Verdict


def of_all(run: Run, found: Sequence[Verdict], colours: Mapping[str, str]) -> Panel | None:
    """A line for each verdict that rests on a pair of seeds; None if there is none."""
    kept = [verdict for verdict in found if verdict.apart is not None]
    if not kept:
        return None
    contest = Contest(run)
    data = {one.activation: list(contest.apart(one.activation, one.other).values()) for one in kept}
    times = 100 if run.objective.share else 1
    widest = max(len(written(name)) for name in data)
    figure, axis = panel(0.65 + 0.24 * len(kept), left=0.2 + 0.07 * widest, right=0.2)
    axis.axvline(0, color=BASELINE, lw=1)
    if kept[0].margin:
        width = times * kept[0].margin
        axis.axvspan(-width, width, color=BASELINE, alpha=0.12, lw=0)
    for y, verdict in enumerate(kept):
        values = [times * value for value in data[verdict.activation]]
        _draw(axis, y, verdict, values, colours[verdict.activation], times)
    axis.set_yticks(range(len(kept)), [written(name) for name in data])
    axis.set_ylim(len(kept) - 0.4, -0.6)
    _limits(axis, [times * value for values in data.values() for value in values])
    axis.set_xlabel(_label(run, kept[0]), fontsize=8, color=DIM)
    axis.grid(axis="x", color=GRID, lw=0.6)
    title = f"Less {run.plan['baseline']}, seed by seed, with 95 % intervals"
    return Panel(title, inline(figure, "apart", title), _numbers(run.objective, data))


def _draw(axis, y: int, verdict: Verdict, values, colour: str, times: int) -> None:
    if verdict.apart is not None and math.isfinite(verdict.apart.low):
        mean, low, high = (times * value for value in verdict.apart[:3])
        axis.plot([low, high], [y, y], color=colour, lw=5, alpha=0.25, solid_capstyle="butt")
        axis.plot([mean, mean], [y - 0.3, y + 0.3], color=colour, lw=1.6)
    axis.scatter(values, [y] * len(values), s=20, color=colour, ec=PAPER, lw=0.6, zorder=3)


def _limits(axis, values: Sequence[float]) -> None:
    """All dots and some of the intervals: one of two seeds would leave no room for the rest."""
    low, high = min(0, *values), max(0, *values)
    room = 0.6 * (high - low) or 1.0
    axis.set_xlim(low - room, high + room)
    axis.locator_params(axis="x", nbins=6)


def _label(run: Run, verdict: Verdict) -> str:
    less = "points" if run.objective.share else written(run.objective.name, 24)
    band = f"; band: margin of {shown(run.objective, verdict.margin)}" if verdict.margin else ""
    return f"{less}{band}"


def _numbers(objective: Objective, data: Mapping[str, Sequence[float]]) -> Lines:
    lines = [["activation", f"each seed{unit(objective).replace(' %', ', points')}"]]
    for name, values in data.items():
        lines.append([name, " ".join(shown(objective, value, "+") for value in values)])
    return lines
