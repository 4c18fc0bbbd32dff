"""Runs Python in a fresh process, as a user would."""

import os
import subprocess
import sys


def python(code, *, cwd=None, check=True):
    """What `code` printed, and its errors; AssertionError if it fails and `check` is set."""
    env = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=cwd, env=env, timeout=300
    )
    if check:
        assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def command(*arguments, cwd=None, check=True):
    """`keras-acts ARGUMENTS` in a fresh process: its exit status, output and errors."""
    done = subprocess.run(
        [sys.executable, "-m", "keras_acts", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        timeout=600,
    )
    if check:
        assert done.returncode == 0, done.stderr
    return done
