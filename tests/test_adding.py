"""docs/adding.md, done in a copy of the tree: three files, and the rest reads the row (slow)."""

import shutil
import subprocess
import sys

import pytest

from docs import tables
from tests import pages

LAYERS, REFERENCE = "keras_acts/layers/__init__.py", "tests/reference.py"


@pytest.fixture
def tree(tmp_path):
    """A copy of the tree in which the three steps of the page are done."""
    for name in ("keras_acts", "tests", "docs"):
        shutil.copytree(tables.ROOT / name, tmp_path / name)
    for name in ("README.md", "pyproject.toml"):
        shutil.copy(tables.ROOT / name, tmp_path)
    found = pages.blocks(pages.PAGES["docs/adding.md"])
    layer, _, formula, *_ = (block.text for block in found if block.kind == "python")
    (tmp_path / "keras_acts" / "layers" / "bent.py").write_text(layer, encoding="utf-8")
    change(tmp_path / LAYERS, "    relu.ROW,\n", "    relu.ROW,\n    bent.ROW,\n")
    change(tmp_path / LAYERS, "    crelu,\n", "    bent,\n    crelu,\n")
    with open(tmp_path / REFERENCE, "a", encoding="utf-8") as file:
        file.write(formula.split("\n", 1)[1])
    return tmp_path


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def python(tree, *arguments):
    """What `python ARGUMENTS` prints in the copy."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    return done.stdout


@pytest.mark.slow
def test_the_three_steps_are_all_there_is(tree):
    assert "| `bent` | 1 |" not in (tree / "docs" / "layers.md").read_text("utf-8")
    python(tree, "-m", "docs.tables")
    assert "| `bent` | 1 |" in (tree / "docs" / "layers.md").read_text("utf-8")
    found = python(
        *(tree, "-m", "pytest", "-q", "-p", "no:xdist", "tests/test_activations.py"),
        *("keras_acts/layers/bent.py", "tests/test_table.py", "-k", "bent"),
    )
    assert "16 passed" in found
