"""What results were made with: versions, machine, what decides how numbers round, commit."""

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

import keras

VECTORS = {
    *("sse4_2", "avx", "avx2", "fma", "f16c", "avx512f", "avx512vl", "avx512_vnni"),
    *("avx512_bf16", "avx512_fp16", "amx_tile", "amx_bf16", "asimd", "sve", "sve2", "bf16"),
}
"""Instructions by which libraries choose their kernels, as Linux calls them."""
CHOOSE = ("TF_DETERMINISTIC_OPS", "TF_ENABLE_ONEDNN_OPTS", "TF_XLA_FLAGS", "XLA_FLAGS")
"""Variables of the environment by which TensorFlow and XLA choose theirs; the first asks for those
that give the same bits each time, which on a CPU all do."""


def here() -> dict[str, Any]:
    """The versions, the machine, the numerics and the commit of now."""
    return {
        "versions": _versions(),
        "machine": _machine(),
        "numerics": _numerics(),
        "git": git(),
    }


def _versions() -> dict[str, str]:
    backend = {"jax", "torch"} & {keras.config.backend()}
    names = ("keras-acts", "keras", "tensorflow", "keras-tuner", "numpy", *backend)
    return {"python": platform.python_version(), **{name: version(name) for name in names}}


def _machine() -> dict[str, Any]:
    lines = (line.partition(":") for line in _text(Path("/proc/cpuinfo")).splitlines())
    told = {name.strip(): value.strip() for name, _, value in lines}
    cpu = told.get("model name") or platform.processor()
    can = VECTORS & {*told.get("flags", told.get("Features", "")).split()}
    instructions = " ".join(sorted(can))
    system = platform.platform()
    return {"system": system, "cpu": cpu, "instructions": instructions, "cores": os.cpu_count()}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""


def _numerics() -> dict[str, str]:
    told = {"backend": keras.config.backend(), "dtype": keras.config.dtype_policy().name}
    return {**told, **{name: os.environ.get(name, "") for name in CHOOSE}}


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
