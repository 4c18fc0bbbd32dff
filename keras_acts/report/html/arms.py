"""What is shown of each activation: its best combination, and the baseline's beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from keras_acts.report.ink import Palette
from keras_acts.report.run import Combination, Run
from keras_acts.results import Row


@dataclass(frozen=True)
class Arm:
    """An activation with its best combination, confirmed where there was a second stage."""

    run: Run
    activation: str
    best: Combination | None
    base: Combination | None
    """The baseline's; None for the baseline itself, or if none of it trained."""
    colour: str

    @cached_property
    def ended(self) -> tuple[Row, ...]:
        """The rows of its best combination that ended well."""
        return tuple(row for row in (self.best.rows if self.best else ()) if row["status"] == "ok")

    @property
    def others(self) -> Sequence[Combination]:
        """The combinations that a figure of this one shows: its own, and the baseline's."""
        return [one for one in (self.best, self.base) if one is not None]


def arms(run: Run) -> list[Arm]:
    """One for each activation, in the order of the sweep file."""
    palette, base = Palette(run), run.plan["baseline"]
    searched = {name: run.best_of(name) for name in dict.fromkeys((*run.axes["activation"], base))}
    fresh = {one.activation: one for one in reversed(run.confirmed)}

    def arm(name: str) -> Arm:
        among = {**searched, **fresh} if name in fresh else searched
        return Arm(run, name, among[name], None if name == base else among[base], palette[name])

    return [arm(name) for name in run.axes["activation"]]
