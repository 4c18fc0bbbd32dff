"""A study may read the trials of another: they lie in the folder of the other and run once."""

from types import SimpleNamespace

from keras_acts import results
from keras_acts.claims import run
from keras_acts.claims.base import Answer, Claim, Study

TOGETHER = Study(
    name="together",
    kind="sweep",
    title="Two runs",
    claims=(Claim(number=1, text="Both are read.", source="us"),),
    measure=lambda rows: {"names": sorted(rows)},
    answers=lambda record: {1: Answer(verdict="supported", measured="two", because="They are.")},
    sweeps=("nin/nin", "crelu"),
    costs="nothing",
)


def test_each_run_lies_where_it_belongs(tmp_path, monkeypatch):
    asked = []
    done = SimpleNamespace(returncode=0)
    pretend = SimpleNamespace(run=lambda command: asked.append(command) or done)
    monkeypatch.setattr(run, "subprocess", pretend)
    page = run.run(TOGETHER, tmp_path, say=lambda line: None)
    assert [command[-1] for command in asked] == [
        str(tmp_path / "nin" / "nin"),
        str(tmp_path / "together" / "crelu"),
    ]
    assert [command[4].rpartition("/")[2] for command in asked] == ["nin.toml", "crelu.toml"]
    text = page.read_text(encoding="utf-8")
    assert "(../nin/nin/figures/accuracy.png)" in text
    assert "(crelu/figures/accuracy.png)" in text
    record = results.read_json(page.parent / "record.json")
    assert record["measured"] == {"names": ["crelu", "nin"]}
