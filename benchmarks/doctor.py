"""How often the doctor is right: on the nets its bounds were chosen by, and on unseen ones.

    python -m benchmarks.random_nets calibration 120 benchmarks/trained/calibration.jsonl
    python -m benchmarks.random_nets unseen 100 benchmarks/trained/unseen.jsonl
    python -m benchmarks.doctor docs/doctor.md

The first two train, about 10 minutes each of one processor, and go on where they were stopped;
the last asks the doctor about every net of the two files and writes the page.
"""

import json
import math
import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.random_nets import ENOUGH, built
from keras_acts.prognosis.batch import batch
from keras_acts.prognosis.look import look
from keras_acts.prognosis.rule import LEAST, MOST, verdict
from keras_acts.tuning import threads

TRAINED = Path(__file__).parent / "trained"
PAGE = """# How often the doctor is right

Written by `python -m benchmarks.doctor docs/doctor.md`; not to be edited by hand.

`keras_acts.doctor(model, x, y)` says whether a net will train, from one forward and one backward
pass on 128 samples. A net *trains* if, at the best of the learning rates 0.01, 0.1 and 0.001 of
SGD with momentum 0.9 and batches of 128, the mean loss of 20 steps falls under half of chance,
ln(10) / 2, within 300 steps.

The rule: every number must be finite, and the smallest gradient norm among the kernels must lie
between {least:.2g} and {most:.2g}. These bounds lie in the middle of those that are best on
{calibrated} random nets (10^{low} and 10^{high}); they were then
frozen, and tried on {unseen} nets that were drawn with another seed.

{table}

*balanced accuracy* is the mean of the shares of nets that train and that do not of which the
doctor says so; who always answers as most nets do has 50 %. *seconds* are of one processor: all
its answers, and the trainings they stand for.

## The nets

MNIST or digits, standardised and multiplied by 0.01 to 70; an MLP of 1 to 30 hidden layers of 32
to 128 units, or (a third of them) 3 to 13 convolutions of 4 or 8 channels and two Dense layers,
on every fourth pixel of MNIST; any activation of the tables; any initializer that fits it, some
with bad gains; BatchNorm before the activation in a sixth. `benchmarks/random_nets.py` draws
them, `benchmarks/trained/` has a line for each with its losses.

## Where it was wrong on unseen nets

{slow} The loss of each rate is that of its last 20 steps; none where it was not finite.

{wrong}
"""


class Answer(NamedTuple):
    """What came of a net, and what the doctor said before."""

    net: dict
    trains: bool
    said: bool
    why: str
    smallest: float
    """Gradient norm; infinite where something is not finite."""
    training: float
    """Seconds of one processor."""
    asking: float


def answers(path: Path) -> list[Answer]:
    """Asks the doctor about each net of a file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [_asked(row) for row in rows]


def _asked(row):
    model, x, y = built(row)
    began = time.process_time()
    seen = look(model, *batch(model, x, y))
    said, why = verdict(seen)
    spent = time.process_time() - began
    norms = list(seen.kernels.values())
    smallest = min(norms) if all(map(math.isfinite, norms)) else math.inf
    return Answer(row, row["trains"], said, why, smallest, row["seconds"], spent)


def balanced(trains: np.ndarray, said: np.ndarray) -> float:
    """The mean of the two shares that are right."""
    return float((said[trains].mean() + (~said[~trains]).mean()) / 2)


def best(found: list[Answer]) -> np.ndarray:
    """(log10 LEAST, log10 MOST) that give the best balanced accuracy, a line for each."""
    trains = np.array([one.trains for one in found])
    smallest = np.array([math.log10(max(min(one.smallest, 1e30), 1e-30)) for one in found])
    scores = {
        (low, high): balanced(trains, (smallest > low) & (smallest < high))
        for low in np.arange(-4, 0, 0.05)
        for high in np.arange(1, 5, 0.05)
    }
    top = max(scores.values())
    return np.array([bounds for bounds, score in scores.items() if score == top])


def table(sets: dict[str, list[Answer]]) -> str:
    """A line for each set: the confusion matrix, what follows from it, and seconds."""
    head = ["nets", "train, said so", "train, not said", "do not, said so", "do not, not said"]
    head += ["right", "balanced accuracy", "majority guess", "doctor s", "training s"]
    lines = [head, ["---"] * len(head)]
    for name, found in sets.items():
        trains, said = (np.array([getattr(a, k) for a in found]) for k in ("trains", "said"))
        hits, missed = (said & trains).sum(), (~said & trains).sum()
        good, bad = (~said & ~trains).sum(), (said & ~trains).sum()
        right = f"{(said == trains).mean():.1%}"
        most = f"{max(trains.mean(), 1 - trains.mean()):.1%} (balanced 50.0%)"
        seconds = [f"{sum(getattr(a, k) for a in found):.0f}" for k in ("asking", "training")]
        line = [f"{name}: {len(found)}", hits, missed, good, bad, right]
        lines.append([*line, f"**{balanced(trains, said):.1%}**", most, *seconds])
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def wrong(found: list[Answer]) -> str:
    """A line for each net of which the doctor was wrong."""
    lines = ["| net | trained | losses | the doctor |", "| --- | --- | --- | --- |"]
    for one in found:
        if one.said != one.trains:
            net = one.net
            losses = ", ".join(f"{rate}: {loss}" for rate, loss in net["losses"].items())
            name = f"{net['data']}, {net['model']} {net['depth']} x {net['width']}, "
            name += f"{net['activation']}, {net['initializer']}, input x {net['input_scale']}"
            name += f", BatchNorm {net['batch_norm']}"
            lines.append(f"| {name} | {'yes' if one.trains else 'no'} | {losses} | {one.why} |")
    return "\n".join(lines)


def slow(found: list[Answer]) -> str:
    """How many nets that it said would train learned, but not enough."""
    late = [one for one in found if one.said and not one.trains]
    least = [min(loss or math.inf for loss in one.net["losses"].values()) for one in late]
    came = sum(loss < 1.5 * ENOUGH for loss in least)
    return (
        f"{came} of the {len(late)} nets that it said would train and that did not came under "
        "three quarters of chance: they learn, but not so fast."
    )


def main(path: str) -> None:
    """Writes the page."""
    threads.use(1)
    sets = {name: answers(TRAINED / f"{name}.jsonl") for name in ("calibration", "unseen")}
    low, high = zip(*(f(best(sets["calibration"]), axis=0) for f in (np.min, np.max)))
    page = PAGE.format(
        least=LEAST,
        most=MOST,
        low="{:.2f} to 10^{:.2f}".format(*low),
        high="{:.2f} to 10^{:.2f}".format(*high),
        calibrated=len(sets["calibration"]),
        unseen=len(sets["unseen"]),
        table=table(sets),
        slow=slow(sets["unseen"]),
        wrong=wrong(sets["unseen"]),
    )
    Path(path).write_text(page, encoding="utf-8")
    print(table(sets))


if __name__ == "__main__":
    main(sys.argv[1])
