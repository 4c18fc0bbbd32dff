"""A run to verdicts: each activation against the baseline, in words that follow from numbers."""

from typing import NamedTuple

from keras_acts.report.run import Combination, Run
from keras_acts.report.statistics import Interval
from keras_acts.report.statistics.bca import method, suited
from keras_acts.report.statistics.decide import SCREENING, Decision, Word, decide
from keras_acts.report.statistics.shares import improvement


class Verdict(NamedTuple):
    """One activation against the baseline, both at their best."""

    activation: str
    baseline: str
    word: Word
    apart: Interval | None
    """The activation less the baseline, in the objective's unit, seed by seed."""
    pairs: int
    p: float
    """Of no difference, adjusted by Holm over the declared family."""
    margin: float | None
    """What is no difference in practice; None if the sweep does not say."""
    more: int | None
    """About how many more seeds would decide."""
    probability: Interval | None
    """Of the activation being better on one seed."""
    words: str


def verdicts(run: Run) -> list[Verdict]:
    """A verdict for each activation but the baseline, in the order of the sweep file.

    Of the best combination of each: of the second stage where there is one, which has fresh
    seeds, else of the search.
    """
    base = run.plan["baseline"]
    arms = [name for name in run.axes["activation"] if name != base]
    apart = {name: _apart(run, name) for name in arms}
    sign = 1 if run.objective.direction == "max" else -1
    scored = {name: [sign * one for one in found.values()] for name, found in apart.items()}
    decided = decide(scored, margin(run))
    return [_verdict(run, name, apart[name], decided[name]) for name in arms]


def margin(run: Run) -> float | None:
    """The margin that was declared; of runs older than margins, the objective's own."""
    return run.provenance["meaning"].get("margin", run.objective.margin)


def compared(run: Run, activation: str) -> Combination | None:
    """What stands for an activation: its finalist, or its best of the search; None if none."""
    if run.confirmed:
        return next((one for one in run.confirmed if one.activation == activation), None)
    return run.best_of(activation)


def _apart(run: Run, activation: str) -> dict[int, float]:
    """The activation less the baseline, on each seed that both have."""
    one, base = compared(run, activation), compared(run, run.plan["baseline"])
    if one is None or base is None:
        return {}
    seeds = sorted(one.values.keys() & base.values.keys())
    return {seed: one.values[seed] - base.values[seed] for seed in seeds}


def _verdict(run: Run, name: str, apart: dict[int, float], decided: Decision) -> Verdict:
    found = suited(list(apart.values())) if apart else None
    sign = 1 if run.objective.direction == "max" else -1
    scored = {seed: sign * one for seed, one in apart.items()}
    verdict = Verdict(
        activation=name,
        baseline=run.plan["baseline"],
        word=decided.word,
        apart=found,
        pairs=len(apart),
        p=decided.p,
        margin=margin(run),
        more=decided.more,
        probability=improvement(scored) if apart else None,
        words="",
    )
    return verdict._replace(words=words(run, verdict))


def words(run: Run, verdict: Verdict) -> str:
    """The verdict as a sentence with its numbers."""
    if verdict.apart is None:
        return f"cannot tell: {verdict.activation} has no seed in common with {verdict.baseline}."
    start: str = verdict.word
    if start == "cannot tell":
        start += " yet (screening)" if verdict.pairs < SCREENING else " yet"
    low, mean, high = (_number(run, one) for one in sorted(verdict.apart[:3]))
    told = f"{mean} [{low}, {high}] against {verdict.baseline}"
    how = f"95 % {method(verdict.pairs)} interval, {verdict.pairs} seeds"
    more = f"; about {verdict.more} more seeds would tell" if verdict.more else ""
    return f"{start}: {told} ({how}), p = {verdict.p:.2g} after Holm{more}."


def _number(run: Run, value: float) -> str:
    return f"{100 * value:+.2f}" if run.objective.share else f"{value:+.3g}"
