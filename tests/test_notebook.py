"""examples/choosing.ipynb runs, and shows what it showed when it was committed."""

import json
import subprocess
import sys

import pytest

from docs.tables import ROOT
from tests.pages import agrees

PATH = ROOT / "examples" / "choosing.ipynb"
CELLS = json.loads(PATH.read_text(encoding="utf-8"))["cells"]


def said(cell):
    """What the code of a cell printed."""
    found = [output for output in cell.get("outputs", ()) if output["output_type"] == "stream"]
    return "".join("".join(output["text"]) for output in found)


def test_outputs_carry_nothing_of_a_machine():
    text = json.dumps([cell.get("outputs", []) for cell in CELLS])
    for words in ("/tmp", "/root", "/home", "/work", "Traceback", "WARNING"):
        assert words not in text


def test_it_is_committed_with_its_pictures():
    shown = [
        o for cell in CELLS for o in cell.get("outputs", ()) if "image/png" in o.get("data", {})
    ]
    assert len(shown) == 2
    assert PATH.stat().st_size < 200_000


@pytest.mark.slow
def test_it_runs_and_shows_the_same(tmp_path):
    pytest.importorskip("nbclient")
    again = tmp_path / "again.ipynb"
    command = [sys.executable, "-m", "docs.notebook", str(again)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=400)
    cells = json.loads(again.read_text(encoding="utf-8"))["cells"]
    for cell, committed in zip(cells, CELLS, strict=True):
        assert agrees(said(committed), said(cell)), said(cell)
