"""Every file in sweeps/ runs."""

from pathlib import Path

import pytest

from keras_acts import cli, data, results

FOLDER = Path(__file__).parents[1] / "sweeps"
FILES = sorted(FOLDER.rglob("*.toml"))
GRID = FOLDER.parent / "tests" / "sixteen.toml"


def run_quickly(path, tmp_path):
    assert cli.main(["sweep", str(path), "--quick", "--out", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "report.md").exists()
    return results.read_rows(tmp_path / "out")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_runs_with_quick(path, tmp_path):
    for name in ("mnist", "cifar10"):
        needed = f'"{name}"' in path.read_text(encoding="utf-8")
        if needed and not (data.folder() / f"{name}.npz").exists():
            pytest.skip(f"{name}.npz is not in the data folder")
    rows = run_quickly(path, tmp_path)
    assert {row["status"] for row in rows} <= {"ok", "skipped", "diverged"}


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
