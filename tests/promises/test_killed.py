"""kill -9 at every boundary of every write: nothing finished is lost, nothing of it runs twice."""

import itertools

import pytest

from keras_acts import data, files
from tests.promises.boundaries import MOMENTS, WRITES, Boundaries
from tests.promises.forked import FOUR, Dummy, forked, killed
from tests.tuning.sweeps import swept, written

COMPARED = ("trials/*", "results.csv", "best.json", "best.keras", "sweep.toml", "provenance.json")


def contents(folder):
    """Every file that a sweep leaves and that holds no time, by its name."""
    found = (path for pattern in COMPARED for path in folder.glob(pattern))
    return {path.name: timeless(path.read_bytes()) for path in found}


def timeless(content):
    lines = content.splitlines()
    return [line for line in lines if b'"started"' not in line and b'"seconds"' not in line]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    data.load("digits")
    with pytest.MonkeyPatch.context() as monkeypatch:
        Dummy(monkeypatch)
        passed = Boundaries(monkeypatch, "", "", killed).passed
        swept(written(folder, FOUR), folder / "out")
    assert dict.fromkeys(step for step in passed if step[0] in WRITES) == dict.fromkeys(
        itertools.product(WRITES, MOMENTS)
    )
    return contents(folder / "out")


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("write", WRITES)
def test_killed_at_every_boundary(write, moment, undisturbed, tmp_path, monkeypatch):
    path, out = written(tmp_path, FOUR), tmp_path / "out"
    dummy = Dummy(monkeypatch)

    def run():
        Boundaries(monkeypatch, write, moment, killed)
        swept(path, out)

    assert forked(run) == -9
    finished = {p: p.stat().st_mtime_ns for p in out.glob("trials/*.json")}
    swept(path, out)
    assert len(dummy.calls) == 4 - len(finished)
    assert {p: p.stat().st_mtime_ns for p in finished} == finished
    assert contents(out) == undisturbed
    assert not [p for p in out.rglob(".*") if files.TEMPORARY.fullmatch(p.name)]
