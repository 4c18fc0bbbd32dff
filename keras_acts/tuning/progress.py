"""How far a sweep is: what a display, a line of text and `keras-acts status` are made from."""

import math
import statistics
import time
from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from keras_acts.objective import USUAL, Objective
from keras_acts.results import Row

ARMS = ("activation", "initializer", "batch_norm")


class Progress:
    """Counts trials as they end, and shows each to those that watch.

    `varied` are the names and the choices of what tells trials apart beside their seed.
    """

    def __init__(
        self,
        total: int,
        varied: Mapping[str, Any],
        objective: Objective = USUAL,
        at_once: int = 1,
        watches: Iterable["Watch"] = (),
    ):
        self.total = total
        self.objective = objective
        self.at_once = at_once
        self.watches = tuple(watches)
        self.varied = varied
        self.shown = [name for name, choices in varied.items() if _several(choices)]
        self.counts: Counter[str] = Counter()
        self.best: Row | None = None
        self.began = time.monotonic()
        self.ran = 0
        self.cells: dict[tuple[str, int], dict[int, Row]] = defaultdict(dict)

    @property
    def done(self) -> int:
        """How many trials have ended, now or in an earlier run."""
        return self.counts.total()

    def tell(self, row: Row, found: bool = False) -> None:
        """Counts a trial; one that was `found` on disk is not shown as ended now."""
        self.counts[row["status"]] += 1
        self.ran += not found
        score = self.objective.score
        if row["status"] == "ok":
            self.cells[row["cell"], row["epochs"]][row["seed"]] = row
            if self.best is None or score(row) > score(self.best):
                self.best = row
        for watch in self.watches:
            watch.ended(self, row, found)

    def notice(self, text: str) -> None:
        """Tells those that watch what a person should know."""
        for watch in self.watches:
            watch.notice(text)

    def left(self) -> float | None:
        """Seconds still to go at the mean speed since the start, on the monotonic clock."""
        if not self.ran:
            return None
        mean = (time.monotonic() - self.began) / self.ran
        return mean * max(0, self.total - self.done)

    def names(self, row: Row, seed: bool = True) -> str:
        """`mpelu+taylor learning_rate=0.1 @0`: a trial for a person, by what varies."""
        known = [name for name in self.shown if name in row]
        arms = [str(row[name]) for name in ARMS if name in known]
        shown = (f" {name}={_short(row[name])}" for name in known if name not in ARMS)
        cell = "+".join(arms or [row["activation"]]) + "".join(shown)
        return f"{cell} @{row['seed']}" if seed else cell

    def best_cell(self) -> str:
        """The best mean over seeds so far, its standard deviation, and the cell: one line.

        Among cells that have as many seeds as any; longer trained before shorter.
        """
        if not self.cells:
            return "none has trained yet"
        most = max(len(rows) for rows in self.cells.values())
        full = [list(rows.values()) for rows in self.cells.values() if len(rows) == most]
        rows = max(full, key=lambda rows: (rows[0]["epochs"], self._mean(rows)))
        values = [value for row in rows if (value := self.objective.value(row)) is not None]
        if not values:
            return "none has trained yet"
        spread = f" ± {statistics.stdev(values):.4f}" if len(values) > 1 else ""
        seeds = f"{len(values)} seed{'s' * (len(values) > 1)}"
        name = self.names(rows[0], seed=False)
        return f"{math.fsum(values) / len(values):.4f}{spread} ({seeds}) {name}"

    def _mean(self, rows):
        return math.fsum(map(self.objective.score, rows)) / len(rows)


class Watch(ABC):
    """Is shown each trial as it ends."""

    @abstractmethod
    def ended(self, progress: Progress, row: Row, found: bool) -> None:
        """A trial has ended, or its row was `found` on disk."""

    def notice(self, text: str) -> None:  # noqa: B027 (a watch may show trials alone)
        """Something that a person should know."""


class Lines(Watch):
    """A line a trial, for a file or a pipe.

    >>> progress = Progress(2, {"activation": ("relu", "elu")}, watches=[Lines(print)])
    >>> row = {"activation": "elu", "cell": "0", "epochs": 1, "seed": 7, "status": "ok"}
    >>> progress.tell({**row, "val_accuracy": 0.5})  # doctest: +ELLIPSIS
    [1/2] elu @7  0.5000 best 0:0... left
    """

    def __init__(self, say: Callable[[str], None]):
        self.say = say
        self.width = 0

    def ended(self, progress: Progress, row: Row, found: bool) -> None:
        if found:
            return
        name = progress.names(row)
        self.width = max(self.width, len(name))
        place = f"[{progress.done:>{len(str(progress.total))}}/{progress.total}]"
        best = " best" if row is progress.best else ""
        how = f"{outcome(row, progress.objective)}{best}"
        why = f"  {short(row['reason'])}" if row["status"] in ("failed", "diverged") else ""
        self.say(f"{place} {name:<{self.width}}  {how:<11} {clock(progress.left())} left{why}")

    def notice(self, text: str) -> None:
        self.say(text)


def _several(choices: Any) -> bool:
    return not isinstance(choices, (list, tuple)) or len(choices) > 1


def _short(value):
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def outcome(row: Row, objective: Objective = USUAL) -> str:
    """The value of the objective, or the status of a trial without one."""
    value = objective.value(row)
    return row["status"] if value is None else f"{value:.4f}"


def short(text: str, length: int = 100) -> str:
    """The beginning of the first line of `text`."""
    line = (text or "").strip().partition("\n")[0]
    return line if len(line) <= length else line[: length - 3] + "..."


def clock(seconds: float | None) -> str:
    """`1:05` or `2:03:00`; `?` for None."""
    if seconds is None:
        return "?"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
