"""A sweep file as a file: its name, its size, and what TOML it holds."""

import re
import tomllib
from pathlib import Path
from typing import Any

LONGEST, DEEPEST = 1_000_000, 20
"""Bytes of a sweep file, and how deep it may be nested."""


class BadSweep(ValueError):
    """A sweep file that cannot run; the message lists everything that is wrong with it."""


def name_of(path: Path) -> str:
    """The name of the sweep in `path`, which folders are named after; ValueError for a bad one."""
    if not re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}", path.stem):
        raise BadSweep(
            "a sweep file's name must be 1 to 64 letters, digits, '.', '_' or '-' and not begin "
            f"with '.', since a folder is named after it; received {path.stem!r}. Rename it."
        )
    return path.stem


def table(path: Path) -> dict[str, Any]:
    """What the TOML file at `path` holds; BadSweep if it cannot be read, with line and column."""
    try:
        with open(path, "rb") as file:
            content = file.read(LONGEST + 1)
        if len(content) > LONGEST:
            raise ValueError(f"it has more than {LONGEST:,} bytes")
        found = tomllib.loads(content.decode("utf-8-sig"))
        if _depth(found) > DEEPEST:
            raise ValueError(f"it is nested more than {DEEPEST} deep")
    except (OSError, ValueError, RecursionError) as error:
        raise BadSweep(
            f"a sweep must be a TOML file in UTF-8; received {path}, which cannot be read as a "
            f"sweep: {error}. Mend it there, or give another file; sweeps/ has examples."
        ) from error
    return found


def _depth(found: Any) -> int:
    """How deep tables and lists lie in each other, without recursion."""
    depth, level = 0, [found]
    while level:
        depth += 1
        inner = (part.values() if isinstance(part, dict) else part for part in level)
        level = [one for parts in inner for one in parts if isinstance(one, (dict, list))]
    return depth
