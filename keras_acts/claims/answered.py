"""The published answers: answers.json, gathered from the records of the studies."""

import sys
from dataclasses import asdict
from pathlib import Path

from keras_acts import results
from keras_acts.claims import CLAIMS, STUDIES, page
from keras_acts.claims.base import Answer, Study

FILE = Path(__file__).with_name("answers.json")


def gather(folder: Path) -> dict[str, dict]:
    """The answer of every claim, by number, from folder/<study>/record.json."""
    found = {}
    for study in STUDIES.values():
        record = page.read(folder / study.name)
        for number, answer in study.answers(record["measured"]).items():
            found[number] = {"study": study.name, **asdict(answer), "seconds": record["seconds"]}
    return {str(number): found[number] for number in sorted(found)}


def published() -> dict[int, tuple[str, Answer]]:
    """(study, answer) of every claim that is answered."""
    known = results.read_json(FILE) or {}
    fields = Answer.__dataclass_fields__
    return {
        int(number): (one["study"], Answer(**{key: one[key] for key in fields}))
        for number, one in known.items()
    }


def study_of(asked: str) -> Study:
    """The study that answers a claim, by the claim's number or its own name."""
    for study in STUDIES.values():
        if asked == study.name or asked in [str(claim.number) for claim in study.claims]:
            return study
    raise ValueError(
        f"claims must be asked for by a number of 1..{max(CLAIMS, default=0)} or a study of "
        f"{', '.join(STUDIES)}; received {asked!r}. `keras-acts claims` lists them."
    )


def text() -> str:
    """One line a claim: its answer, what it says, the figure claimed and the figure measured."""
    answers = published()
    lines = []
    for number, claim in CLAIMS.items():
        _, answer = answers.get(number, ("", None))
        verdict = answer.verdict if answer else "not yet run"
        figures = f"claimed {claim.claimed or 'no figure'}"
        figures += f", measured {answer.measured}" if answer else ""
        lines.append(f"{number:>2}  {verdict:<11}  {claim.text} [{figures}]")
    return "\n".join(lines)


if __name__ == "__main__":
    results.write_json(FILE, gather(Path(sys.argv[1])))
