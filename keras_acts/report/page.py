"""The report of a run: report.md and its figures, from the rows alone."""

from collections.abc import Callable
from pathlib import Path

from keras_acts import results
from keras_acts.objective import USUAL
from keras_acts.report import costs, fronts, gap, predictions, probes, tables
from keras_acts.report import run as runs
from keras_acts.report.figures import FIGURES
from keras_acts.report.measure import shown, unit
from keras_acts.report.run import Combination, Run
from keras_acts.report.tables import SCREENING, escaped
from keras_acts.results import rank

CONFIRMED = (
    "The best of the search and the baseline, trained again with seeds that had no part in "
    "choosing them. Differences are paired by seed. What follows below is the search alone, "
    "whose best look better than they are."
)


def write(folder: Path) -> Path:
    """Writes report.md and figures/ into `folder`; returns the path of report.md."""
    run = runs.read(folder)
    for name, (_, draw) in _figures(run).items():
        draw(run, folder / "figures" / f"{name}.png")
    if probes.recorded(run):
        probes.draw_flow(run, folder / "figures" / "gradient_flow.png")
    if costs.measured(run):
        fronts.draw(run, folder / "figures" / "costs.png")
    path = folder / "report.md"
    results.write_text(path, "\n\n".join(_parts(run)) + "\n")
    return path


def _parts(run: Run) -> list[str]:
    """The paragraphs of the page, in the order of a reader's questions."""
    parts = [f"# {run.name}", _what(run), *_cut(run), *_answer(run)]
    if run.confirmed:
        parts += ["## Confirmed", CONFIRMED, tables.markdown(tables.confirmed(run))]
        if len(both := gap.finalists(run)) > 1:
            parts += [gap.WORDS, tables.markdown(both)]
    if run.without_arms:
        parts += ["## By hyperparameters", f"{_numbers(run)}.", tables.markdown(tables.cells(run))]
    else:
        parts += ["## By activation", _caveat(run), tables.markdown(tables.activations(run))]
    for name, (caption, _) in _figures(run).items():
        parts += [f"![{caption}](figures/{name}.png)", f"*{caption}.*"]
    if not run.without_arms:
        parts += ["## Every combination", tables.markdown(tables.combinations(run))]
    if probes.recorded(run):
        parts += ["## What the probes saw", probes.WORDS, tables.markdown(probes.table(run))]
        parts += [f"![{probes.CAPTION}](figures/gradient_flow.png)", f"*{probes.CAPTION}.*"]
    parts += fronts.parts(run)
    parts += [text] if (text := predictions.sentence(run.rows)) else []
    lost = tables.unfinished(run)
    if len(lost) > 1:
        parts += ["## Skipped, diverged, failed", tables.markdown(lost)]
    return [*parts, "## How this was made", _provenance(run)]


def _figures(run: Run) -> dict[str, tuple[str, Callable[[Run, Path], None]]]:
    """A map needs activations to compare."""
    left_out = ("heatmap",) if run.without_arms else ()
    return {name: figure for name, figure in FIGURES.items() if name not in left_out}


def _what(run: Run) -> str:
    meaning, plan = run.provenance["meaning"], run.plan
    counted = dict.fromkeys(results.STATUSES, 0)
    rows = (*run.rows, *run.second)
    for row in rows:
        counted[row["status"]] += 1
    tally = ", ".join(f"{count} {status}" for status, count in counted.items() if count)
    samples = f"{meaning['samples']} samples of " if meaning["samples"] else ""
    source = escaped(meaning["data"])
    baseline = "" if run.without_arms else f", baseline {escaped(plan['baseline'])}"
    seconds = sum(row.get("seconds", 0) for row in rows)
    fresh = f", then {_listed(plan['confirm']['seeds'])}" if plan.get("confirm") else ""
    return (
        f"Model {meaning['model']} on {samples}{source}, {meaning['epochs']} epochs, "
        f"seeds {_listed(plan['seeds'])}{fresh}, tuner {plan['tuner']}{baseline}. "
        f"{len(rows)} trials ({tally}) "
        f"in {seconds / 60:.1f} minutes of training time."
        + (
            " A quick run: it shows that everything works, and its numbers mean nothing."
            if meaning["quick"]
            else ""
        )
    )


def _cut(run: Run) -> list[str]:
    """What was left out to end in time."""
    budget = run.provenance.get("budget")
    if not budget or not budget["cuts"]:
        return []
    words = escaped(" ".join(budget["cuts"]))
    return [f"Cut to fit a budget of {budget['seconds'] / 60:g} minutes: {words}"]


def _answer(run: Run) -> list[str]:
    best = run.best

    def number(value):
        return shown(run.objective, value) + unit(run.objective)

    if best is None:
        found = [c for c in run.combinations.values() if c.values]
        if not found:
            return ["**No trial ended with a result.** The last table says why."]
        ahead = max(found, key=lambda one: rank(list(one.rows), run.objective)[:2])
        return [
            f"**This sweep has not ended.** Best so far: {escaped(ahead.name or _named(ahead))}, "
            f"{number(ahead.mean)}; nothing is tested yet. The same command goes on."
        ]
    winner = run.of(best)
    sentences = [
        f"**Best on validation: {escaped(_named(winner))}**, "
        f"{number(winner.mean)} on the mean of {len(winner.values)} seeds."
    ]
    metric = run.objective.name
    tested = f"test_{metric.removeprefix('val_')}"
    if tested in best:
        sentences.append(
            f"Its seed {best['seed']} was then tested, once: {number(best[tested])} "
            f"of {best['test_samples']} test samples "
            f"(validation {number(best[metric])})."
        )
    base = run.best_of(run.plan["baseline"])
    base = run.of(base.rows[0]) if base else None
    if base and base is not winner:
        sentences.append(f"The best of the baseline is {escaped(base.name)}: {number(base.mean)}.")
    return [" ".join(sentences)]


def _listed(seeds):
    return ", ".join(map(str, seeds))


def _named(combination: Combination) -> str:
    return (combination.name + tables.settings(combination)).removeprefix(", ")


def _numbers(run: Run) -> str:
    if run.objective == USUAL:
        return "The accuracy is on validation data"
    best = "most" if run.objective.direction == "max" else "least"
    return f"The numbers are {escaped(run.objective.name)}, of which the {best} is best"


def _caveat(run: Run) -> str:
    seeds = len(run.plan["seeds"])
    base = run.plan["baseline"]
    text = (
        f"{_numbers(run)}, a mean over seeds, in the best combination found. "
        f"*Less {base}* is the difference to the baseline's best, paired by seed: its mean, and "
        "the smallest and largest over the seeds."
    )
    if seeds < SCREENING:
        text += (
            f" With {seeds} {'seed' if seeds == 1 else 'seeds'} this is **screening**: a "
            "difference is a hint for a sweep with more seeds, and cannot be called one yet."
        )
    return text


def _provenance(run: Run) -> str:
    about = run.provenance
    quick = " --quick" if about["meaning"]["quick"] else ""
    first, *later = about["sessions"]
    versions = ", ".join(f"{name} {number}" for name, number in first["versions"].items())
    went_on = "".join(
        f"; went on {s['started']} with code {s['git'] or 'outside of git'}" for s in later
    )
    lines = [
        f"keras-acts sweep sweep.toml --out .{quick}   (in this folder: runs what is missing)",
        f"keras-acts report .{' ' * len(quick)}                   (writes this page from trials/)",
    ]
    return (
        f"{versions}; {first['machine']['cpu']}, {about['threads']} threads a trial; data sha256 "
        f"`{about['data_sha256'][:16]}`; code {first['git'] or 'outside of git'}; "
        f"started {first['started']}{went_on}.\n\n"
        "The rows are in `trials/`, a file a trial, and in `results.csv`; the sweep in "
        "`sweep.toml`. To go on, or to write this again:\n\n```\n" + "\n".join(lines) + "\n```"
    )
