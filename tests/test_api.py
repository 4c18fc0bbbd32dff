"""The pages made of docstrings: every public name is there, with its words (slow)."""

import importlib
import re
import subprocess
import sys
import types

import pytest

import keras_acts
from docs.tables import ROOT

api = pytest.importorskip("docs.api")
PARTS = ("", *(f".{name}" for name in api.MODULES))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of the pages; they are made without a warning."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "docs.api", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=500)
    assert (done.returncode, "Warning:" in done.stderr) == (0, False), done.stderr[-2000:]
    return folder


def public(module):
    """The names that a module means to be used, where it has them from others not."""
    own = (
        n for n, one in vars(module).items() if getattr(one, "__module__", "") == module.__name__
    )
    names = getattr(module, "__all__", None) or [name for name in own if name[0] != "_"]
    return [n for n in names if not isinstance(getattr(module, n), types.ModuleType)]


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_every_public_name_has_its_words(part, site):
    module = importlib.import_module(f"keras_acts{part}")
    page = (site / f"keras_acts{part.replace('.', '/', 1)}.html").read_text(encoding="utf-8")
    assert public(module)
    for name in filter(lambda name: callable(getattr(module, name)), public(module)):
        entry = page.split(f'<section id="{name}">')[1].split("</section>")[0]
        assert '<div class="docstring">' in entry, name


@pytest.mark.slow
def test_a_formula_is_written_as_one(site):
    page = (site / "keras_acts" / "initializers.html").read_text(encoding="utf-8")
    assert re.search(r"2 / \(\(1 \+ a<sup>2</sup>\) n\)", page)


def test_what_is_public_is_importable():
    for part in PARTS:
        module = importlib.import_module(f"keras_acts{part}")
        assert all(hasattr(module, name) for name in public(module)), keras_acts
