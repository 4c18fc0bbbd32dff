"""The sections of a report, in the order of a reader's questions."""

from keras_acts.report import costs as cost
from keras_acts.report import fronts, gap, judged, predictions, probes, tables, words
from keras_acts.report.costs import measured
from keras_acts.report.figures import FIGURES
from keras_acts.report.made import provenance
from keras_acts.report.parts import Part, Picture, Section, Table, said
from keras_acts.report.run import Run


def of_file(run: Run) -> list[Section]:
    """Those of report.md, whose figures are files."""
    return [
        head(run),
        *confirmed(run),
        *verdicts(run),
        by_activation(run),
        *combinations(run),
        *tuned(run),
        *probed(run),
        *costs(run),
        *unfinished(run),
        made(run),
    ]


def head(run: Run) -> Section:
    """The answer."""
    return Section(run.name, (words.what(run), *words.cut(run), words.answer(run)), level=1)


def confirmed(run: Run) -> list[Section]:
    """The finalists, where there was a second stage."""
    if not run.confirmed:
        return []
    tested = gap.finalists(run)
    sealed = (said(gap.WORDS), Table(tested)) if len(tested) > 1 else ()
    return [Section("Confirmed", (words.CONFIRMED, Table(tables.confirmed(run)), *sealed))]


def verdicts(run: Run) -> list[Section]:
    """What can be said of each activation against the others, and which may be the best."""
    if run.without_arms:
        return []
    return [judged.verdicts(run), *judged.between(run), *judged.best(run)]


def by_activation(run: Run, figures: bool = True) -> Section:
    """The best of each activation, or of each cell of a model that chooses none."""
    if run.without_arms:
        title, about = "By hyperparameters", said("{numbers}.", numbers=words.numbers(run))
        lines = tables.cells(run)
    else:
        title, about, lines = "By activation", words.caveat(run), tables.activations(run)
    return Section(title, (about, Table(lines), *(pictures(run) if figures else ())))


def pictures(run: Run) -> list[Picture]:
    """The figures in files; a map needs activations to compare."""
    names = [name for name in FIGURES if name != "heatmap" or not run.without_arms]
    return [Picture(name, *FIGURES[name]) for name in names]


def combinations(run: Run) -> list[Section]:
    """Every combination and what each choice does, where there are any."""
    if run.without_arms:
        return []
    return [Section("Every combination", (Table(tables.combinations(run)),)), *judged.effects(run)]


def tuned(run: Run) -> list[Section]:
    """How well each activation was tuned."""
    return [] if run.without_arms else judged.tuning(run)


def probed(run: Run, figures: bool = True) -> list[Section]:
    """What the probes and the doctor said."""
    parts: list[Part] = []
    if probes.recorded(run):
        flow = Picture("gradient_flow", probes.CAPTION, probes.draw_flow)
        parts += [said(probes.WORDS), Table(probes.table(run)), *([flow] if figures else [])]
    if text := predictions.sentence(run.rows):
        parts.append(said("{text}", text=text))
    return [Section("What the probes saw", tuple(parts))] if parts else []


def costs(run: Run, figures: bool = True) -> list[Section]:
    """What each activation costs, where that was measured."""
    if not measured(run):
        return []
    drawn = [Picture("costs", fronts.CAPTION, fronts.draw)] if figures else []
    table = Table(cost.table(run))
    parts: tuple[Part, ...] = (cost.words(run), table, fronts.words(run), *drawn)
    return [Section("What it costs", parts)]


def unfinished(run: Run) -> list[Section]:
    """What was skipped, diverged or failed, why, and how often."""
    lines = tables.unfinished(run)
    if len(lines) == 1:
        return []
    often = [] if run.without_arms else judged.losses(run)
    parts = [part for section in often for part in section.parts]
    first = tables.diverged(run)
    where = [Table(first)] if len(first) > 1 else []
    return [Section("Skipped, diverged, failed", (Table(lines), *where, *parts))]


def made(run: Run) -> Section:
    """With what, and how to make it again."""
    return Section("How this was made", provenance(run))
