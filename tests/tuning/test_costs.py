"""What is measured at the end of a sweep, and when it is measured again."""

import pytest

from keras_acts import results
from keras_acts.costed import read_costs
from keras_acts.tuning import costs
from keras_acts.tuning.read import BadSweep, read
from tests.tuning.sweeps import SMALL, written
from tests.tuning.trials import pretended

ON = SMALL.replace("costs = false", "costs = true")


def rows(spec):
    return [pretended(spec, cell, seed, 1) for cell in spec.cells() for seed in spec.seeds]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("run")


@pytest.fixture(scope="module")
def written_once(folder):
    spec = read(written(folder, ON))
    return costs.write(spec, folder, rows(spec), threads=1)


def test_every_activation_is_measured_at_its_best(written_once, folder):
    relu, mpelu, maxout = written_once["arms"]
    assert (relu["activation"], relu["step"]["ratio"]) == ("relu", 1.0)
    assert mpelu["step"]["seconds"] > 0
    assert mpelu["one"]["rounds"] >= 5
    assert mpelu["parameters"] == relu["parameters"] + 2 * 4  # alpha and beta of four units
    assert mpelu["kept_bytes"] > relu["kept_bytes"] > 0
    assert maxout["exports"] == dict.fromkeys(costs.FORMATS, "")
    assert read_costs(folder) == results.strict(written_once)


def test_they_are_of_the_best_cells(written_once, folder):
    spec = read(folder / "small.toml")
    best = costs.ranked(spec, rows(spec))
    assert [one["cell"] for one in written_once["arms"]] == [
        best[arm]["cell"] for arm in ("relu", "mpelu", "maxout")
    ]


def refuse(*arguments):
    raise AssertionError("measured again")


def test_they_are_measured_once_while_the_arms_are_the_same(written_once, folder, monkeypatch):
    monkeypatch.setattr(costs, "measured", refuse)
    spec = read(folder / "small.toml")
    assert costs.write(spec, folder, rows(spec), 1) == results.strict(written_once)
    with pytest.raises(AssertionError, match="measured again"):
        costs.write(spec, folder, [one for one in rows(spec) if one["activation"] == "relu"], 1)


@pytest.mark.parametrize("text", ["{", "[]"])
def test_what_cannot_be_read_is_measured_again(tmp_path, monkeypatch, text):
    spec = read(written(tmp_path, ON))
    (tmp_path / "costs.json").write_text(text)
    monkeypatch.setattr(costs, "measured", lambda *arguments: {"arms": []})
    assert costs.write(spec, tmp_path, rows(spec), 1) == {"schema": 1, "threads": 1, "arms": []}


def test_nothing_is_measured_where_it_is_not_asked_for(tmp_path, monkeypatch):
    monkeypatch.setattr(costs, "measured", refuse)
    for spec in (read(written(tmp_path)), read(written(tmp_path, ON)).shrunk()):
        assert costs.write(spec, tmp_path, rows(spec), 1) is None
    assert not (tmp_path / "costs.json").exists()


def test_an_arm_that_cannot_be_built_says_why(tmp_path, monkeypatch):
    def broken(spec, cell, *arguments):
        raise ValueError(f"no {cell['activation']}")

    monkeypatch.setattr(costs, "compiled", broken)
    spec = read(written(tmp_path, ON))
    found = costs.write(spec, tmp_path, rows(spec), 1)
    assert found["arms"][0]["reason"] == "ValueError: no relu"
    assert found["arms"][0]["step"] is None
    assert read_costs(tmp_path) is not None


def test_costs_must_be_true_or_false(tmp_path):
    path = written(tmp_path, SMALL.replace("costs = false", 'costs = "no"'))
    with pytest.raises(BadSweep, match="costs must be true or false; received costs = 'no'"):
        read(path)


def test_a_model_that_trains_in_a_way_of_its_own_is_measured_too(monkeypatch, tmp_path):
    monkeypatch.setattr(costs, "serves", lambda model: False)
    spec = read(written(tmp_path, ON))
    relu = costs.ranked(spec, rows(spec))["relu"]
    (arm,) = costs.measured(spec, {"relu": relu})["arms"]
    assert arm["step"]["seconds"] > 0
    assert arm["kept_bytes"] is None
