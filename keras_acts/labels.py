"""Arms as text: `leaky_relu(negative_slope=0.1)`, what a label shows and a command line takes."""

import re
from typing import Any

_VALUE = r"""\[[^\[\]]*\]|"[^"]*"|'[^']*'|[^\s,()\[\]"'=][^,()\[\]"'=]*"""
_OPTION = re.compile(rf"\s*(\w+)\s*=\s*({_VALUE})\s*(?:,|$)")
_ARM = re.compile(r"\s*(\w+)\s*(?:\((.*)\))?\s*", re.DOTALL)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_CONSTANTS = {"true": True, "false": False, "none": None}


def parsed(text: str) -> dict[str, Any]:
    """The table `{name = ..., option = ...}` that `text` writes as a call; for `Table.arm`.

    A value is an integer, a float, true or false, None, a list of those, or else a string, which
    needs quotes only where it would be read as one of them or holds a comma or a bracket. Nothing
    is executed. ValueError for text of another form.

    >>> parsed("rrelu(lower=3, upper=8, reciprocal=true)")
    {'name': 'rrelu', 'lower': 3, 'upper': 8, 'reciprocal': True}
    >>> parsed("noisy_hard_tanh(variant=NANI)")
    {'name': 'noisy_hard_tanh', 'variant': 'NANI'}
    """
    arm = _ARM.fullmatch(text)
    if arm is None:
        raise _unread(text)
    options, rest = {"name": arm[1]}, arm[2] or ""
    while rest.strip():
        option = _OPTION.match(rest)
        if option is None or option[1] in options:
            raise _unread(text)
        options[option[1]] = _value(option[2])
        rest = rest[option.end() :]
    return options


def _value(text):
    text = text.strip()
    if text[0] == "[":
        inside = text[1:-1].strip()
        return [_value(part) for part in inside.split(",")] if inside else []
    if text[0] in "\"'":
        return text[1:-1]
    if text.lower() in _CONSTANTS:
        return _CONSTANTS[text.lower()]
    number = _NUMBER.fullmatch(text)
    if number is None:
        return text
    return float(text) if "." in number[1] or number[2] else int(text)


def _unread(text):
    return ValueError(
        "an activation with options must be written as name(option=value, ...), each option once; "
        f"received {text!r}. An example: leaky_relu(negative_slope=0.1)."
    )
