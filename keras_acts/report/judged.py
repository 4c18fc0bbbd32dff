"""What the seeds show, as sections of both pages."""

from collections.abc import Sequence

from keras_acts.report import findings, settings
from keras_acts.report.parts import Bullets, Part, Section, Table, Words, said
from keras_acts.report.run import Run
from keras_acts.report.verdicts import Verdict

TELLS = {
    "better": "Better than {base}: {names}.",
    "worse": "Worse than {base}: {names}.",
    "equivalent": "As good as {base}, within the margin: {names}.",
    "cannot tell": "Not told apart from {base} yet: {names}.",
}
LIMITS = said(
    "This holds for one model, one data set and one training recipe, those of this sweep, and for "
    "the choices that it has; another net may rank them otherwise."
)


def summary(run: Run, found: Sequence[Verdict]) -> Words:
    """Which activations have which verdict."""
    groups: dict[str, list[str]] = {}
    for verdict in found:
        groups.setdefault(verdict.word, []).append(verdict.activation)
    base = run.plan["baseline"]
    text: Words = ()
    for word, template in TELLS.items():
        if word in groups:
            space = said(" ") if text else ()
            text = (*text, *space, *said(template, base=base, names=", ".join(groups[word])))
    return text


def verdicts(run: Run) -> Section:
    """The table of verdicts, and each as a sentence with its numbers."""
    found = findings.judged(run)
    (*head, _), *lines = found.table
    sentences = [said("{name}: {words}", name=line[0], words=line[-1]) for line in lines]
    table = Table([head, *(line[:-1] for line in lines)])
    listed = [Bullets(tuple(sentences))] if sentences else []
    parts: tuple[Part, ...] = (table, *listed, *map(_said, found.sentences))
    return Section(f"Verdicts against {run.plan['baseline']}", parts)


def between(run: Run) -> list[Section]:
    """The other activations against one another, where that was declared."""
    return _section(findings.between(run))


def best(run: Run) -> list[Section]:
    """The activations that may be the best."""
    return _section(findings.best(run))


def effects(run: Run) -> list[Section]:
    """How much each choice and each interaction does; folded, what each level does."""
    found = findings.factors(run)
    if len(found.table) == 1:
        return []
    shares, levels, name = [found.table[0][:3]], [["of", *found.table[0][3:]]], ""
    for line in found.table[1:]:
        if line[0]:
            name = line[0]
            shares.append(line[:3])
        else:
            levels.append([name, *line[3:]])
    tables = (Table(shares), Table(levels, "the effect of each level"))
    return [Section(found.title, (*map(_said, found.sentences), *tables, *_settings(run)))]


def _settings(run: Run) -> tuple[Part, ...]:
    """What the settings do that were tuned, beside the choices."""
    found = settings.shares(run)
    if found is None:
        return ()
    words = said(settings.WORDS, seed=100 * found.seed, left_out=found.left_out)
    lines = [[" x ".join(names), f"{100 * share:.1f} %"] for names, share in found.terms]
    last = [["three or more of them together", f"{100 * found.more:.1f} %"]]
    return words, Table([["what", "share of variance"], *lines, *last])


def tuning(run: Run) -> list[Section]:
    """How well each activation was tuned."""
    return _section(findings.tuning(run))


def losses(run: Run) -> list[Section]:
    """How often trials were lost."""
    return _section(findings.losses(run))


def _section(found: findings.Section) -> list[Section]:
    parts: list[Part] = [_said(sentence) for sentence in found.sentences]
    if len(found.table) > 1:
        parts.append(Table(found.table))
    return [Section(found.title, tuple(parts))] if parts else []


def _said(sentence: str) -> Words:
    return said("{sentence}", sentence=sentence)
