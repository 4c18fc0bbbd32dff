"""What a process that runs trials keeps in memory: resident MB after some trials of tiny nets.

    python -m benchmarks.resident [200]

One process, cell after cell and seed after seed, as a worker of a sweep runs them. Own memory
is without the files of libraries, which the system drops when others need room; the last line is
its growth a trial from the tenth on.
"""

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
width = 8
[axes]
activation = ["relu", "mpelu", "elu", "prelu"]
initializer = ["glorot", "msra"]
[nuisance]
learning_rate = [0.01, 0.1]
"""
LOOKS = (1, 10, 20, 50, 100, 200)


def resident(what: str) -> float:
    """Megabytes of this process that lie in memory: "VmRSS" all, "RssAnon" without files."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{what}:"))


def main(trials: int = 200) -> None:
    """Runs the trials and prints what is resident after some of them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "resident.toml"
        path.write_text(TEXT, encoding="utf-8")
        spec = read(path)
    cells = list(spec.cells())
    seen = {}
    for number in range(1, trials + 1):
        run(spec, cells[(number - 1) // 3 % len(cells)], number, spec.epochs)
        if number in (*LOOKS, trials):
            seen[number] = resident("RssAnon")
            whole = resident("VmRSS")
            print(f"after trial {number}: {whole:.0f} MB, own {seen[number]:.0f}", flush=True)
    print(f"{(seen[trials] - seen[10]) / (trials - 10):.2f} MB a trial from the tenth on")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
