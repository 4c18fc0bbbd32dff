"""The tables in README.md and docs/ that follow from the code: writes them anew.

python -m docs.tables
"""

import contextlib
import io
import re
import shlex
from pathlib import Path

from keras_acts import cli

ROOT = Path(__file__).parents[1]
MARKED = re.compile(r"(<!-- tables: keras-acts (.*?) -->\n).*?(<!-- end of tables -->)", re.DOTALL)
"""What stands between the two is what the command prints."""


def pages() -> list[Path]:
    """README.md and the pages of docs/."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def current(text: str) -> str:
    """`text` with its marked tables as they should be."""
    return MARKED.sub(lambda found: f"{found[1]}{_printed(found[2])}{found[3]}", text)


def _printed(command: str) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        cli.main(shlex.split(command))
    return out.getvalue()


if __name__ == "__main__":
    for page in pages():
        text = page.read_text(encoding="utf-8")
        page.write_text(current(text), encoding="utf-8")
