"""A run to verdicts: each activation against the baseline, in words that follow from numbers."""

from typing import NamedTuple

from keras_acts.report.contest import Contest
from keras_acts.report.run import Run
from keras_acts.report.sentences import chance, signed, size
from keras_acts.report.statistics import Interval
from keras_acts.report.statistics.bca import method, suited
from keras_acts.report.statistics.decide import ALPHA, SCREENING, Decision, Word, decide
from keras_acts.report.statistics.pairing import Pairing, pairing
from keras_acts.report.statistics.pvalues import sign_flip, smallest_sign_flip
from keras_acts.report.statistics.shares import improvement
from keras_acts.report.tuned import budgets


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
    family: int
    """How many comparisons were declared."""
    lost: int
    """How many of the activation's seeds diverged or failed."""
    at_worst: Word
    """What the verdict would be with each lost seed, of both, as the worst there is."""
    flips: float | None
    """The p of sign flips, not adjusted; None where so few pairs could not have shown anything."""
    pairing: Pairing | None
    """What it bought to compare seed by seed."""
    cells: tuple[int, int] = (1, 1)
    """In how many cells the activation was tried, and the baseline, where the seeds that chose
    among them are those compared; (1, 1) in a second stage."""


def verdicts(run: Run) -> list[Verdict]:
    """A verdict for each activation but the baseline, in the order of the sweep file.

    Of the best combination of each: of the second stage where there is one, which has fresh
    seeds, else of the search. Where seeds were lost, an arm is only called what it is called
    with them as the worst there is, too. What the search tried in more cells than the baseline
    is not called better, since the luck of choosing speaks for it.
    """
    contest = Contest(run)
    apart = {name: contest.apart(name) for name in contest.family}
    at_worst = {name: contest.apart_at_worst(name) for name in contest.family}
    decided = _decided(contest, apart)
    sensitive = decided if at_worst == apart else _decided(contest, at_worst)
    nothing = Decision("cannot tell", 1.0, None)
    return [
        _verdict(contest, name, decided.get(name, nothing), sensitive.get(name, nothing))
        for name in run.axes["activation"]
        if name != contest.baseline
    ]


def _decided(contest: Contest, apart: dict[str, dict[int, float]]) -> dict[str, Decision]:
    better = {name: [contest.sign * v for v in seeds.values()] for name, seeds in apart.items()}
    return decide(better, contest.margin)


def _verdict(contest: Contest, name: str, decided: Decision, at_worst: Decision) -> Verdict:
    apart = contest.apart(name) if name in contest.family else {}
    better = {seed: contest.sign * value for seed, value in apart.items()}
    cells = _cells(contest, name)
    same = decided.word == at_worst.word and _fair(decided.word, *cells)
    verdict = Verdict(
        activation=name,
        baseline=contest.baseline,
        word=decided.word if same else "cannot tell",
        apart=suited(list(apart.values())) if apart else None,
        pairs=len(apart),
        p=decided.p,
        margin=contest.margin,
        more=decided.more,
        probability=improvement(better) if apart else None,
        words="",
        family=len(contest.family),
        lost=contest.lost(name),
        at_worst=at_worst.word,
        flips=_flips(list(apart.values()), len(contest.family)),
        pairing=_pairing(contest, name) if apart else None,
        cells=cells,
    )
    return verdict._replace(words=_words(contest, verdict, decided.word))


def _cells(contest: Contest, name: str) -> tuple[int, int]:
    if contest.run.confirmed:
        return 1, 1
    counts = budgets(contest.run)
    return counts.get(name, 0), counts.get(contest.baseline, 0)


def _fair(word: Word, own: int, others: int) -> bool:
    """Whether what was chosen among `own` cells may be called so against one of `others`."""
    return word != "better" or own <= others


def _flips(apart: list[float], family: int) -> float | None:
    could = smallest_sign_flip(len(apart)) * family <= ALPHA
    return sign_flip(apart) if could else None


def _pairing(contest: Contest, name: str) -> Pairing | None:
    return pairing(contest.arms[name].values, contest.arms[contest.baseline].values)


def _words(contest: Contest, one: Verdict, alone: Word) -> str:
    """The verdict as a sentence with its numbers; `alone` is that of the seeds that ended."""
    if one.apart is None:
        return f"cannot tell: {_why(contest, one)}."
    start: str = one.word
    if start == "cannot tell":
        start = "cannot tell yet" + (" (screening)" if one.pairs < SCREENING else "")
    objective = contest.run.objective
    seeds = "1 seed" if one.pairs == 1 else f"{one.pairs} seeds"
    parts = [f"{start}: {signed(objective, one.apart)} against {one.baseline}"]
    if one.pairs > 1:
        parts[0] += f" (95 % {method(one.pairs)} interval, {seeds} in pairs)"
    else:
        parts[0] = f"{start}: 1 seed, which shows no spread"
    if one.pairs >= SCREENING:
        among = f" for {one.family} comparisons" if one.family > 1 else ""
        parts.append(f"{chance(one.p)}{', adjusted' if among else ''}{among}")
    if one.word == "equivalent":
        parts.append(f"within the margin of {size(objective, one.margin or 0.0)}")
    if one.lost or alone != one.at_worst:
        parts.append(_lost(contest, one, alone))
    if alone != "cannot tell" and one.cells[0] != one.cells[1]:
        parts.append(_unlike(one))
    if one.word == "cannot tell" and alone == one.word and one.pairs > 1:
        parts.append(_seeds_missing(one))
    return "; ".join(parts) + "."


def _why(contest: Contest, one: Verdict) -> str:
    if one.activation not in contest.arms:
        again = contest.run.confirmed and contest.run.best_of(one.activation) is not None
        said = "was no finalist of the search" if again else "has no result"
        return f"{one.activation} {said}"
    return f"{one.activation} has no seed in common with {one.baseline}"


def _lost(contest: Contest, one: Verdict, alone: Word) -> str:
    by = f"{one.lost} of {one.activation}, {contest.lost(one.baseline)} of {one.baseline}"
    lost = f"seeds were lost ({by})"
    if alone == one.at_worst:
        return f"{lost}, which changes nothing"
    return f"{lost}: by those that ended {alone}, with lost ones as the worst {one.at_worst}"


def _unlike(one: Verdict) -> str:
    own, others = one.cells
    better = one.activation if own > others else one.baseline
    return (
        f"the same seeds chose among {own} cells of it and {others} of {one.baseline}, so "
        f"{better} looks better than it is"
    )


def _seeds_missing(one: Verdict) -> str:
    if one.more is None:
        return "not even a thousand seeds would tell, if they are like these"
    return f"about {one.more} more {'seed' if one.more == 1 else 'seeds'} would tell"
