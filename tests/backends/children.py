"""Processes in which Keras runs on a named backend."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path

import pytest

BACKENDS = ("tensorflow", "jax", "torch")
ROOT = Path(__file__).parents[2]


def needs(*backends):
    """Skips the test that calls it where one of the backends is not installed."""
    missing = [name for name in backends if find_spec(name) is None]
    if missing:
        pytest.skip(f"no {' and '.join(missing)}: pip install 'keras-acts[backends]'")


def child(backend, *arguments):
    """`python -m ARGUMENTS` on `backend`; what it printed, or AssertionError with it."""
    env = {**os.environ, "KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = [sys.executable, "-m", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=env, timeout=1800)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    return done.stdout


def counted(backend, folder, *files):
    """Runs pytest on the files; {group of tests: (how many, seconds)}, by their first words."""
    path = folder / "junit.xml"
    child(backend, "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={path}", *files)
    groups = defaultdict(lambda: (0, 0.0))
    for case in ElementTree.parse(path).iter("testcase"):
        group = _group(case.get("name"))
        count, seconds = groups[group]
        groups[group] = (count + 1, seconds + float(case.get("time")))
    return dict(groups)


def _group(name):
    """`float32 jit` of `test_numerics[float32-jit-prelu-kink]`, else the function's name."""
    function, _, inside = name.partition("[")
    setting = inside.split("-")[:2]
    return " ".join(setting) if function == "test_numerics" else function
