"""What results were made with: versions, machine, commit."""

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any


def here() -> dict[str, Any]:
    """The versions, the machine and the commit of now."""
    return {"versions": _versions(), "machine": _machine(), "git": git()}


def _versions() -> dict[str, str]:
    names = ("keras-acts", "keras", "tensorflow", "keras-tuner", "numpy")
    return {"python": platform.python_version(), **{name: version(name) for name in names}}


def _machine() -> dict[str, Any]:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        cpu = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        cpu = platform.processor()
    return {"system": platform.platform(), "cpu": cpu, "cores": os.cpu_count()}


def git() -> str | None:
    """The commit of the working folder, marked when it has changes; None outside of git."""
    try:
        said = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--abbrev=12"],
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return said.stdout.strip()
