"""A disk that is full, read-only, or not there: exit status 4, the path named, and nothing lost."""

import errno
import os
import re
import shutil
import sys

import pytest

from keras_acts import cli, commands
from tests.promises.boundaries import WRITES, Boundaries
from tests.promises.forked import FOUR, Dummy, forked, small_files
from tests.promises.test_killed import contents, undisturbed
from tests.tuning.sweeps import swept, written

__all__ = ["undisturbed"]


@pytest.fixture(autouse=True)
def _no_report(monkeypatch):
    monkeypatch.setattr(commands, "report", lambda options: 0)


def run(path, out):
    return cli.main(["sweep", str(path), "--out", str(out)])


def refuse(number):
    raise OSError(number, os.strerror(number))


@pytest.mark.parametrize("moment", ["before", "half", "unsynced"])
@pytest.mark.parametrize("write", WRITES)
def test_a_full_disk(write, moment, undisturbed, tmp_path, monkeypatch, capsys):
    path, out = written(tmp_path, FOUR), tmp_path / "out"
    dummy = Dummy(monkeypatch)
    with monkeypatch.context() as full:
        Boundaries(full, write, moment, lambda: refuse(errno.ENOSPC))
        assert run(path, out) == 4
    said = capsys.readouterr().err
    assert re.search(rf"No space left on device, with [\d,]+ bytes to write: '{out}/", said)
    before = {p: p.stat().st_mtime_ns for p in out.glob("trials/*")}
    trained = len(dummy.calls)
    swept(path, out)
    assert len(dummy.calls) == 4 + (trained > len(before))
    assert before.items() <= {p: p.stat().st_mtime_ns for p in out.glob("trials/*")}.items()
    assert contents(out) == undisturbed


@pytest.mark.parametrize("size", [100, 3000])
def test_a_real_limit_on_files(size, undisturbed, tmp_path, monkeypatch, capfd):
    """100 bytes do not hold sweep.toml; 3,000 hold the rows, but not the model."""
    path, out = written(tmp_path, FOUR), tmp_path / "out"
    Dummy(monkeypatch)

    def limited():
        said = []
        monkeypatch.setattr(cli, "complain", lambda status, text: said.append(text) or status)
        with small_files(size):
            status = run(path, out)
        print(*said, file=sys.stderr, flush=True)
        return status

    assert forked(limited) == 4
    assert f"{out / 'sweep.toml' if size == 100 else out}'" in capfd.readouterr().err
    assert len(list(out.glob("trials/*"))) == (0 if size == 100 else 4)
    swept(path, out)
    assert contents(out) == undisturbed


@pytest.mark.parametrize("remove_at", [0, 1, 3])
def test_a_directory_removed_while_it_runs(remove_at, tmp_path, monkeypatch, capsys):
    path, out = written(tmp_path, FOUR), tmp_path / "out"
    dummy = Dummy(monkeypatch)

    def removing(*trial):
        if len(dummy.calls) == remove_at:
            shutil.rmtree(out)
        return Dummy.run(dummy, *trial)

    monkeypatch.setattr("keras_acts.tuning.sweep.run", removing)
    assert run(path, out) == 4
    assert str(out) in capsys.readouterr().err
    assert len(dummy.calls) == remove_at + 1
    assert not list(out.rglob("*@*"))


def test_a_directory_removed_between_two_trials_is_not_made_anew(tmp_path, monkeypatch, capsys):
    """Keras Tuner would make it anew, and a sweep go on with half of its rows."""
    path, out = written(tmp_path, FOUR), tmp_path / "out"
    dummy = Dummy(monkeypatch)
    monkeypatch.setattr("keras_acts.tuning.stages.Search.tell", lambda *given: shutil.rmtree(out))
    assert run(path, out) == 4
    assert f"the directory was removed while the sweep ran: '{out}'" in capsys.readouterr().err
    assert len(dummy.calls) == 2


def looped(folder):
    os.symlink(folder / "loop", folder / "loop")
    return folder / "loop" / "out"


def below_a_file(folder):
    (folder / "file").write_text("a file")
    return folder / "file" / "out"


def of_another(folder):
    """A directory that nobody may write to: the child becomes a user without rights."""
    (folder / "closed").mkdir(mode=0o555)
    return folder / "closed" / "out"


@pytest.mark.parametrize(
    ("place", "status", "why"),
    [
        (looped, 4, "symbolic links"),
        (below_a_file, 4, "Not a directory"),
        (of_another, 4, "Permission denied"),
        (lambda folder: folder / ("x" * 300), 4, "File name too long"),
        (lambda folder: folder / ("x/" * 2100), 4, "File name too long"),
    ],
)
def test_a_place_that_takes_nothing_is_refused_before_training(
    place, status, why, tmp_path, monkeypatch, capfd
):
    path, out = written(tmp_path, FOUR), place(tmp_path)
    dummy = Dummy(monkeypatch)

    def as_nobody():
        for folder in (tmp_path, *tmp_path.parents[:2]):
            os.chmod(folder, 0o755)
        os.setuid(65534)
        assert not dummy.calls
        return run(path, out)

    before = sorted(tmp_path.rglob("*"))
    needs_another = place is of_another and os.getuid() == 0
    assert (forked(as_nobody) if needs_another else run(path, out)) == status
    said = capfd.readouterr().err
    assert why in said
    assert str(out)[:80] in said
    assert dummy.calls == []
    assert sorted(tmp_path.rglob("*")) == before


def test_a_path_that_is_no_text_is_refused_before_training(tmp_path, monkeypatch, capsys):
    dummy = Dummy(monkeypatch)
    path = written(tmp_path, FOUR)
    assert run(path, tmp_path / os.fsdecode(b"no \xff utf-8")) == 2
    assert r"no \udcff utf-8" in capsys.readouterr().err
    assert dummy.calls == []
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_above_that_is_missing_is_made(tmp_path, monkeypatch):
    Dummy(monkeypatch)
    out = tmp_path / "one" / "two" / "ü and a space"
    assert run(written(tmp_path, FOUR), out) == 0
    assert len(list(out.glob("trials/*"))) == 4
