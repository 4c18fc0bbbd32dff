"""What a sweep says while it runs: a line a trial."""

from collections.abc import Callable

from keras_acts.results import Row, score


class Progress:
    """Says each trial as it ends: how many are done, how it went, time left, the best so far."""

    def __init__(self, total: int, say: Callable[[str], None]):
        self.total = total
        self.say = say
        self.done = 0
        self.seconds: list[float] = []
        self.best: Row | None = None

    def tell(self, row: Row, found: bool = False) -> None:
        """Counts a trial; one that was `found` on disk is not said."""
        self.done += 1
        if row["status"] == "ok" and (self.best is None or score(row) > score(self.best)):
            self.best = row
        if found:
            return
        if row["status"] != "skipped":
            self.seconds.append(row["seconds"])
        best = f"best {score(self.best):.4f} {names(self.best)}" if self.best else "none ok yet"
        self.say(
            f"[{self.done:>{len(str(self.total))}}/{self.total}] {names(row):<34} "
            f"{outcome(row):<10} {clock(self.left()):>6} left, {best}"
        )

    def left(self) -> float:
        """Seconds still to go, at the mean speed of the trials run by this process."""
        mean = sum(self.seconds) / len(self.seconds) if self.seconds else 0.0
        return mean * max(0, self.total - self.done)


def names(row: Row) -> str:
    """`mpelu+taylor+none@0`: a trial for a person to read."""
    return f"{row['activation']}+{row['initializer']}+{row['batch_norm']}@{row['seed']}"


def outcome(row: Row) -> str:
    """The validation accuracy, or the status of a trial without one."""
    return f"{score(row):.4f}" if row["status"] == "ok" else row["status"]


def clock(seconds: float) -> str:
    """`1:05` or `2:03:00`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
