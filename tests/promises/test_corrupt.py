"""Files that were damaged: ours and Keras Tuner's."""

import shutil

import pytest

from tests.promises.test_changed import finished, sweep
from tests.promises.test_killed import contents, undisturbed

__all__ = ["finished", "undisturbed"]
DAMAGE = {
    "empty": lambda content: b"",
    "cut after a quarter": lambda content: content[: len(content) // 4],
    "cut before the last bracket": lambda content: content[:-2],
    "zeros": lambda content: b"\0" * len(content),
    "no UTF-8": lambda content: content.replace(b'"ok"', b'"\xff\xfe"'),
    "two rows in one": lambda content: content * 2,
    "other JSON": lambda content: b"[1, 2]",
    "null": lambda content: b"null",
    "an unknown status": lambda content: content.replace(b'"ok"', b'"fine"'),
    "a status that is a list": lambda content: content.replace(b'"ok"', b"[]"),
    "nested without end": lambda content: b"[" * 100_000,
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_row_is_set_aside_and_runs_again(name, finished, undisturbed, capsys):
    path, out, dummy = finished
    row = sorted(out.glob("trials/*"))[1]
    damaged = DAMAGE[name](row.read_bytes())
    row.write_bytes(damaged)
    assert sweep(path, out) == 0
    said = capsys.readouterr().out
    aside = row.with_name(row.name + ".corrupt")
    assert f"{row} must hold" in said
    assert f"It is set aside as {aside.name}, and its trial runs again." in said
    assert aside.read_bytes() == damaged
    assert len(dummy.calls) == 1
    aside.unlink()
    assert contents(out) == undisturbed


@pytest.mark.parametrize("name", ["empty", "cut after a quarter", "no UTF-8", "other JSON"])
def test_a_damaged_provenance_is_refused_and_nothing_runs(name, finished, capsys):
    path, out, dummy = finished
    file = out / "provenance.json"
    content = file.read_bytes().replace(b'"digits"', b'"ok"')
    file.write_bytes(DAMAGE[name](content))
    before = contents(out)
    assert sweep(path, out) == 2
    said = capsys.readouterr().err
    assert str(file) in said
    assert "ut back a copy" in said
    assert dummy.calls == []
    assert contents(out) == before


@pytest.mark.parametrize(
    "name", ["selection.json", "best.json", "best.keras", "results.csv", "sweep.toml"]
)
def test_what_follows_from_the_rows_is_written_anew(name, finished, undisturbed):
    path, out, dummy = finished
    (out / name).unlink()
    assert sweep(path, out) == 0
    (out / name).write_bytes(b"\xff{" if name != "best.keras" else b"a model " * 1000)
    assert sweep(path, out) == 0
    assert dummy.calls == []
    assert contents(out) == undisturbed


def garbled(tuner):
    for file in [path for path in tuner.rglob("*") if path.is_file()]:
        file.write_bytes(b"\xff{")


def a_file(tuner):
    shutil.rmtree(tuner)
    tuner.write_bytes(b"a file")


@pytest.mark.parametrize("damage", [garbled, shutil.rmtree, a_file])
def test_nothing_rests_on_the_files_of_keras_tuner(damage, finished, undisturbed):
    path, out, dummy = finished
    damage(out / "tuner")
    next(out.glob("trials/*")).unlink()
    assert sweep(path, out) == 0
    assert len(dummy.calls) == 1
    assert contents(out) == undisturbed
