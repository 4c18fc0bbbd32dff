"""The sentences of a report, each from numbers of the run."""

from collections.abc import Iterable

from keras_acts import results
from keras_acts.objective import USUAL
from keras_acts.report import tables
from keras_acts.report.measure import shown, unit
from keras_acts.report.parts import Words, said
from keras_acts.report.run import Combination, Run
from keras_acts.report.statistics.decide import SCREENING
from keras_acts.results import Row, rank

CONFIRMED = said(
    "The best of the search and the baseline, trained again with seeds that had no part in "
    "choosing them. Differences are paired by seed. What follows below is the search alone, "
    "whose best look better than they are."
)


def what(run: Run) -> Words:
    """What was run: model, data, seeds, and what became of the trials."""
    meaning, plan = run.provenance["meaning"], run.plan
    rows = (*run.rows, *run.second)
    samples = f"{meaning['samples']} samples of " if meaning["samples"] else ""
    baseline = "" if run.without_arms else f", baseline {plan['baseline']}"
    fresh = f", then {_listed(plan['confirm']['seeds'])}" if plan.get("confirm") else ""
    seconds = sum(row.get("seconds", 0) for row in rows)
    quick = " A quick run: it shows that everything works, and its numbers mean nothing."
    return said(
        "Model {model} on {source}, {epochs} epochs, seeds {seeds}, tuner {tuner}{baseline}. "
        "{trials} trials ({tally}) in {minutes:.1f} minutes of training time.{quick}",
        model=meaning["model"],
        source=f"{samples}{meaning['data']}",
        epochs=meaning["epochs"],
        seeds=_listed(plan["seeds"]) + fresh,
        tuner=plan["tuner"],
        baseline=baseline,
        trials=len(rows),
        tally=tally(rows),
        minutes=seconds / 60,
        quick=quick if meaning["quick"] else "",
    )


def tally(rows: Iterable[Row]) -> str:
    """How many of them ended how."""
    counted = dict.fromkeys(results.STATUSES, 0)
    for row in rows:
        counted[row["status"]] += 1
    return ", ".join(f"{count} {status}" for status, count in counted.items() if count)


def cut(run: Run) -> list[Words]:
    """What was left out to end in time."""
    budget = run.provenance.get("budget")
    if not budget or not budget["cuts"]:
        return []
    minutes, cuts = budget["seconds"] / 60, " ".join(budget["cuts"])
    return [said("Cut to fit a budget of {m:g} minutes: {cuts}", m=minutes, cuts=cuts)]


def answer(run: Run) -> Words:
    """The winner, its test score, and the baseline."""
    best = run.best
    if best is None:
        return _so_far(run)
    winner = run.of(best)
    text = said(
        "**Best on validation: {name}**, {mean} on the mean of {seeds} seeds.",
        name=_named(winner),
        mean=_number(run, winner.mean),
        seeds=len(winner.values),
    )
    base = run.best_of(run.plan["baseline"])
    base = run.of(base.rows[0]) if base else None
    text += _tested(run, best)
    if base and base is not winner:
        mean = _number(run, base.mean)
        text += said(" The best of the baseline is {name}: {mean}.", name=base.name, mean=mean)
    return text


def _so_far(run: Run) -> Words:
    found = [c for c in run.combinations.values() if c.values]
    if not found:
        return said("**No trial ended with a result.** The last table says why.")
    ahead = max(found, key=lambda one: rank(list(one.rows), run.objective)[:2])
    return said(
        "**This sweep has not ended.** Best so far: {name}, {mean}; nothing is tested yet. The "
        "same command goes on.",
        name=ahead.name or _named(ahead),
        mean=_number(run, ahead.mean),
    )


def _tested(run: Run, best) -> Words:
    metric = run.objective.name
    tested = f"test_{metric.removeprefix('val_')}"
    if tested not in best:
        return ()
    return said(
        " Its seed {seed} was then tested, once: {test} of {samples} test samples (validation "
        "{validation}).",
        seed=best["seed"],
        test=_number(run, best[tested]),
        samples=best["test_samples"],
        validation=_number(run, best[metric]),
    )


def caveat(run: Run) -> Words:
    """What the table by activation shows, and what it cannot."""
    seeds, base = len(run.plan["seeds"]), run.plan["baseline"]
    text = said(
        "{numbers}, a mean over seeds, in the best combination found. *Less {base}* is the "
        "difference to the baseline's best, paired by seed: its mean, and the smallest and "
        "largest over the seeds.",
        numbers=numbers(run),
        base=base,
    )
    if run.confirmed:
        return text + said(
            " These are the seeds of the search, which chose; the verdicts rest on fresh ones."
        )
    if seeds >= SCREENING:
        return text
    return text + said(
        " With {seeds} this is **screening**: a difference is a hint for a sweep with more "
        "seeds, and cannot be called one yet.",
        seeds=f"{seeds} seed{'' if seeds == 1 else 's'}",
    )


def numbers(run: Run) -> str:
    """What the numbers of a table are."""
    if run.objective == USUAL:
        return "The accuracy is on validation data"
    best = "most" if run.objective.direction == "max" else "least"
    return f"The numbers are {run.objective.name}, of which the {best} is best"


def _number(run: Run, value: float | None) -> str:
    return shown(run.objective, value) + unit(run.objective)


def _listed(seeds):
    return ", ".join(map(str, seeds))


def _named(combination: Combination) -> str:
    return (combination.name + tables.settings(combination)).removeprefix(", ")
