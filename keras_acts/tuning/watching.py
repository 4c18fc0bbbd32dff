"""Who watches a sweep: a screen on a terminal, lines in a file or a pipe, TensorBoard if asked."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from keras_acts.tuning.progress import Lines, Watch

Say = Callable[[str], None]


@contextmanager
def watches(say: Say, board: Path | None = None) -> Iterator[tuple[Say, tuple[Watch, ...]]]:
    """What is told what a person should know, and what is shown each trial.

    `board` is where TensorBoard's files go, if they are asked for.
    """
    with ExitStack() as open:
        found: list[Watch] = []
        if sys.stdout.isatty():
            from keras_acts.tuning import live

            screen = open.enter_context(live.shown())
            say = screen.notice
            found.append(screen)
        else:
            found.append(Lines(say))
        if board is not None:
            from keras_acts.tuning.board import Board

            found.append(Board(board))
        yield say, tuple(found)
