"""The test part is behind a seal: nothing looks at it before the selection is on disk."""

import ast
import hashlib
import json
import shutil
from pathlib import Path

import pytest

import keras_acts
from keras_acts import agree, data, files, results, selection
from keras_acts.tuning import sealed
from tests.tuning.sweeps import SMALL, swept, written

PACKAGE = Path(keras_acts.__file__).parent
TEST = ("x_test", "y_test", "test")
MAY = {
    "tuning/sealed.py": "evaluates, behind the seal",
    "arrays.py": "names and hashes the arrays",
    "given.py": "names and checks the arrays",
    "batches.py": "names and checks the datasets",
    "data.py": "names the arrays of a file",
    "handed.py": "names the parts of what it is given",
    "claims/studies/early_layers.py": "measures claims; chooses nothing",
    "claims/studies/linear.py": "measures claims; chooses nothing",
}
"""The files that may name the test part of a data set, and why."""
TWO = SMALL.replace('"relu", "mpelu", "maxout"', '"relu", "mpelu"').replace(', "msra"', "")
TWO = TWO.replace("[0.01, 0.1]", "[0.1]").replace("[0, 1]", "[0]")
TWO += "[confirm]\nfinalists = 2\nseeds = [7]\n"


class Guarded:
    """Data whose test part raises unless selection.json is there and its hash fits."""

    def __init__(self, arrays, folder):
        self.arrays, self.folder, self.looks = arrays, folder, []

    def __getattr__(self, name):
        if name in TEST:
            found = json.loads((self.folder / "selection.json").read_text())
            told = json.dumps({n: found[n] for n in ("chosen", "rows")}, sort_keys=True)
            assert hashlib.sha256(told.encode()).hexdigest() == found["sha256"]
            self.looks.append(name)
        return getattr(self.arrays, name)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A sweep of two stages, really trained: its folder, and how often the test was looked at."""
    folder = tmp_path_factory.mktemp("sealed")
    guarded = Guarded(data.load("digits"), folder / "out")
    # What is hashed is no evaluation; it is the same for every sweep of these data.
    guarded.sha256 = guarded.arrays.sha256
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(data, "load", lambda *given: guarded)
        swept(written(folder, TWO), folder / "out")
        first = len(guarded.looks)
        swept(written(folder, TWO), folder / "out")
    return folder / "out", first, len(guarded.looks) - first


def test_nothing_is_tested_before_the_selection_is_on_disk(run):
    assert run[1] > 0


def test_each_finalist_is_tested_once(run):
    folder, _, again = run
    best = results.read_json(folder / "best.json")
    assert {one["activation"] for one in best["finalists"]} == {"relu", "mpelu"}
    assert best["finalists"][0]["trial"] == best["trial"]
    for one in best["finalists"]:
        assert one["val_accuracy_again"] == one["val_accuracy"]
        assert 0 <= one["test_accuracy"] <= 1
    assert again == 0


def test_the_selection_names_its_rows_by_their_hashes(run):
    found = selection.sealed(run[0])
    assert found["sha256"] == results.read_json(run[0] / "best.json")["selection"]
    assert len(found["rows"]) == 4
    for name, digest in found["rows"].items():
        row = results.read_json(run[0] / "trials" / f"{name}.json")
        for clock in agree.CLOCKS:
            del row[clock]
        content = json.dumps(row, sort_keys=True)
        assert hashlib.sha256(content.encode()).hexdigest() == digest


@pytest.mark.parametrize("change", [{"chosen": []}, {"rows": {}}, {"sha256": "0" * 64}, None])
def test_a_selection_that_does_not_fit_is_no_seal(change, tmp_path):
    selection.write(tmp_path, [{"trial": "a"}], [])
    found = results.read_json(tmp_path / selection.FILE)
    found = {**found, **change, "rows": {"b": "1"}} if change else [1]
    results.write_json(tmp_path / selection.FILE, found)
    with pytest.raises(files.Unreadable, match=r"selection\.json must be there with the hash"):
        sealed.tested(None, None, tmp_path)


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        ("selection.json", "mpelu", "relu", "must be there with the hash"),
        ("best.json", '"selection": "', '"selection": "0', "best.json: its tests are of another"),
        ("trials/*@7.json", '"ok"', '"diverged"', "@7: not the row that the selection rests on"),
    ],
)
def test_what_was_changed_afterwards_is_named(file, old, new, line, run, tmp_path):
    folder = shutil.copytree(run[0], tmp_path / "out")
    assert selection.broken(folder) == []
    path = min(folder.glob(file))
    path.write_text(path.read_text().replace(old, new, 1))
    (found,) = selection.broken(folder)
    assert line in found


def test_older_runs_have_no_selection(run, tmp_path):
    folder = shutil.copytree(run[0], tmp_path / "out")
    (folder / "selection.json").unlink()
    assert "received none" in selection.broken(folder)[0]
    (folder / "best.json").unlink()
    assert selection.broken(folder) == []


def test_without_a_selection_nothing_is_evaluated(tmp_path):
    for look in (sealed.tested, sealed.outputs):
        with pytest.raises(files.Unreadable, match="received none"):
            look(None, None, tmp_path)


def naming_the_test(package):
    """The files whose code has the name of the test part, as an attribute or in quotes."""
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            quoted = node.value if isinstance(node, ast.Constant) else None
            if getattr(node, "attr", quoted) in TEST:
                yield path.relative_to(package).as_posix()


def test_no_other_file_takes_the_test_part():
    assert set(naming_the_test(PACKAGE)) == MAY.keys()


def test_a_file_that_takes_it_is_found(tmp_path):
    (tmp_path / "one.py").write_text("model.evaluate(arrays.x_test)")
    (tmp_path / "two.py").write_text("getattr(arrays, 'y_test')")
    assert list(naming_the_test(tmp_path)) == ["one.py", "two.py"]
