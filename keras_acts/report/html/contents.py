"""The sections of report.html: the same as of report.md where both have them, and those of arms."""

from keras_acts.report import judged, sections, tables
from keras_acts.report.html import costs, curves, forest, layers, map, seeds, shapes
from keras_acts.report.html.arms import Arm, arms
from keras_acts.report.ink import Palette
from keras_acts.report.parts import Panels, Part, Section, Table, said
from keras_acts.report.run import Run
from keras_acts.report.verdicts import Verdict, verdicts

MAP = said(
    "The mean of each combination at its best settings. Where the colours of the rows change "
    "alike from column to column, activation and initializer add; where they do not, they interact."
)
ARMS = said(
    "The best combination of each activation, in the order of the sweep file; in grey, the "
    "baseline's. Every dot is a seed, a bar the 95 % interval of the mean over them. "
    "Of the probes, the faint line is before the training, the other after it."
)


def of_page(run: Run) -> list[Section]:
    """All sections, in the order of a reader's questions."""
    shown = arms(run)
    head = sections.head(run)
    if run.without_arms:
        middle = [sections.by_activation(run, figures=False), *_each(run, shown)]
    else:
        found = verdicts(run)
        summary = (judged.summary(run, found), judged.LIMITS)
        head = head._replace(parts=(*head.parts, *(words for words in summary if words)))
        middle = [
            _verdicts(run, shown, found),
            *judged.between(run),
            *sections.confirmed(run),
            *judged.best(run),
            _map(run),
            *_each(run, shown),
        ]
    return [
        head,
        *middle,
        *sections.probed(run, figures=False),
        *sections.tuned(run),
        *_costs(run),
        *sections.unfinished(run),
        sections.made(run),
    ]


def _verdicts(run: Run, shown: list[Arm], found: list[Verdict]) -> Section:
    section = judged.verdicts(run)
    drawn = (forest.of_all(run, found, Palette(run)), seeds.of_all(run, shown))
    both = tuple(panel for panel in drawn if panel is not None)
    best = sections.by_activation(run, figures=False).parts
    table, *rest = section.parts
    return section._replace(parts=(table, Panels(both), *rest, *best))


def _map(run: Run) -> Section:
    lines = Table(tables.combinations(run), "every combination")
    effects = [part for section in judged.effects(run) for part in section.parts]
    return Section("How the choices interact", (MAP, Panels(map.panels(run)), lines, *effects))


def _costs(run: Run) -> list[Section]:
    drawn = Panels(costs.panels(run))
    found = sections.costs(run, figures=False)
    return [section._replace(parts=(*section.parts, drawn)) for section in found]


def _each(run: Run, shown: list[Arm]) -> list[Section]:
    return [Section("Each activation", (ARMS,)), *(_arm(arm, n) for n, arm in enumerate(shown))]


def _arm(arm: Arm, number: int) -> Section:
    if arm.best is None:
        nothing = said("{what}.", what=tables.untried(arm.run, arm.activation).capitalize())
        return Section(arm.activation, (nothing,), level=3)
    drawn = [seeds.of_one(arm, number), curves.of_one(arm, number)]
    drawn += [draw(arm, number) for draw in (layers.flow, layers.units, layers.shift)]
    drawn.append(shapes.of_one(arm, number))
    with_what = (arm.best.company + tables.settings(arm.best)).removeprefix(", ")
    parts: list[Part] = [said("With {what}.", what=with_what)] if with_what else []
    kept = Panels(tuple(panel for panel in drawn if panel is not None))
    return Section(arm.activation, (*parts, kept), level=3)
