"""Search gives every activation as many cells; confirm trains the best with fresh seeds."""

from collections import Counter

import pytest

from keras_acts import results
from keras_acts.report.page import write
from keras_acts.tuning.read import BadSweep, read
from keras_acts.tuning.stages import finalists
from tests.tuning.sweeps import SMALL, Pretend, swept, written

TWO = SMALL + "[confirm]\nfinalists = 1\nseeds = [7, 8, 9]\n"


def rows(folder, **wanted):
    found = results.read_rows(folder)
    return [row for row in found if all(row[key] == value for key, value in wanted.items())]


@pytest.mark.parametrize("tuner", ["grid", "random", "bayesian", "hyperband"])
def test_every_activation_gets_as_many_cells(tuner, tmp_path, monkeypatch):
    Pretend(monkeypatch)
    text = SMALL.replace('"grid"', f'"{tuner}"').replace("trials = 6", "trials = 3")
    swept(written(tmp_path, text), tmp_path / "run")
    counts = Counter(row["activation"] for row in rows(tmp_path / "run"))
    assert set(counts) == {"relu", "mpelu", "maxout"}
    assert len(set(counts.values())) == 1


def test_random_draws_are_the_same_for_all(tmp_path, monkeypatch):
    Pretend(monkeypatch)
    text = SMALL.replace('"grid"', '"random"').replace("[0.01, 0.1]", "{ min = 0.01, max = 1.0 }")
    swept(written(tmp_path, text), tmp_path / "run")
    rates = [
        {row["learning_rate"] for row in rows(tmp_path / "run", activation=arm)}
        for arm in ("relu", "mpelu", "maxout")
    ]
    assert rates[0] == rates[1] == rates[2]


def test_the_best_and_the_baseline_are_confirmed(tmp_path, monkeypatch):
    Pretend(monkeypatch)
    path = written(tmp_path, TWO)
    swept(path, tmp_path / "run")
    every = rows(tmp_path / "run")
    fresh = [row for row in every if row["seed"] in (7, 8, 9)]
    searched = [row for row in every if row["seed"] in (0, 1)]
    best = {row["cell"] for row in finalists(read(path), searched, 1)}
    assert {row["cell"] for row in fresh} == best
    assert len(fresh) == 6
    assert len(searched) == 24
    assert "relu" in {row["activation"] for row in fresh}


def test_finalists_are_those_of_the_highest_mean(tmp_path, monkeypatch):
    Pretend(monkeypatch)
    path = written(tmp_path)
    swept(path, tmp_path / "run")
    every = rows(tmp_path / "run")
    top = max(every, key=lambda row: row["val_accuracy"])
    assert finalists(read(path), every, 1)[0]["cell"] == top["cell"]
    assert [row["activation"] for row in finalists(read(path), every, 0)] == ["relu"]
    assert len(finalists(read(path), every, 9)) == 3


def test_going_on_with_a_second_stage_trains_that_alone(tmp_path, monkeypatch):
    first = Pretend(monkeypatch)
    swept(written(tmp_path), tmp_path / "run")
    again = Pretend(monkeypatch)
    swept(written(tmp_path, TWO), tmp_path / "run")
    assert len(first.calls) == 24
    assert len(again.calls) in (3, 6)
    assert {seed for _, seed, _ in again.calls} == {7, 8, 9}


def test_the_report_shows_the_fresh_seeds_apart(tmp_path, monkeypatch):
    Pretend(monkeypatch)
    swept(written(tmp_path, TWO), tmp_path / "run")
    page = write(tmp_path / "run").read_text(encoding="utf-8")
    assert "## Confirmed" in page
    assert "seeds 0, 1, then 7, 8, 9" in page
    assert "less relu, 95 % interval" in page


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[confirm]\nseeds = [1, 2]", r"received \[1\] in both"),
        ("[confirm]\nfinalists = 2", "confirm.seeds must be a list"),
        ("[confirm]\nfinalists = 0\nseeds = [5]", "confirm.finalists must be an integer"),
        ("[confirm]\nseed = [5]", "did you mean 'seeds'"),
    ],
)
def test_a_second_stage_that_cannot_be_run_is_refused(text, words, tmp_path):
    with pytest.raises(BadSweep, match=words):
        read(written(tmp_path, SMALL + text))
