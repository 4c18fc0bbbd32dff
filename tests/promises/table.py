"""Writes docs/promises.md from the promises and the tests: `python -m tests.promises.table`."""

import ast
from pathlib import Path

from tests.promises.promised import PROMISES, STATUSES, P

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "promises.md"


def named() -> list[str]:
    """Every test that the tables name."""
    return [test for _, tests in PROMISES.values() for test in tests] + [
        test for _, test in STATUSES.values()
    ]


def is_there(test: str) -> bool:
    """Whether the file of `FILE::NAME` has a function of that name."""
    path, _, name = test.partition("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def text() -> str:
    """The page."""
    from tests.promises.test_bad_sweeps import BAD, DATA, OPTIONS

    lines = [
        "# What a sweep promises",
        "",
        "Whatever happens to a sweep, the same command goes on with it. Each promise has tests.",
        "This page is written by `python -m tests.promises.table` and compared by a test.",
        "",
        *_table(
            ("", "promise", "tests"),
            [(name, what, "<br>".join(_code(t) for t in tests) or "none yet")
             for name, (what, tests) in PROMISES.items()],
        ),
        "",
        "## Exit statuses",
        "",
        *_table(("", "what", "test"), [(n, w, _code(t)) for n, (w, t) in STATUSES.items()]),
        "",
        "## What is refused before anything is written",
        "",
        "Status 2 and three parts: what must hold, what was received, what to do.",
        f"{len(BAD)} sweep files, {len(DATA)} data sets and {len(OPTIONS)} options, a test each in "
        f"`{P}/test_bad_sweeps.py`:",
        "",
        *_table(
            ("input", "the message says"),
            [(name, _code(row[-1])) for name, row in {**BAD, **DATA, **OPTIONS}.items()],
        ),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _code(words: str) -> str:
    return f"`{words.split('::')[-1]}`"


def _table(head, rows):
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
