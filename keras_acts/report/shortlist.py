"""The activations that may be the best, in words and as a table."""

import math

from keras_acts.report.alike import Alike, alike
from keras_acts.report.measure import heading, shown
from keras_acts.report.reach import tested
from keras_acts.report.run import Run
from keras_acts.report.statistics.decide import SCREENING

WORDS = (
    "No activation is shown to be better than any of these; the cheapest by {cost} is first. The "
    "middle half is the interquartile mean: without the best quarter of the seeds and the worst."
)


def words(run: Run) -> list[str]:
    """What the table is, and how far a test may be off; nothing where nothing has a result."""
    found = alike(run)
    cost = "training step" if _stepped(found) else "parameters"
    return [WORDS.format(cost=cost), *_tested(run)] if found else []


def table(run: Run) -> list[list[str]]:
    """A line for each activation, the cheapest first."""
    found = alike(run)
    cost = f"training step, × {run.plan['baseline']}" if _stepped(found) else "seconds a trial"
    head = ["activation", heading(run.objective), "middle half, 95 %", cost, "parameters"]
    return [[*head, "seeds lost"], *(_line(run, one) for one in found)]


def _stepped(found: list[Alike]) -> bool:
    """Whether the time of a training step was measured."""
    return bool(found) and found[0].step is not None


def _line(run: Run, one: Alike) -> list[str]:
    parameters = "–" if one.parameters == math.inf else f"{one.parameters:,.0f}"
    taken = f"{one.seconds:.1f}" if one.step is None else f"{one.step:.2f}"
    line = [one.activation, shown(run.objective, one.mean), _middle(run, one), taken]
    return [*line, parameters, str(one.lost)]


def _middle(run: Run, one: Alike) -> str:
    if one.middle.seeds < SCREENING:
        return "–"
    mean, low, high = (shown(run.objective, value) for value in one.middle[:3])
    return f"{mean} [{low}, {high}]"


def _tested(run: Run) -> list[str]:
    """How far a test accuracy may be off by the choice of the test samples alone."""
    found = tested(run)
    if found is None:
        return []
    mean, low, high = (f"{100 * value:.1f}" for value in found[:3])
    return [
        f"By the choice of its {found.seeds} test samples alone, the test accuracy of {mean} % of "
        f"the winner could be from {low} to {high} % (exact 95 % interval)."
    ]
