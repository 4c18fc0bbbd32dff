"""Who watches a sweep: a screen on a terminal, lines in a file or a pipe, TensorBoard if asked."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from keras_acts.tuning.progress import Lines, Watch

Say = Callable[[str], None]


def board(folder: Path) -> Watch:
    """What writes for TensorBoard into `folder`; ValueError if that is not installed."""
    try:
        from keras_acts.tuning.board import Board
    except ImportError as error:
        raise ValueError(
            "--tensorboard needs the package tensorboard, which must be installed; received "
            f"{error}. Give `pip install keras-acts[tensorboard]`."
        ) from error
    return Board(folder)


@contextmanager
def watches(say: Say, board: Watch | None = None) -> Iterator[tuple[Say, tuple[Watch, ...]]]:
    """What is told what a person should know, and what is shown each trial.

    `board` watches too, if there is one.
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
            found.append(board)
        yield say, tuple(found)
