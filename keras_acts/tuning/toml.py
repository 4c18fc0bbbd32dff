"""A sweep as the text of a sweep file: what `read` reads."""

import json
from collections.abc import Mapping
from typing import Any

from keras_acts.tuning.read import GROUPS


def toml(table: Mapping[str, Any]) -> str:
    """A TOML file that says what `table` does; groups come last, as they must.

    >>> print(toml({"axes": {"width": (2, 4)}, "model": "mlp"}))
    model = "mlp"
    [axes]
    "width" = [2, 4]
    <BLANKLINE>
    """
    groups = {name: value for name, value in table.items() if name in GROUPS}
    lines = [f"{n} = {_value(v)}" for n, v in table.items() if n not in groups and v is not None]
    for group, values in groups.items():
        lines += [f"[{group}]", *(f"{_value(str(n))} = {_value(v)}" for n, v in values.items())]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_value(str(k))} = {_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, (list, tuple, range)):
        return f"[{', '.join(map(_value, value))}]"
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool) or value is None or not isinstance(value, (str, int, float)):
        return json.dumps(value if isinstance(value, bool) else str(value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
