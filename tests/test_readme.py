"""What the README says of its sweep, of an error, and of versions."""

import re
import tomllib
from pathlib import Path

from keras_acts.tuning.read import read
from tests.processes import python

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)


def test_the_sweep_is_one(tmp_path):
    (block,) = blocks("toml my_sweep.toml")
    path = tmp_path / "my_sweep.toml"
    path.write_text(block, encoding="utf-8")
    assert len(list(read(path).cells())) == 4 * 3 * 2 * 2


def test_the_error_is_kerass_own(tmp_path):
    saved, loaded, *_ = blocks("python")
    python(saved, cwd=tmp_path)
    _, errors = python(loaded.replace("import keras_acts\n", ""), cwd=tmp_path, check=False)
    (shown,) = blocks("text tests/test_readme.py")
    for part in " ".join(shown.split()).split(" [...] "):
        assert part.removesuffix(" [...]") in " ".join(errors.split())


def test_every_pinned_version_is_plain():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.+]+", line) for line in lines)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = {line.split("==")[0].lower().replace("_", "-") for line in lines}
    assert {re.split("[<>=]", need)[0] for need in project["dependencies"]} <= pinned
