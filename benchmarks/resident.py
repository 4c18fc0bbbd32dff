"""What a process that runs trials keeps in memory: resident MB after some trials of tiny nets.

    python -m benchmarks.resident [200 [other]]

One process, as a worker of a sweep runs them: cell after cell with three seeds each, which share
graphs, or with `other` each trial with a graph of its own, by activation and width. Own memory is
without the files of libraries, which the system drops when others need room; the last line is
its growth a trial from the tenth on.
"""

import math
import sys
import tempfile
from pathlib import Path

from keras_acts.tuning.read import read
from keras_acts.tuning.trial import run

TEXT = """
samples = 120
epochs = 1
batch_size = 32
[model_options]
depth = 1
[axes]
activation = ["relu", "mpelu", "elu", "prelu"]
initializer = {initializers}
[nuisance]
learning_rate = {rates}
width = {widths}
"""
SHARED = {"initializers": ["glorot", "msra"], "rates": [0.01, 0.1], "widths": [8]}
LOOKS = (1, 10, 20, 50, 100, 200)


def resident(what: str) -> float:
    """Megabytes of this process that lie in memory: "VmRSS" all, "RssAnon" without files."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{what}:"))


def main(trials: int = 200, graphs: str = "shared") -> None:
    """Runs the trials and prints what is resident after some of them."""
    widths = [8 + number for number in range(math.ceil(trials / 4))]
    other = {"initializers": ["glorot"], "rates": [0.01], "widths": widths}
    spec = _read(**{"shared": SHARED, "other": other}[graphs])
    cells = [cell for cell in spec.cells() for _ in range(3 if graphs == "shared" else 1)]
    seen = {}
    for number in range(1, trials + 1):
        run(spec, cells[(number - 1) % len(cells)], number, spec.epochs)
        if number in (*LOOKS, trials):
            seen[number] = resident("RssAnon")
            whole = resident("VmRSS")
            print(f"after trial {number}: {whole:.0f} MB, own {seen[number]:.0f}", flush=True)
    print(f"{(seen[trials] - seen[10]) / (trials - 10):.2f} MB a trial from the tenth on")


def _read(**choices):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "resident.toml"
        path.write_text(TEXT.format(**choices), encoding="utf-8")
        return read(path)


if __name__ == "__main__":
    main(*(int(word) if word.isdigit() else word for word in sys.argv[1:]))
