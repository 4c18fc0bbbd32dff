"""Functions of the user's by name: `package.module:function`, and the source they came from."""

import hashlib
import importlib
import inspect
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

GIVEN: dict[str, Any] = {}
"""What this process was given as an object, by a name that begins with `given:`."""


def function(what: str, name: str) -> Callable:
    """The function called `name`; its module is looked for in the current folder too.

    Raises ValueError that begins with `what`, such as `model`, if there is none.
    """
    if name.startswith("given:"):
        return given(what, name)
    module, _, path = name.partition(":")
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    try:
        found: Any = importlib.import_module(module)
        for part in path.split("."):
            found = getattr(found, part)
    except Exception as error:
        raise ValueError(
            f"{what} = '{name}' must name a function in a module that can be imported "
            f"from here, {os.getcwd()}; received {type(error).__name__}: {error}. Write "
            "package.module:function, and start in the folder where the package lies."
        ) from error
    if not callable(found):
        raise ValueError(
            f"{what} = '{name}' must name a function; received a {type(found).__name__}. "
            "Write package.module:function."
        )
    return found


def given(what: str, name: str) -> Any:
    """What this process was given under `name`."""
    if name not in GIVEN:
        raise ValueError(
            f"{what} must be what another process can find by its name; received {what} = "
            f"'{name}', an object given in Python. Call keras_acts.sweep with it and the same "
            "folder again, or put it into a module and give 'module:function'."
        )
    return GIVEN[name]


def name_of(one: Callable) -> str | None:
    """`module:function` if that finds the same function in another process too, else None."""
    module, path = getattr(one, "__module__", None), getattr(one, "__qualname__", "<")
    if module in (None, "__main__") or "<" in path:
        return None
    try:
        return f"{module}:{path}" if function("function", f"{module}:{path}") is one else None
    except ValueError:
        return None


def keep(one: Any, label: str) -> str:
    """Keeps an object for this process; the name that `given` finds it by."""
    name = f"given:{label}"
    GIVEN[name] = one
    return name


def source_sha256(one: Callable) -> str:
    """The hash of the file a function is written in, or of its code where there is no file."""
    try:
        text = Path(inspect.getsourcefile(one) or "").read_bytes()
    except (OSError, TypeError):
        code = getattr(one, "__code__", None)
        text = repr((code.co_code, code.co_consts) if code else one).encode()
    return hashlib.sha256(text).hexdigest()
