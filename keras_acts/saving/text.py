"""JSON from a file nobody vouches for: bounded depth, no duplicate keys, finite numbers."""

import json
import re
from collections import Counter
from collections.abc import Iterator

from keras_acts.saving.refused import Refused, shown

DEEPEST = 100
"""Brackets inside of brackets; a model nests about four for each model in a model."""
TOKENS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
"""Strings, openings, closings; a string that never ends reaches to the end, so one pass does."""


def parse(name: str, content: bytes | memoryview) -> object:
    """What the JSON text `content` says; Refused where it is damaged, deep or ambiguous.

    >>> parse("config.json", b'{"a": [1, 2.5]}')
    {'a': [1, 2.5]}
    """
    if _depth(content) > DEEPEST:
        raise Refused(f"{name} must nest at most {DEEPEST} deep; it nests deeper")
    try:
        text = str(content, "utf-8")
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_finite)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise Refused(f"{name} must be JSON in UTF-8; it is damaged ({error})") from None
    except Refused as error:
        raise Refused(f"{name}: {error}") from None
    except ValueError as error:
        raise Refused(f"{name} must hold numbers of at most 64 bits ({error})") from None


def _depth(content) -> int:
    return max(_depths(content), default=0)


def _depths(content) -> Iterator[int]:
    depth = 0
    for token in TOKENS.finditer(content):
        first = content[token.start()]
        depth += first in b"[{"
        yield depth
        depth -= first in b"]}"


def _unique(pairs):
    found = dict(pairs)
    if len(found) < len(pairs):
        ((twice, _),) = Counter(name for name, _ in pairs).most_common(1)
        raise Refused(f"a key must be there once; {shown(twice)} is there twice")
    return found


def _finite(constant):
    raise Refused(f"numbers must be finite; received {constant}")
