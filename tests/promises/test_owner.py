"""One process at a time: who owns a directory, and what a killed owner leaves."""

import os
import re
import socket
import time

import pytest

from keras_acts import cli, commands
from keras_acts.tuning import lock
from tests.promises.forked import FOUR, Dummy, forked, killed
from tests.tuning.sweeps import written


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a sweep in this process; the arguments are more options."""
    dummy = Dummy(monkeypatch)
    monkeypatch.setattr(commands, "report", lambda options: 0)
    path = written(tmp_path, FOUR)

    def run(*options):
        dummy.calls.clear()
        return cli.main(["sweep", str(path), "--out", str(tmp_path / "out"), *options])

    run.calls = dummy.calls
    return run


def held(folder, ready, done):
    """Owns the directory in a child until it may end."""

    def hold():
        with lock.owned(folder):
            os.write(ready, b".")
            os.read(done, 1)

    return hold


def test_a_second_process_is_refused_at_once_and_told_pid_host_and_start(run, tmp_path, capsys):
    (ready, tell), (wait, end) = os.pipe(), os.pipe()
    if (child := os.fork()) == 0:
        held(tmp_path / "out", tell, wait)()
        os._exit(0)
    os.read(ready, 1)
    assert run() == 3
    os.write(end, b".")
    os.waitpid(child, 0)
    said = capsys.readouterr().err
    start = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC"
    assert re.search(f"process {child} on {socket.gethostname()}, started {start}", said)
    assert run.calls == []
    assert run() == 0


def test_what_a_killed_process_left_is_taken_over_with_a_notice(run, tmp_path, capsys):
    def die():
        with lock.owned(tmp_path / "out"):
            killed()

    assert forked(die) == -9
    assert run() == 0
    said = capsys.readouterr().out
    assert "is taken over from process " in said
    assert run() == 0
    assert "taken over" not in capsys.readouterr().out


def test_what_another_host_left_needs_a_word(run, tmp_path, capsys):
    (tmp_path / "out").mkdir()
    file = tmp_path / "out" / "lock"
    file.write_text("process 12 on elsewhere, started 2026-01-01 00:00:00 UTC")
    assert run() == 3
    said = capsys.readouterr().err
    assert "process 12 on elsewhere, started 2026-01-01 00:00:00 UTC" in said
    assert "give --force-unlock" in said
    assert run.calls == []
    assert run("--force-unlock") == 0
    assert len(run.calls) == 4


def test_a_living_owner_is_not_forced(run, tmp_path):
    out = tmp_path / "out"
    with lock.owned(out):
        before = (out / "lock").read_text()
        assert run("--force-unlock") == 3
        assert (out / "lock").read_text() == before


@pytest.mark.parametrize("content", [b"", b"\0" * 60, b"\xff\xfe", b"x" * 5000])
def test_a_lock_that_says_nothing_is_no_hindrance(content, run, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "lock").write_bytes(content)
    assert run() == 0


def test_one_who_only_looks_does_not_have_a_start_refused(tmp_path):
    (ready, tell), (wait, end) = os.pipe(), os.pipe()
    (tmp_path / "lock").touch()
    if (child := os.fork()) == 0:
        with open(tmp_path / "lock") as file:
            lock.fcntl.flock(file, lock.fcntl.LOCK_SH)
            os.write(tell, b".")
            time.sleep(lock.PATIENCE / 4)
        os._exit(0)
    os.read(ready, 1)
    with lock.owned(tmp_path):
        pass
    os.waitpid(child, 0)
    os.close(wait), os.close(end)
