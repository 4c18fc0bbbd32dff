"""Writes what activations cost: every table of this folder that is about time and memory.

    python -m benchmarks.speed docs/speed.md

About twenty minutes on two cores, on which nothing else should run.
"""

import os
import platform
import subprocess
import sys
from pathlib import Path

HEAD = """# What activations cost

Written by `python -m benchmarks.speed docs/speed.md`; not to be edited by hand.

Measured on {cores} cores of {machine} with Python {python}. Every number is a ratio to Keras's
ReLU in the same process, the median over rounds in which all take turns: wall time, and the
processor time of all cores, which moves less on a machine that has other work to do. *keras
PReLU* has one alpha a channel, as ours.
"""
SECTIONS = {
    "A layer alone, on TensorFlow": ("tensorflow", "layers"),
    "In a training step of a NIN, on TensorFlow": ("tensorflow", "nets", "nin"),
    "In a training step of an MLP, on TensorFlow": ("tensorflow", "nets", "mlp"),
    "A layer alone, on JAX": ("jax", "layers"),
    "A layer alone, on torch, with torch.nn's": ("torch", "layers"),
    "Memory between forward and backward, on TensorFlow": ("tensorflow", "memory"),
    "A Recorder in a training, on TensorFlow": ("tensorflow", "recorder"),
}
"""Title -> backend, module of this folder, arguments."""


def section(title: str, backend: str, module: str, *arguments: str) -> str:
    """The output of one benchmark under its title; the reason where it cannot run."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
    env = {**os.environ, "KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    if done.returncode:
        reason = done.stderr.strip().splitlines()[-1]
        return f"## {title}\n\nNot measured here: {reason}"
    return f"## {title}\n\n{done.stdout.strip()}"


def main(path: str) -> None:
    """Writes the page, section by section as they are done."""
    parts = [
        HEAD.format(
            cores=len(os.sched_getaffinity(0)),
            machine=platform.machine(),
            python=platform.python_version(),
        ).strip()
    ]
    for title, (backend, *command) in SECTIONS.items():
        parts.append(section(title, backend, *command))
        print(parts[-1], flush=True)
        Path(path).write_text("\n\n".join(parts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
