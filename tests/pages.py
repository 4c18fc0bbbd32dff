"""The blocks of the pages, and what runs them: from top to bottom, in one folder, in one process.

A block is ```python, ```console (lines that begin with `$ keras-acts`; what `$ make` and `$ pip`
set up is there already), ```toml FILE (written there; `toml FILE +` adds to it), or ```text,
which is what the block before it prints; `[...]` stands for anything, and numbers may differ by
a part in twenty. `text FILE` is checked by that test. A block of which the first line is `# not
run by the tests: ` and a reason is not run.
"""

import contextlib
import io
import math
import re
import shlex
from pathlib import Path
from typing import NamedTuple

import keras

from docs import tables
from keras_acts import cli

FENCE = re.compile(r"^```(\w*)(?: ([^\n]+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NOT_RUN = "# not run by the tests: "
SETS_UP = ("make", "pip")
PAGES = {page.relative_to(tables.ROOT).as_posix(): page for page in tables.pages()}


class Block(NamedTuple):
    """A fenced block of a page."""

    kind: str
    words: str
    text: str

    @property
    def runs(self) -> bool:
        return not self.text.startswith(NOT_RUN)

    @property
    def commands(self) -> list[list[str]]:
        """The arguments of each command of a console block."""
        lines = [line for line in self.text.splitlines() if not line.startswith("#")]
        return [shlex.split(line.removeprefix("$ "), comments=True) for line in lines]


def blocks(page: Path) -> list[Block]:
    return [Block(*found) for found in FENCE.findall(page.read_text(encoding="utf-8"))]


def run(page: Path) -> None:
    """Runs the blocks of a page in the current folder; AssertionError where it lies."""
    names: dict = {"__name__": "__main__"}
    printed = ""
    with registered_for_now():
        for block in blocks(page):
            if block.kind == "text" and not block.words:
                assert agrees(block.text, printed), f"{block.text}\n--- it printed\n{printed}"
            elif block.kind != "text" and block.runs:
                printed = ran(block, page.name, names)


@contextlib.contextmanager
def registered_for_now():
    """Classes that a page registers are no part of what other tests see."""
    objects = keras.saving.get_custom_objects()
    before = dict(objects)
    yield
    objects.clear()
    objects.update(before)


def ran(block: Block, page: str, names: dict) -> str:
    """What a block prints; `names` are those that the python blocks share."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        if block.kind == "python":
            exec(compile(block.text, page, "exec"), names)
        elif block.kind == "toml":
            path, *more = block.words.split()
            with open(path, "a" if more else "w", encoding="utf-8") as file:
                file.write(block.text)
        else:
            for program, *arguments in block.commands:
                assert program in SETS_UP or cli.main(arguments) == 0, arguments
    return out.getvalue()


def agrees(shown: str, printed: str) -> bool:
    """Whether what a page shows was printed: its parts between `[...]`, in their order.

    >>> agrees("a 1.00 [...] c", "a 1.01 b c"), agrees("a 1 [...] c", "a 2 b c")
    (True, False)
    """
    words, at = printed.split(), 0
    for part in shown.split("[...]"):
        wanted = part.split()
        ends = range(at, len(words) - len(wanted) + 1)
        found = (i for i in ends if all(map(_alike, wanted, words[i : i + len(wanted)])))
        at = next(found, -1) + len(wanted)
        if at < len(wanted):
            return False
    return True


def _alike(one: str, other: str) -> bool:
    try:
        return math.isclose(float(one), float(other), rel_tol=0.05)
    except ValueError:
        return one == other
