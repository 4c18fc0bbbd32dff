"""Ctrl-C, SIGTERM and the end of a budget end a sweep between two steps of training.

An exception raised by a signal handler can land in a finalizer, where Python ignores it, and
Keras runs many of those between trials. So the handler only takes a note, and training asks.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import keras

SIGNALS = (signal.SIGINT, signal.SIGTERM)
CURSOR = b"\x1b[?25h"
"""Shows the cursor of a terminal, which a display has hidden."""
_received: list[int] = []
_also: list[Callable[[], None]] = []


class Stopped(BaseException):
    """A signal came; `number` is its number."""

    def __init__(self, number: int):
        super().__init__(f"stopped by {signal.Signals(number).name}")
        self.number = number


def pending() -> bool:
    """Whether a signal has come."""
    return bool(_received)


def check() -> None:
    """Raises Stopped if a signal has come, or what another question raises, see `asking`."""
    if _received:
        raise Stopped(_received[0])
    for question in _also:
        question()


@contextmanager
def asking(question: Callable[[], None]) -> Iterator[None]:
    """Inside of it `check` asks `question` too, which raises where training must end."""
    _also.append(question)
    try:
        yield
    finally:
        _also.remove(question)


@contextmanager
def heeded() -> Iterator[None]:
    """Inside of it the first signal is noted and a second one ends the process at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = [signal.signal(number, _note) for number in SIGNALS]
    try:
        yield
    finally:
        _received.clear()
        for number, handler in zip(SIGNALS, before):
            signal.signal(number, handler)


class StopWhenTold(keras.callbacks.Callback):
    """Ends a training at the step during which a signal came, or about a second later."""

    def batches_needed(self, steps, epoch, epochs):
        """None: the loop asks about every second."""
        return ()

    def on_train_batch_end(self, batch, logs=None):
        check()


def _note(number, frame):
    if _received:
        if os.isatty(1):
            os.write(1, CURSOR)
        os._exit(128 + number)
    _received.append(number)
