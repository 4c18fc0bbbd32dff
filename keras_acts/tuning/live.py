"""What a sweep shows on a terminal while it runs: one picture that is drawn over and over."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from keras_acts.results import Row
from keras_acts.tuning.progress import Progress, Watch, clock, outcome, short

LAST = 5
"""How many of the trials that ended last are shown."""
COLOURS = {"ok": "green", "diverged": "yellow", "failed": "red", "skipped": "dim"}


class Screen(Watch):
    """A bar, how many trials went how, the time left, the best so far, and the last trials."""

    def __init__(self, console: Console):
        self.console = console
        self.modern = console.encoding.startswith("utf")
        self.progress: Progress | None = None
        self.last: deque[Row] = deque(maxlen=LAST)

    def ended(self, progress: Progress, row: Row, found: bool) -> None:
        self.progress = progress
        if not found:
            self.last.append(row)

    def notice(self, text: str) -> None:
        self.console.print(Text(text))

    def picture(self) -> Group:
        """What is drawn."""
        progress = self.progress
        if progress is None:
            return Group(Text("getting ready"))
        bar = Table.grid(expand=True)
        bar.add_row(ProgressBar(progress.total, progress.done))
        parts: list[Table | Text] = [bar, self._counts(progress)]
        parts += [self._line("best ", self._plain(progress.best_cell()), "bold")]
        parts += [self._trial(progress, row) for row in self.last]
        return Group(*parts)

    def _counts(self, progress: Progress) -> Text:
        running = min(progress.at_once, max(0, progress.total - progress.done))
        text = self._line(f"{progress.done}/{progress.total}", "", "bold")
        text.append(f"  {clock(progress.left())} left  {running} running")
        for status, colour in COLOURS.items():
            if progress.counts[status]:
                text.append(f"  {progress.counts[status]} {status}", colour)
        return text

    def _trial(self, progress: Progress, row: Row) -> Text:
        why = "" if row["status"] == "ok" else f"  {self._plain(short(row['reason']))}"
        how = f"{outcome(row, progress.objective):<9}"
        return self._line(how, f"{progress.names(row)}{why}", COLOURS[row["status"]])

    def _line(self, head: str, text: str, style: str) -> Text:
        line = Text(no_wrap=True, overflow="ellipsis" if self.modern else "crop")
        return line.append(head, style).append(text)

    def _plain(self, text: str) -> str:
        """`text` in what the terminal can show."""
        encoding = self.console.encoding
        return (
            text.replace("±", "+-" if encoding != "utf-8" else "±")
            .encode(encoding, "replace")
            .decode(encoding)
        )


@contextmanager
def shown(console: Console | None = None) -> Iterator[Screen]:
    """A screen that is drawn twice a second; its last picture stays."""
    screen = Screen(console or Console())
    with Live(get_renderable=screen.picture, console=screen.console, refresh_per_second=2):
        yield screen
