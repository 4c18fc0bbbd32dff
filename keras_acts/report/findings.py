"""What the seeds show, as sections of a page: a title, sentences, and a table, head first."""

import math
from collections import defaultdict
from statistics import median
from typing import NamedTuple

from keras_acts.report import shortlist
from keras_acts.report.contest import Contest
from keras_acts.report.effects import effects
from keras_acts.report.measure import shown
from keras_acts.report.reach import lost, reach
from keras_acts.report.run import Run
from keras_acts.report.sentences import chance, signed, size
from keras_acts.report.statistics.decide import SCREENING
from keras_acts.report.tuned import budgets, edges, tuning_curves
from keras_acts.report.verdicts import Verdict, among, verdicts

NUMBERS = ("seeds", "p by Holm", "p of sign flips", "better on a seed, exact 95 %")


class Section(NamedTuple):
    """A part of the page; a table of one line has only its head, and need not be shown."""

    title: str
    sentences: list[str]
    table: list[list[str]]


def findings(run: Run) -> list[Section]:
    """All that have something to tell, in the order of a reader's questions."""
    if run.without_arms:
        return []
    parts = (judged(run), between(run), best(run), factors(run), tuning(run), losses(run))
    return [one for one in parts if one.sentences or len(one.table) > 1]


def judged(run: Run) -> Section:
    """Each activation against the baseline."""
    base, found = run.plan["baseline"], verdicts(run)
    lines = [["activation", "verdict", f"less {base}, 95 %", *NUMBERS, "in words"]]
    lines += [[one.activation, *_numbers(run, one), one.words] for one in found]
    return Section("Verdicts", [*_could(run), *_margin(run), *_pairs(found), *_chosen(run)], lines)


def between(run: Run) -> Section:
    """The other activations against one another, where the sweep asks for all pairs."""
    found = among(run)
    lines = [["activation", "against", "verdict", "less that, 95 %", *NUMBERS]]
    lines += [[one.activation, one.other, *_numbers(run, one)] for one in found]
    said = "All pairs were declared in the sweep file: {} comparisons, which are one family."
    sentences = [said.format(one.family) for one in found[:1]]
    return Section("Verdicts between the others", sentences, lines)


def _numbers(run: Run, one: Verdict) -> list[str]:
    """A verdict and the numbers that it follows from."""
    apart = signed(run.objective, one.apart) if one.apart and one.pairs > 1 else "–"
    flips = "–" if one.flips is None else f"{one.flips:.2g}"
    better = _percents(one.probability) if one.probability else "–"
    p = f"{one.p:.2g}" if one.pairs >= SCREENING else "–"
    return [one.word, apart, str(one.pairs), p, flips, better]


def _could(run: Run) -> list[str]:
    """The smallest difference that the design could have seen."""
    found = reach(run)
    if found is None or found.difference == math.inf:
        return []
    among = f"adjusted for {found.family} comparisons" if found.family > 1 else "one comparison"
    return [
        f"With {found.pairs} seeds, {among}, a difference of "
        f"{size(run.objective, found.difference)} is found four times in five; differences vary "
        f"from seed to seed with an SD of {size(run.objective, found.spread)}."
    ]


def _margin(run: Run) -> list[str]:
    """What counts as equivalent, as it was declared."""
    margin = Contest(run).margin
    if margin is None:
        return [
            "No margin was declared, so nothing can be called equivalent: write margin, the "
            f"difference of {run.objective.name} that does not matter, into the next sweep file."
        ]
    less = f"less than {size(run.objective, margin)} apart"
    return [f"Equivalent means {less}: the margin of the sweep file, or the usual one without."]


def _chosen(run: Run) -> list[str]:
    """That the best look better than they are."""
    if run.confirmed or max(budgets(run).values(), default=0) < 2:
        return []
    return [
        "The best cell of each activation was chosen with the seeds that are compared here, so it "
        "looks better than it is; a second stage, [confirm], has fresh ones."
    ]


def _pairs(found: list[Verdict]) -> list[str]:
    """What pairing by seed bought: the median over the comparisons."""
    known = [one.pairing for one in found if one.pairing and math.isfinite(one.pairing.worth)]
    known = [one for one in known if math.isfinite(one.correlation)]
    if not known:
        return []
    correlation, worth = median(p.correlation for p in known), median(p.worth for p in known)
    return [
        f"Over the seeds, activation and baseline have a correlation of {correlation:.2f}: for "
        f"intervals as narrow, it would take {worth:.1f} times as many seeds without pairs."
    ]


def best(run: Run) -> Section:
    """The activations that may be the best, cheapest first."""
    return Section("What may be the best", shortlist.words(run), shortlist.table(run))


def factors(run: Run) -> Section:
    """What activation, initializer and BatchNorm do, and the share that is only the seed."""
    head = ["what", "share of variance", "p of F", "level"]
    found = effects(run)
    if found is None:
        return Section("Effects", [], [[*head, "effect"]])
    lines = [[*head, f"effect, 95 % t interval over {len(found.seeds)} seeds"]]
    for term in found.terms:
        name, share = " x ".join(term.factors), f"{100 * term.share:.1f} %"
        lines.append([name, share, chance(term.p).removeprefix("p ").removeprefix("= "), "", ""])
        for levels, one in term.effects.items():
            lines.append(["", "", "", " + ".join(levels), signed(run.objective, one)])
    words = [f"Of the variance of all trials, {100 * found.seed:.1f} % is only the seed."]
    if len(found.seeds) < SCREENING:
        words.append(f"With {len(found.seeds)} seeds all of this is screening: hints, no findings.")
    if found.left_out:
        left = ", ".join(f"{axis} {level}" for axis, level in found.left_out)
        words.append(f"Left out, as some of its trials have no result: {left}.")
    return Section("Effects", words, lines)


def tuning(run: Run) -> Section:
    """How well each activation was tuned."""
    words, counts = [], budgets(run)
    if len(set(counts.values())) > 1:
        told = ", ".join(f"{name} {count}" for name, count in counts.items())
        words.append(f"Not all activations were tuned alike. Cells of each: {told}.")
    words += _ends(run)
    head = ["activation", "cells", "expected best of one at random", "of half as many"]
    lines = [[*head, "of as many", "its 95 % band (Dvoretzky, Kiefer, Wolfowitz)"]]
    for name, curve in tuning_curves(run).items():
        n = len(curve.best)
        three = [shown(run.objective, curve.best[k - 1]) for k in (1, max(1, n // 2), n)]
        ends = curve.low[-1], curve.high[-1]
        known = all(map(math.isfinite, ends))
        band = " to ".join(shown(run.objective, end) for end in ends) if known else "–"
        lines.append([name, str(n), *three, band])
    return Section("Tuning", words, lines)


def _ends(run: Run) -> list[str]:
    """Which activations are best at the end of what was tried."""
    names: dict[tuple[str, float, str], list[str]] = defaultdict(list)
    for one in edges(run):
        names[one.setting, one.value, one.end].append(one.activation)
    return [
        f"Best at the {'least' if end == 'low' else 'most'} that was tried, {setting} = {value:g}: "
        f"{', '.join(own)}. Widen the range and run again."
        for (setting, value, end), own in names.items()
    ]


def losses(run: Run) -> Section:
    """How often trials were lost."""
    lines = [["activation", "trials", "diverged, exact 95 %", "failed, exact 95 %"]]
    for one in lost(run):
        if one.diverged.mean or one.failed.mean:
            shares = [_percents(share) for share in (one.diverged, one.failed)]
            lines.append([one.activation, str(one.diverged.seeds), *shares])
    return Section("Lost trials", [], lines)


def _percents(found) -> str:
    return f"{100 * found.mean:.0f} % [{100 * found.low:.0f}, {100 * found.high:.0f}]"
