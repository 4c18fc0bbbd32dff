"""Who owns a run directory: one process at a time. Standard library only."""

import fcntl
import os
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PATIENCE = 0.2
"""Seconds that a start waits for one who only looks whether the directory is in use."""


KILLED = re.compile(r"process \d+ on (.+?), started [^,]+")
"""What a lock says whose owner did not come to say how it ended."""


class DirectoryInUse(RuntimeError):
    """Another process works in the directory; the message names it."""


@contextmanager
def owned(folder: Path, say: Callable[[str], None] = print) -> Iterator[Callable[[], None]]:
    """Holds the directory for this process; the system lets go of it when the process ends.

    Gives a function that raises OSError once the directory has been removed. What a killed
    process left is taken over, which `say` is told; if it ran on another host, where nobody can
    see from here whether it lives, only if `force` is set.

    Raises: DirectoryInUse with process, host and start of the owner.
    """
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "a+", encoding="utf-8", errors="replace") as file:
        _take(file, folder)
        _inherit(folder, _text(file), say)
        text = f"process {os.getpid()} on {socket.gethostname()}, started {_now()}"
        _put(file, text)
        how = "done"
        try:
            yield lambda: _still_there(folder, file)
        except BaseException as error:
            how = f"{type(error).__name__}: {error}".partition("\n")[0]
            raise
        finally:
            # A full disk must not hide why it ended; the lock is let go of in any case.
            with suppress(OSError):
                _put(file, f"{text}, ended {_now()}: {how}")
                if made and os.listdir(folder) == ["lock"]:
                    (folder / "lock").unlink()
                    folder.rmdir()


def owner(folder: Path) -> tuple[str, bool]:
    """What the lock says of the last owner, and whether it lives.

    The text is `process P on HOST, started TIME`, and for one that was not killed
    `, ended TIME: HOW`; empty if there is none.
    """
    try:
        with open(folder / "lock", encoding="utf-8", errors="replace") as file:
            lives = not _locked(file, fcntl.LOCK_SH)
            return _text(file), lives
    except FileNotFoundError:
        return "", False


def forget(folder: Path) -> None:
    """Has the next start take over whatever the lock says, unless its owner is seen to live."""
    file = folder / "lock"
    if file.exists() and not owner(folder)[1]:
        os.truncate(file, 0)


def _take(file, folder):
    deadline = time.monotonic() + PATIENCE
    while not _locked(file, fcntl.LOCK_EX):
        if time.monotonic() > deadline:
            raise DirectoryInUse(
                f"{folder} must be worked on by one process at a time; it belongs to "
                f"{_text(file) or 'another process'}. Wait for it, or give another --out."
            )
        time.sleep(PATIENCE / 10)


def _locked(file, kind):
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _text(file):
    file.seek(0)
    return file.read(1000).strip()


def _put(file, text):
    # Not through a buffer, which a full disk would leave to be written when the file is closed.
    os.ftruncate(file.fileno(), 0)
    os.write(file.fileno(), text.encode())


def _now():
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime())


def _inherit(folder, before, say):
    killed = KILLED.fullmatch(before)
    if not killed:
        return
    if killed[1] != socket.gethostname():
        raise DirectoryInUse(
            f"{folder} must be worked on by one process at a time; it belongs to {before}, and "
            "that is another host. If nothing runs there any more, give --force-unlock."
        )
    say(f"{folder} is taken over from {before}, which ended without a word.")


def _still_there(folder, file):
    try:
        same = os.path.samestat(os.stat(folder / "lock"), os.fstat(file.fileno()))
    except FileNotFoundError:
        same = False
    if not same:
        raise FileNotFoundError(2, "the directory was removed while the sweep ran", str(folder))
