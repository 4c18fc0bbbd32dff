"""How often a report is wrong: sweeps whose truth is known, drawn at random.

    nice python -m benchmarks.simulation [docs/simulation.md]

Each is a `Run` of rows like those of a sweep, a baseline and nine other activations, and what is
counted are the verdicts that `keras_acts.report.verdicts` gives of it, the ones a report shows.
Every seed has luck of its own that all activations share, as when they see the data in the same
order: half of the variance between trials. The unit is the SD of a trial, 0.01 of accuracy.
"""

import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

import numpy as np

from benchmarks.timing import publish, table
from keras_acts.report.run import Run
from keras_acts.report.statistics.shares import clopper_pearson
from keras_acts.report.verdicts import Verdict, among, verdicts

ARMS = 10
SD = 0.01
REPEATS = 2000
ABOUT = """Written by `python -m benchmarks.simulation docs/simulation.md`; not to be edited
by hand.

Sweeps drawn at random, in which it is known which activation is better, and the verdicts that a
report would give of them. Each has a baseline and nine other activations, compared with it in one
family. The unit, an SD, is that of the accuracy of a trial, 1 point; half of its variance is luck
of the seed that all activations share, so a difference between two on one seed has an SD of 1 point
as well. The margin is half a point where nothing else is said.

*Any wrong* counts a sweep with at least one such verdict; in brackets is the exact 95 % interval of
that share. A *wrong equivalent* is one of an activation that is a margin or more apart: the two
kinds of mistake are held under 5 % each. *The last* activation is the one that differs, where one
does. An activation with more settings than the baseline is never called better where the same
seeds chose among them. *All pairs* are the 45 of a sweep that asks for them.
"""


class Truth(NamedTuple):
    """What is drawn: how much better the last activation is than all others, and how often."""

    name: str
    seeds: int = 10
    repeats: int = 1000
    gap: float = 0.0
    """In SDs of a trial."""
    cells: int = 1
    """How many settings each activation is tuned over, all of them as good as each other."""
    first_cells: int | None = None
    """The same of the baseline, if it is not tuned alike."""
    skewed: bool = False
    margin: float = 0.005
    all_pairs: bool = False

    def gap_of(self, one: Verdict) -> float:
        """By how much its activation is better than what it is compared with."""
        last = f"a{ARMS - 1}"
        return SD * self.gap * ((one.activation == last) - (one.other == last))


TRUTHS = (
    Truth("no difference", repeats=REPEATS),
    Truth("no difference, 5 seeds", seeds=5),
    Truth("no difference, 4 settings tuned on the same seeds", cells=4),
    Truth("no difference, skewed to the left", skewed=True),
    Truth("no difference, 20 seeds (BCa)", seeds=20, repeats=500),
    Truth("one is 1 SD better", gap=1.0, repeats=REPEATS),
    Truth("one is 2 SD better", gap=2.0),
    Truth("one is 1 SD better, 20 seeds", seeds=20, gap=1.0, repeats=500),
    Truth("no difference, margin of 2 SD", margin=2 * SD),
    Truth("one is 2 SD better, margin of 2 SD", gap=2.0, margin=2 * SD),
    Truth("no difference, 4 settings of each but 1 of the baseline", cells=4, first_cells=1),
    Truth("no difference, 1 setting of each but 4 of the baseline", first_cells=4),
    Truth("no difference, all pairs", all_pairs=True),
    Truth("one is 2 SD better, all pairs", gap=2.0, all_pairs=True),
)


def made(truth: Truth, number: int) -> Run:
    """The rows of one sweep."""
    rng = np.random.default_rng([TRUTHS.index(truth), number])
    draw = _skewed if truth.skewed else _normal
    shared, own = draw(rng, truth.seeds), draw(rng, (ARMS, _most(truth), truth.seeds))
    values = 0.9 + SD * np.sqrt(0.5) * (shared + own)
    values[-1] += SD * truth.gap
    rows = [
        _row(arm, cell, seed, values[arm, cell, seed])
        for arm in range(ARMS)
        for cell in range(truth.cells if arm else truth.first_cells or truth.cells)
        for seed in range(truth.seeds)
    ]
    names = {"activation": [f"a{arm}" for arm in range(ARMS)]}
    plan = {
        **{"name": "simulation", "baseline": "a0", "seeds": list(range(truth.seeds))},
        "axes": {**names, "initializer": ["glorot"], "batch_norm": ["none"]},
        "nuisance": {"learning_rate": list(range(_most(truth)))},
    }
    meaning = {"margin": truth.margin, "all_pairs": truth.all_pairs}
    return Run("simulation", plan, {"meaning": meaning}, None, tuple(rows))


def _most(truth):
    return max(truth.cells, truth.first_cells or 0)


def _row(arm, cell, seed, value):
    return {
        **{"cell": f"{arm}-{cell}", "seed": seed, "epochs": 1, "rung": False, "status": "ok"},
        **{"activation": f"a{arm}", "initializer": "glorot", "batch_norm": "none"},
        **{"learning_rate": cell, "val_accuracy": float(value)},
    }


def _normal(rng, shape):
    return rng.normal(size=shape)


def _skewed(rng, shape):
    """Of mean 0 and variance 1, with a long tail of bad luck."""
    return 1 - rng.exponential(size=shape)


class Counted(NamedTuple):
    """One sweep: whether a verdict was wrong, how many intervals held the truth, what was found."""

    wrong: bool
    same: bool
    """Whether an activation that is a margin apart was called equivalent."""
    held: float
    """The share of intervals."""
    found: str
    """The word of the last activation against the baseline."""


def counted(truth: Truth, number: int) -> Counted:
    """The verdicts of one sweep against the truth."""
    run = made(truth, number)
    against_baseline = verdicts(run)
    found = [*against_baseline, *among(run)]
    gaps = [truth.gap_of(one) for one in found]
    right = ["better" if gap > 0 else "worse" if gap < 0 else "" for gap in gaps]
    wrong = any(v.word in ("better", "worse") and v.word != r for v, r in zip(found, right))
    same = any(v.word == "equivalent" and abs(g) >= truth.margin for v, g in zip(found, gaps))
    held = sum(v.apart.low <= gap <= v.apart.high for v, gap in zip(found, gaps)) / len(found)
    return Counted(wrong, same, held, against_baseline[-1].word)


def line(truth: Truth, each: Callable) -> list[str]:
    """A line of the table."""
    sweeps = list(each(truth))
    n = len(sweeps)
    wrong, same = (_share(sum(mistakes), n) for mistakes in zip(*(one[:2] for one in sweeps)))
    held = sum(one.held for one in sweeps) / n
    words = [one.found for one in sweeps]
    shares = (f"{100 * words.count(word) / n:.1f}" for word in ("better", "equivalent"))
    return [truth.name, str(truth.seeds), str(n), wrong, same, f"{100 * held:.1f}", *shares]


def _share(count: int, among: int) -> str:
    found = clopper_pearson(count, among)
    return f"{100 * found.mean:.1f} ({100 * found.low:.1f} to {100 * found.high:.1f})"


HEADS = (
    *("truth", "seeds", "sweeps", "any wrong better or worse, %", "any wrong equivalent, %"),
    *("intervals that hold the truth, %", "the last called better, %", "called equivalent, %"),
)


def _part(given):
    return [counted(*one) for one in given]


def main(out: str | None = None) -> None:
    """Prints the table, or writes it."""
    with ProcessPoolExecutor(2) as pool:

        def each(truth):
            parts = [[(truth, n) for n in range(k, truth.repeats, 8)] for k in range(8)]
            return (one for part in pool.map(_part, parts) for one in part)

        rows = [line(truth, each) for truth in TRUTHS]
    text = f"# How often a report is wrong\n\n{ABOUT}\n{table(HEADS, rows)}\n"
    publish(text, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
