"""Every claim has one study and one published answer, which follows from the published numbers."""

import json
from collections import Counter
from pathlib import Path

import pytest

from keras_acts import cli, results
from keras_acts.claims import CLAIMS, STUDIES, answered, page
from keras_acts.claims.base import KINDS, VERDICTS, Answer, Claim, Study
from keras_acts.claims.run import run, sweep_file

REPORTS = Path(__file__).parents[2] / "reports" / "claims"


def made_up(measure=lambda: {"share": 0.25}):
    claim = Claim(number=7, text="A quarter is <half>.", claimed="0.5", source="Someone 1999")

    def answers(record):
        verdict = "supported" if record["share"] == 0.5 else "refuted"
        return {7: Answer(verdict=verdict, measured=str(record["share"]), because="It is so.")}

    return Study(
        name="quarter",
        kind="identity",
        title="A quarter",
        claims=(claim,),
        measure=measure,
        answers=answers,
        costs="nothing",
    )


def test_a_study_leaves_its_numbers_and_a_page(tmp_path):
    path = run(made_up(), tmp_path, say=print)
    assert path == tmp_path / "quarter" / "report.md"
    text = path.read_text(encoding="utf-8")
    assert "| 7 | A quarter is &lt;half&gt;. | 0.5 | 0.25 | – | – | refuted |" in text
    assert "**7: refuted.** It is so. (Someone 1999)" in text
    record = json.loads((tmp_path / "quarter" / "record.json").read_text(encoding="utf-8"))
    assert record["measured"] == {"share": 0.25}


def test_the_answer_follows_from_the_record(tmp_path):
    run(made_up(), tmp_path, say=print)
    file = tmp_path / "quarter" / "record.json"
    file.write_text(file.read_text(encoding="utf-8").replace("0.25", "0.5"), encoding="utf-8")
    text = page.write(made_up(), tmp_path / "quarter").read_text(encoding="utf-8")
    assert "**7: supported.**" in text


def test_an_unknown_verdict_is_refused():
    with pytest.raises(ValueError, match="one of supported, refuted, depends, cannot tell"):
        Answer(verdict="perhaps", measured="", because="")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["claims", "99"], "a number of 1..66 or a study of"),
        (["report", "."], "must be the directory of a sweep"),
    ],
)
def test_bad_input_is_told(arguments, message, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.main(arguments) == 2
    assert message in capsys.readouterr().err


def test_every_claim_has_one_study():
    numbers = Counter(claim.number for study in STUDIES.values() for claim in study.claims)
    assert numbers == Counter(range(1, 67))


@pytest.mark.parametrize("study", STUDIES.values(), ids=list(STUDIES))
def test_a_study_says_what_it_is(study):
    assert study.kind in KINDS
    assert bool(study.sweeps) == (study.kind == "sweep")
    assert all(sweep_file(Path(name).name).is_file() for name in study.sweeps)
    for claim in study.claims:
        assert claim.text.endswith(".")
        assert claim.source


def test_the_published_answers_follow_from_the_published_records():
    assert answered.gather(REPORTS) == results.read_json(answered.FILE)


@pytest.mark.parametrize("study", STUDIES.values(), ids=list(STUDIES))
def test_the_published_page_is_of_the_published_record(study, tmp_path):
    record = (REPORTS / study.name / "record.json").read_text(encoding="utf-8")
    (tmp_path / "record.json").write_text(record, encoding="utf-8")
    plain = Study(**{**vars(study), "draw": None})
    written = page.write(plain, tmp_path).read_text(encoding="utf-8").split("\n\n")
    published = (REPORTS / study.name / "report.md").read_text(encoding="utf-8").split("\n\n")
    assert [part for part in published if not part.startswith("![")] == [
        part for part in written if not part.startswith("![")
    ]


def test_the_list_has_a_line_for_each_claim(capsys):
    assert cli.main(["claims"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(CLAIMS) == 66
    assert all(any(f"  {verdict} " in line for verdict in VERDICTS) for line in lines)


def test_fewer_than_five_seeds_tell_nothing():
    """Intervals over rounds of a clock have no seeds."""
    told = [answer for _, answer in answered.published().values() if answer.low is not None]
    few = [answer for answer in told if 0 < answer.seeds < 5]
    assert all(answer.verdict == "cannot tell" for answer in few)
    assert all(answer.low <= answer.effect <= answer.high for answer in told)
