"""Trials per minute of a sweep, beside plain scripts that run the same trials.

    python -m benchmarks.sweeps docs/sweep_speed.md

Two activations x three initializers x three seeds of a small MLP and a small convnet on a part
of MNIST, each sweep in a process of its own, from its start to its end, imports included. All
ways take turns for three rounds; then sweeps of 60 trials, short and longer ones, show what share
of the processes' time went into training steps. About half an hour on two cores, on which
nothing else should run. `--rounds 1 --nets mlp` is quicker. Needs MNIST, and
`pip install 'keras-acts[benchmarks]'`.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.timing import table
from keras_acts import results

NETS = {
    "mlp": 'model = "mlp"\n[model_options]\ndepth = 3\nwidth = 64',
    "convnet": 'model = "convnet"\n[model_options]\nwidth = 4\nblocks = 2',
}
EPOCHS = {"mlp": 5, "convnet": 2}
SHARED = [("mlp", 20, 2), ("mlp", 60, 2), ("convnet", 6, 2)]
"""(net, epochs, workers) of the sweeps whose shares are told."""
SWEEP = """
data = "mnist"
samples = 6000
batch_size = 32
seeds = [0, 1, 2]
learning_rate = 0.02
costs = false
epochs = {epochs}
{net}
[axes]
activation = {activations}
initializer = {initializers}
"""
SAME = {"activations": ["relu", "elu"], "initializers": ["glorot", "he", "lecun"]}
SIXTY = {
    "activations": ["relu", "elu", "mpelu", "tanh", "leaky_relu"],
    "initializers": ["glorot", "he", "lecun", "orthogonal"],
}
OURS = {"glorot_uniform": "glorot", "he_normal": "he", "lecun_normal": "lecun"}
PLAIN = {"Keras Tuner": "plain_keras_tuner", "Optuna and Keras": "plain_optuna"}
HEAD = """# What a sweep costs

Written by `python -m benchmarks.sweeps docs/sweep_speed.md`; not to be edited by hand.

Measured on {cores} cores. The same 18 trials each way, two activations x three initializers x
three seeds, by processes that start, import, train and save the best model; medians of {rounds}
rounds in which all ways take turns. The plain scripts are `benchmarks/plain_keras_tuner.py` and
`benchmarks/plain_optuna.py`. Ours write rows, probes and the doctor's word beside; they do not
measure what activations cost.
"""
SHARES = """Shares of wall time x workers: in trials, and in their training steps. The rest of a
trial is its build, validation after each epoch, looks, and, once for each graph and worker, a
trace. The rest of a sweep is imports, the winner's training and test, and the report. So the
share grows with the length of a trial.
"""


def command(way: str, net: str, folder: Path) -> list[str]:
    """What runs the trials of a way."""
    if way in PLAIN:
        return [sys.executable, "-m", f"benchmarks.{PLAIN[way]}", net, str(folder)]
    text = SWEEP.format(net=NETS[net], epochs=EPOCHS[net], **SAME)
    return swept(text, folder, int(way[-1]))


def swept(text: str, folder: Path, workers: int) -> list[str]:
    """What runs the sweep in `text`."""
    file = folder.parent / "sweep.toml"
    file.write_text(text, encoding="utf-8")
    out = ["--out", str(folder), "--workers", str(workers)]
    return [sys.executable, "-m", "keras_acts", "sweep", str(file), *out]


def seconds(words: list[str]) -> float:
    """How long a command takes; an error with its output where it fails."""
    env = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    started = time.monotonic()
    done = subprocess.run(words, capture_output=True, text=True, env=env, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} failed:\n{done.stdout}\n{done.stderr}")
    return time.monotonic() - started


def scores(folder: Path) -> dict[tuple[str, str], list[float]]:
    """{(activation, initializer): the best validation accuracy of each seed}."""
    found: dict[tuple[str, str], list[float]] = {}
    if (folder / "rows.json").exists():
        for row in json.loads((folder / "rows.json").read_text()):
            arm = (row["activation"], OURS[row["initializer"]])
            found.setdefault(arm, []).append(row["val_accuracy"])
    else:
        for row in results.read_rows(folder):
            arm = (row["activation"], row["initializer"])
            found.setdefault(arm, []).append(max(row["history_val_accuracy"]))
    return found


def side_by_side(net: str, ways: list[str], rounds: int) -> str:
    """Trials per minute of each way, and what they came to."""
    taken: dict[str, list[float]] = {way: [] for way in ways}
    reached: dict[str, dict[tuple[str, str], list[float]]] = {}
    for _ in range(rounds):
        for way in ways:
            with tempfile.TemporaryDirectory() as temporary:
                folder = Path(temporary) / "run"
                taken[way].append(seconds(command(way, net, folder)))
                print(f"{net}, {way}: {taken[way][-1]:.1f} s", file=sys.stderr, flush=True)
                reached[way] = scores(folder)
    medians = {way: statistics.median(each) for way, each in taken.items()}
    first = medians[ways[0]]
    trials = {way: sum(map(len, arms.values())) for way, arms in reached.items()}
    lines = [
        [way, str(trials[way]), f"{60 * trials[way] / s:.1f}", f"{first / s:.2f}"]
        for way, s in medians.items()
    ]
    speed = table(["way", "trials", "trials a minute", f"times {ways[0]}"], lines)
    return f"## {net}\n\n{speed}\n\n{agreement(reached)}\n"


def agreement(reached: dict[str, dict[tuple[str, str], list[float]]]) -> str:
    """Mean and spread over the seeds of the best validation accuracy, for each arm and way."""
    arms = list(next(iter(reached.values())))
    lines = [
        [" ".join(arm), *(_told(found[arm]) for found in reached.values())] for arm in sorted(arms)
    ]
    return table(["best val_accuracy, mean ± sd of the seeds", *reached], lines)


def _told(values):
    return f"{statistics.mean(values):.4f} ± {statistics.stdev(values):.4f}"


def share(net: str, epochs: int, workers: int) -> list[str]:
    """Of 60 trials: the wall time, and the share of the processes' time in training steps."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "run"
        text = SWEEP.format(net=NETS[net], epochs=epochs, **SIXTY)
        wall = seconds(swept(text, folder, workers))
        rows = results.read_rows(folder)
    steps = sum(row.get("step_seconds", 0.0) for row in rows)
    trained = sum(row["seconds"] for row in rows)
    ways = sorted({row["trained_by"] for row in rows})
    told = [net, str(epochs), str(workers), str(len(rows)), ", ".join(ways)]
    told += [f"{steps / len(rows):.1f}", f"{wall:.0f}"]
    return [*told, *(f"{part / (wall * workers):.2f}" for part in (trained, steps))]


def main() -> None:
    """Writes the page, or prints it where no file is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--nets", nargs="+", default=list(NETS))
    parser.add_argument("--workers", nargs="+", type=int, default=[1, 2])
    asked = parser.parse_args()
    ways = [*PLAIN, *(f"keras_acts, workers {n}" for n in asked.workers)]
    parts: list[str] = []

    def tell(part: str) -> None:
        print(part, flush=True)
        parts.append(part)
        if asked.page:
            asked.page.write_text("\n".join(parts), encoding="utf-8")

    tell(HEAD.format(cores=os.cpu_count(), rounds=asked.rounds))
    for net in asked.nets:
        tell(side_by_side(net, ways, asked.rounds))
    heads = ["net", "epochs", "workers", "trials", "trained by", "seconds of steps a trial"]
    heads += ["seconds of the sweep", "in trials", "in steps"]
    shares = [
        share(net, *of) for net, *of in SHARED if net in asked.nets and of[1] in asked.workers
    ]
    tell(f"## Where the time of 60 trials goes\n\n{SHARES}\n{table(heads, shares)}\n")


if __name__ == "__main__":
    main()
