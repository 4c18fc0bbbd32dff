"""The real command where little is there: no home, no GPU, one core, other letters and seeds."""

import os
import subprocess
import sys

import pytest

from keras_acts import cli
from keras_acts.tuning import best
from tests.processes import python
from tests.promises.forked import FOUR, Dummy
from tests.tuning.sweeps import SMALL, written

BARE = {
    "HOME": "/proc/nowhere",
    "CUDA_VISIBLE_DEVICES": "",
    "LANG": "C",
    "LC_ALL": "C",
    "PYTHONIOENCODING": "ascii",
    "PYTHONHASHSEED": "random",
    "COLUMNS": "20",
    "TERM": "dumb",
}


@pytest.mark.slow
def test_a_sweep_where_little_is_there(tmp_path):
    """With one core the quick run of a sweep ends well."""
    path, out = written(tmp_path, FOUR), tmp_path / "out"
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("XDG", "MPL", "KERAS"))}
    done = subprocess.run(
        [sys.executable, "-m", "keras_acts", "sweep", path, "--quick", "--out", out],
        env={**environment, **BARE},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        preexec_fn=lambda: os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}),
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert len(list(out.glob("trials/*"))) == 2


@pytest.mark.slow
def test_letters_that_the_locale_lacks_are_no_error(tmp_path):
    path = written(tmp_path, FOUR.replace('"relu"', '"rélu"'))
    done = subprocess.run(
        [sys.executable, "-m", "keras_acts", "sweep", path, "--out", tmp_path / "ü"],
        env={**os.environ, **BARE},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert r"r\xe9lu" in done.stderr


MEMORY = """
import itertools, os, sys
from keras_acts.tuning import trial
from keras_acts.tuning.read import read

def megabytes():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20

spec = read(sys.argv[1])
trials = itertools.product(spec.cells(), range({most} // 6))
for number, (cell, seed) in enumerate(trials, 1):
    assert trial.run(spec, cell, seed, 1)["status"] == "ok"
    if number in ({first}, {most}):
        print(megabytes())
"""


@pytest.mark.slow
def test_memory_does_not_grow_with_trials(tmp_path, record_property):
    """Of six cells with eight seeds each, in the order of a sweep and in one process."""
    first, most = 12, 48
    text = SMALL.replace('"maxout"', '"elu"').replace("[0.01, 0.1]", "[0.01]")
    code = MEMORY.format(first=first, most=most)
    path = written(tmp_path, text)
    out, _ = python(code.replace("sys.argv[1]", repr(str(path))), cwd=tmp_path)
    early, late = map(float, out.split()[-2:])
    growth = (late - early) / (most - first)
    record_property("figure", f"memory: {early:.0f} MB, {growth:.3f} MB more a trial")
    assert growth < 1


def test_a_defect_of_ours_is_no_bad_input(tmp_path, monkeypatch):
    """Python ends with status 1 and a traceback."""
    Dummy(monkeypatch)

    def wrong(*arguments):
        raise ValueError("not what it should be")

    monkeypatch.setattr(best, "write", wrong)
    with pytest.raises(RuntimeError, match="a defect of keras-acts; finished trials are kept"):
        cli.main(["sweep", str(written(tmp_path, FOUR)), "--out", str(tmp_path / "out")])
    assert len(list((tmp_path / "out").glob("trials/*"))) == 4
