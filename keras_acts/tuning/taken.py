"""What trials take, by those that have ended: so a plan is cut to fit a budget."""

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from keras_acts.results import Row

LONGER = 1.5
"""An epoch takes at most so many times as long as its training steps: it validates too."""


class Cost(NamedTuple):
    """Seconds of a sweep that each trial takes, and each epoch of it."""

    trial: float
    epoch: float

    def of(self, trials: float, epochs: float) -> float:
        """Seconds of so many trials that have so many epochs together."""
        return self.trial * trials + self.epoch * epochs


def costs(rows: Iterable[Row], at_once: int) -> dict[str, Cost]:
    """What a trial of each activation takes, where so many run at once.

    Trials as long as these take as long, and longer ones no longer than said. Without the slowest
    of each where there are more: it has traced the graph of others.
    """
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["activation"]].append(row)
    return {arm: _cost(own, at_once) for arm, own in found.items()}


def _cost(rows: list[Row], at_once: int) -> Cost:
    kept = sorted(rows, key=lambda row: row["seconds"] / row["epochs"])[:-1] or rows
    epochs = sum(row["epochs"] for row in kept)
    seconds = math.fsum(row["seconds"] for row in kept)
    steps = (min(LONGER * row.get("step_seconds", math.inf), row["seconds"]) for row in kept)
    training = math.fsum(steps)
    return Cost((seconds - training) / len(kept) / at_once, training / epochs / at_once)
