"""Every file in sweeps/ can be read; cheap ones run with --quick, the others when slow."""

from pathlib import Path

import pytest

from keras_acts import cli, data, results
from keras_acts.tuning.read import read
from keras_acts.tuning.spec import identity

FOLDER = Path(__file__).parents[1] / "sweeps"
ALL = sorted(FOLDER.rglob("*.toml"))
CLAIMS = sorted((FOLDER / "claims").glob("*.toml"))
CHEAP = ("at_zero",)
FILES = [path for path in ALL if path not in CLAIMS or path.stem in CHEAP]
LONG = ("mnist", "cifar10")
"""Cells enough that even --quick of them takes minutes."""
GRID = FOLDER.parent / "tests" / "sixteen.toml"


def run_quickly(path, tmp_path):
    assert cli.main(["sweep", str(path), "--quick", "--out", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "report.md").exists()
    return results.read_rows(tmp_path / "out")


def needs_its_data(path):
    for name in ("mnist", "cifar10"):
        needed = f'"{name}"' in path.read_text(encoding="utf-8")
        if needed and not (data.folder() / f"{name}.npz").exists():
            pytest.skip(f"{name}.npz is not in the data folder")


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_says_its_command_and_cost_and_expands_to_different_cells(path):
    first, *_ = path.read_text(encoding="utf-8").splitlines()
    command = f"# keras-acts sweep {path.relative_to(FOLDER.parent).as_posix()} "
    assert first.startswith(command)
    assert first.endswith(" on 2 cores")
    cells = list(read(path).cells())
    assert len(cells) == len({identity(cell) for cell in cells}) > 1


@pytest.mark.parametrize(
    "path",
    [pytest.param(p, marks=pytest.mark.slow if p.stem in LONG else ()) for p in FILES],
    ids=lambda path: path.stem,
)
def test_runs_with_quick(path, tmp_path):
    needs_its_data(path)
    rows = run_quickly(path, tmp_path)
    assert {row["status"] for row in rows} <= {"ok", "skipped", "diverged"}


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted({*CLAIMS} - {*FILES}), ids=lambda path: path.stem)
def test_those_of_the_claims_run_with_quick(path, tmp_path):
    test_runs_with_quick(path, tmp_path)


@pytest.mark.slow
def test_sixteen_activations_three_initializers_three_places(tmp_path):
    rows = run_quickly(GRID, tmp_path)
    assert len(rows) == 16 * 3 * 3
    statuses = {(row["activation"], row["initializer"]): row["status"] for row in rows}
    assert statuses["maxout", "msra"] == statuses["tanh", "msra"] == "skipped"
    assert list(statuses.values()).count("ok") == 16 * 3 - list(statuses.values()).count("skipped")
    report = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert "msra with maxout: maxout has no slope at 0" in report


def test_no_package_named_sweeps():
    """A package of that name would hide another project's."""
    assert not list(FOLDER.rglob("*.py"))
