"""A run to verdicts: one activation against another, in words that follow from numbers."""

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

Pair = tuple[str, str]


class Verdict(NamedTuple):
    """One activation against the baseline, or against another, both at their best."""

    activation: str
    other: str
    """What it is compared with: the baseline, or any where the sweep asks for all pairs."""
    word: Word
    apart: Interval | None
    """The activation less that, in the objective's unit, seed by seed."""
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
    others = [name for name in run.axes["activation"] if name != contest.baseline]
    return _verdicts(contest, [(name, contest.baseline) for name in others])


def among(run: Run) -> list[Verdict]:
    """Those of the other activations against one another, where the sweep asks for all pairs."""
    contest = Contest(run)
    return _verdicts(contest, [pair for pair in contest.family if pair[1] != contest.baseline])


def _verdicts(contest: Contest, pairs: list[Pair]) -> list[Verdict]:
    apart = {pair: contest.apart(*pair) for pair in contest.family}
    at_worst = {pair: contest.apart_at_worst(*pair) for pair in contest.family}
    decided = _decided(contest, apart)
    sensitive = decided if at_worst == apart else _decided(contest, at_worst)
    nothing = Decision("cannot tell", 1.0, None)
    return [
        _verdict(contest, pair, decided.get(pair, nothing), sensitive.get(pair, nothing))
        for pair in pairs
    ]


def _decided(contest: Contest, apart: dict[Pair, dict[int, float]]) -> dict[Pair, Decision]:
    better = {pair: [contest.sign * v for v in seeds.values()] for pair, seeds in apart.items()}
    return decide(better, contest.margin)


def _verdict(contest: Contest, pair: Pair, decided: Decision, at_worst: Decision) -> Verdict:
    apart = contest.apart(*pair) if pair in contest.family else {}
    better = {seed: contest.sign * value for seed, value in apart.items()}
    cells = _cells(contest, pair)
    name, other = pair
    same = decided.word == at_worst.word and _fair(decided.word, *cells)
    verdict = Verdict(
        activation=name,
        other=other,
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
        pairing=_pairing(contest, pair) if apart else None,
        cells=cells,
    )
    return verdict._replace(words=_words(contest, verdict, decided.word))


def _cells(contest: Contest, pair: Pair) -> tuple[int, int]:
    if contest.run.confirmed:
        return 1, 1
    one, other = (budgets(contest.run).get(name, 0) for name in pair)
    return one, other


def _fair(word: Word, own: int, others: int) -> bool:
    """Whether what was chosen among `own` cells may be called so against one of `others`."""
    return word != "better" or own <= others


def _flips(apart: list[float], family: int) -> float | None:
    could = smallest_sign_flip(len(apart)) * family <= ALPHA
    return sign_flip(apart) if could else None


def _pairing(contest: Contest, pair: Pair) -> Pairing | None:
    one, other = (contest.arms[name].values for name in pair)
    return pairing(one, other)


def _words(contest: Contest, one: Verdict, alone: Word) -> str:
    """The verdict as a sentence with its numbers; `alone` is that of the seeds that ended."""
    if one.apart is None:
        return f"cannot tell: {_why(contest, one)}."
    start: str = one.word
    if start == "cannot tell":
        start = "cannot tell yet" + (" (screening)" if one.pairs < SCREENING else "")
    objective = contest.run.objective
    seeds = "1 seed" if one.pairs == 1 else f"{one.pairs} seeds"
    parts = [f"{start}: {signed(objective, one.apart)} against {one.other}"]
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
    return f"{one.activation} has no seed in common with {one.other}"


def _lost(contest: Contest, one: Verdict, alone: Word) -> str:
    by = f"{one.lost} of {one.activation}, {contest.lost(one.other)} of {one.other}"
    lost = f"seeds were lost ({by})"
    if alone == one.at_worst:
        return f"{lost}, which changes nothing"
    return f"{lost}: by those that ended {alone}, with lost ones as the worst {one.at_worst}"


def _unlike(one: Verdict) -> str:
    own, others = one.cells
    better = one.activation if own > others else one.other
    return (
        f"the same seeds chose among {own} cells of it and {others} of {one.other}, so "
        f"{better} looks better than it is"
    )


def _seeds_missing(one: Verdict) -> str:
    if one.more is None:
        return "not even a thousand seeds would tell, if they are like these"
    return f"about {one.more} more {'seed' if one.more == 1 else 'seeds'} would tell"
