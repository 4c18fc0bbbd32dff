"""Files that exist wholly or not at all, whenever the process that writes them ends.

A file is written under a hidden name, brought to the disk, and put in its place by one
operation of the file system.
"""

import json
import math
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TEMPORARY = re.compile(r"\..+\.\d+")
"""The names of files that are being written: `.NAME.PROCESS`."""


class Unreadable(ValueError):
    """A file of a run that cannot be used; the message says which and what to do."""


def strict(value: Any) -> Any:
    """`value` for strict JSON: NaN and infinities become None, tuples lists."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): strict(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [strict(part) for part in value]
    return value


def write_json(path: Path, value: Any) -> None:
    """Writes `value` to `path` wholly or not at all."""
    write_text(path, json.dumps(strict(value), indent=1, allow_nan=False) + "\n")


def write_text(path: Path, text: str) -> None:
    """Writes `text` to `path` wholly or not at all; its folder is made, but not the one above.

    Raises OSError with the path, and with how many bytes were to be written.
    """
    content = text.encode("utf-8", "surrogateescape")
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        try:
            _bring_to_disk(temporary, content)
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        what = f"{error.strerror}, with {len(content):,} bytes to write"
        raise OSError(error.errno, what, str(path)) from error


def _bring_to_disk(path: Path, content: bytes) -> None:
    with open(path, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Gives an OSError that names no file `path`, near which it arose."""
    try:
        yield
    except OSError as error:
        if error.filename is not None or error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error


def sweep_up(folder: Path) -> None:
    """Removes what processes that were killed had begun to write into `folder`."""
    for path in folder.glob(".*"):
        if TEMPORARY.fullmatch(path.name):
            path.unlink(missing_ok=True)


def read_json(path: Path) -> Any:
    """What `write_json` wrote, None if there is no such file; Unreadable if it is no JSON."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (ValueError, RecursionError) as error:
        raise Unreadable(
            f"{path} must hold JSON; received what cannot be read: {error}. Remove it, or put "
            "back a copy."
        ) from error
