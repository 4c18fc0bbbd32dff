"""The page of a study: its claims, each beside what was measured, the figure, the tables."""

from pathlib import Path

from keras_acts import results
from keras_acts.claims.base import Answer, Claim, Study
from keras_acts.report.markdown import line as escaped
from keras_acts.report.markdown import table as markdown


def write(study: Study, here: Path) -> Path:
    """Writes figure.png and report.md beside record.json, from it alone; the path of report.md."""
    record = read(here)
    measured = record["measured"]
    if study.draw is not None:
        study.draw(measured, here / "figure.png")
    path = here / "report.md"
    results.write_text(path, "\n\n".join(_parts(study, record)) + "\n")
    return path


def read(here: Path) -> dict:
    """record.json of a study's folder; ValueError if there is none."""
    record = results.read_json(here / "record.json")
    if record is None:
        raise ValueError(
            f"{here} must be the folder of a study; received one without record.json. Run "
            "`keras-acts claims NUMBER`."
        )
    return record


def _parts(study: Study, record: dict) -> list[str]:
    answers = study.answers(record["measured"])
    parts = [f"# {study.title}", markdown(_table(study, answers))]
    parts += [
        f"**{claim.number}: {answers[claim.number].verdict}.** {_said(claim, answers)}"
        for claim in study.claims
    ]
    if study.draw is not None:
        parts.append(f"![{study.title}](figure.png)")
    if study.text is not None:
        parts.append(study.text(record["measured"]))
    runs = [f"../{name}" if "/" in name else name for name in study.sweeps]
    parts += [f"![{Path(run).name}]({run}/figures/accuracy.png)" for run in runs]
    return [*parts, "## How this was made", _made(study, record)]


def _table(study: Study, answers) -> list[list[str]]:
    lines = [["claim", "said", "claimed", "measured", "effect, 95 % interval", "seeds", "answer"]]
    for claim in study.claims:
        answer = answers[claim.number]
        line = [str(claim.number), claim.text, claim.claimed or "–", answer.measured]
        lines.append([*line, effect(answer), str(answer.seeds or "–"), answer.verdict])
    return lines


def effect(answer: Answer) -> str:
    """`0.12 [0.05, 0.19]`, or a dash."""
    if answer.effect is None:
        return "–"
    if answer.low is None or answer.high is None:
        return f"{answer.effect:.3g}"
    return f"{answer.effect:.3g} [{answer.low:.3g}, {answer.high:.3g}]"


def _said(claim: Claim, answers) -> str:
    return f"{escaped(answers[claim.number].because)} ({escaped(claim.source)})"


def _made(study: Study, record: dict) -> str:
    about = record["origin"]
    versions = ", ".join(f"{name} {number}" for name, number in about["versions"].items())
    number = study.claims[0].number
    trained = "of training " if study.sweeps else ""
    article = "An" if study.kind == "identity" else "A"
    return (
        f"{article} {study.kind}; {record['seconds']:g} seconds {trained}on "
        f"{about['machine']['cores']} cores ({about['machine']['cpu']}). {versions}; "
        f"code {about['git'] or 'outside of git'}."
        f"\n\n```\nkeras-acts claims {number} --out ..   (measures this again)\n"
        "keras-acts report .                (writes this page from record.json)\n```"
    )
