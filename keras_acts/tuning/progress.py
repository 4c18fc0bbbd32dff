"""What a sweep says while it runs: a line a trial."""

from collections.abc import Callable, Iterable

from keras_acts.objective import USUAL, Objective
from keras_acts.results import Row


class Progress:
    """Says each trial as it ends: how many are done, how it went, time left, the best so far.

    `varied` are the settings that tell trials apart beside their three arms and their seed.
    """

    def __init__(
        self,
        total: int,
        varied: Iterable[str],
        say: Callable[[str], None],
        objective: Objective = USUAL,
        at_once: int = 1,
    ):
        self.objective = objective
        self.total = total
        self.varied = tuple(varied)
        self.say = say
        self.at_once = at_once
        self.done = 0
        self.width = 0
        self.seconds: list[float] = []
        self.best: Row | None = None

    def tell(self, row: Row, found: bool = False) -> None:
        """Counts a trial; one that was `found` on disk is not said."""
        self.done += 1
        score = self.objective.score
        if row["status"] == "ok" and (self.best is None or score(row) > score(self.best)):
            self.best = row
        if found:
            return
        if row["status"] != "skipped":
            self.seconds.append(row["seconds"])
        best = "none has trained yet"
        if self.best is not None:
            best = f"best {outcome(self.best, self.objective)} {self.names(self.best)}"
        name = self.names(row)
        self.width = max(self.width, len(name))
        self.say(
            f"[{self.done:>{len(str(self.total))}}/{self.total}] {name:<{self.width}}  "
            f"{outcome(row, self.objective):<9} {clock(self.left()):>5} left, {best}"
        )

    def left(self) -> float:
        """Seconds still to go, at the mean speed of the trials run by this process."""
        mean = sum(self.seconds) / len(self.seconds) if self.seconds else 0.0
        return mean * max(0, self.total - self.done) / self.at_once

    def names(self, row: Row) -> str:
        """`mpelu+taylor+none learning_rate=0.1 @0`: a trial for a person to read."""
        arms = "+".join(str(row[axis]) for axis in ("activation", "initializer", "batch_norm"))
        shown = (f" {name}={_short(row[name])}" for name in self.varied)
        return f"{arms}{''.join(shown)} @{row['seed']}"


def _short(value):
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def outcome(row: Row, objective: Objective = USUAL) -> str:
    """The value of the objective, or the status of a trial without one."""
    value = objective.value(row)
    return row["status"] if value is None else f"{value:.4f}"


def clock(seconds: float) -> str:
    """`1:05` or `2:03:00`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
