"""Ctrl-C, SIGTERM, a stop and a continue, and a reader that goes away."""

import json
import os
import signal
import sys

import pytest

from keras_acts import cli, commands
from keras_acts.tuning import signals
from keras_acts.tuning import sweep as module
from tests.promises.forked import FOUR, Dummy, forked
from tests.promises.test_killed import contents, undisturbed
from tests.tuning.sweeps import swept, written

__all__ = ["undisturbed"]


def run(path, out, act, monkeypatch):
    """The exit status of a sweep in a child that does `act` within its second trial."""
    dummy = Dummy(monkeypatch)

    def trial(*given):
        if len(dummy.calls) == 1:
            act()
        return dummy.run(*given)

    def start():
        monkeypatch.setattr(module, "run", trial)
        monkeypatch.setattr(commands, "report", lambda options: 0)
        return cli.main(["sweep", str(path), "--out", str(out)])

    return forked(start)


def send(number, times):
    for _ in range(times):
        os.kill(os.getpid(), number)
    signals.check()


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_stops_it_and_the_command_goes_on(
    number, status, times, undisturbed, tmp_path, monkeypatch, capfd
):
    path, out = written(tmp_path, FOUR), tmp_path / "out"
    assert run(path, out, lambda: send(number, times), monkeypatch) == status
    said = capfd.readouterr().err
    assert ("the same command goes on from here" in said) == (times == 1)
    assert "Traceback" not in said
    assert [json.loads(p.read_text())["status"] for p in out.glob("trials/*")] == ["ok"]
    swept(path, out)
    assert contents(out) == undisturbed


def test_a_terminal_has_its_cursor_again(tmp_path, monkeypatch):
    ours, theirs = os.openpty()

    def twice():
        os.dup2(theirs, 1)
        send(signal.SIGINT, 2)

    assert run(written(tmp_path, FOUR), tmp_path / "out", twice, monkeypatch) == 130
    assert signals.CURSOR in os.read(ours, 10_000)


def test_stopped_and_continued(undisturbed, tmp_path, monkeypatch):
    path, out = written(tmp_path, FOUR), tmp_path / "out"
    parent = os.getpid()

    def pause():
        if os.fork() == 0:
            os.kill(os.getppid(), signal.SIGSTOP)
            os.kill(os.getppid(), signal.SIGCONT)
            os._exit(0)
        os.wait()

    assert run(path, out, pause, monkeypatch) == 0
    assert os.getpid() == parent
    assert contents(out) == undisturbed


def test_a_reader_that_goes_away(undisturbed, tmp_path, monkeypatch, capfd):
    """As `keras-acts sweep FILE | head -1` has it."""
    path, out = written(tmp_path, FOUR), tmp_path / "out"
    read, write = os.pipe()
    os.close(read)

    def close():
        monkeypatch.setattr(sys, "stdout", os.fdopen(write, "w"))

    assert run(path, out, close, monkeypatch) == 141
    os.close(write)
    assert "Traceback" not in capfd.readouterr().err
    swept(path, out)
    assert contents(out) == undisturbed
