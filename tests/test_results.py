"""Rows on disk."""

import json

import pytest

from keras_acts import results

ROW = {
    "cell": "0123abcd",
    "seed": 3,
    "epochs": 5,
    "rung": False,
    "activation": "leaky_relu(negative_slope=0.25)",
    "initializer": "msra",
    "batch_norm": "none",
    "status": "ok",
    "val_accuracy": 0.5,
    "loss": float("nan"),
    "history_loss": [1.0, float("inf")],
}


def test_a_row_comes_back_with_null_for_what_is_not_finite(tmp_path):
    results.write_row(tmp_path, ROW)
    (row,) = results.read_rows(tmp_path)
    assert row == {**ROW, "schema": 1, "loss": None, "history_loss": [1.0, None]}


def test_the_name_of_a_row_holds_no_option(tmp_path):
    name = results.row_path(tmp_path, {**ROW, "activation": "elu(alpha=../x)"}).name
    assert name == "elu+msra+none-0123abcd@3.json"
    assert results.row_path(tmp_path, {**ROW, "rung": True}).name.endswith("@3~5.json")


def test_an_unreadable_row_is_set_aside(tmp_path):
    results.write_row(tmp_path, ROW)
    path = results.row_path(tmp_path, ROW)
    path.write_text(path.read_text()[:40])
    assert results.read_rows(tmp_path) == []
    assert path.with_name(path.name + ".corrupt").exists()
    assert results.read_row(path) is None


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"status": "ok"}'])
def test_what_is_no_row_is_set_aside(content, tmp_path):
    path = results.row_path(tmp_path, ROW)
    results.write_text(path, content)
    assert results.read_rows(tmp_path) == []
    assert path.with_name(path.name + ".corrupt").exists()


def test_what_is_no_provenance_is_named(tmp_path):
    assert results.read_provenance(tmp_path) is None
    for content in ("", "{}"):
        results.write_text(tmp_path / "provenance.json", content)
        with pytest.raises(results.Unreadable, match=r"provenance\.json must h"):
            results.read_provenance(tmp_path)


def test_a_row_of_a_newer_version_is_refused(tmp_path):
    path = results.row_path(tmp_path, ROW)
    results.write_json(path, {**ROW, "schema": 99})
    with pytest.raises(ValueError, match="received schema=99"):
        results.read_row(path)


def test_a_write_that_fails_leaves_what_was_there(tmp_path):
    path = tmp_path / "it.json"
    results.write_json(path, {"a": 1})
    with pytest.raises(TypeError):
        results.write_json(path, {"a": object()})
    assert json.loads(path.read_text()) == {"a": 1}
    assert list(tmp_path.iterdir()) == [path]


def test_an_unknown_status_is_refused(tmp_path):
    with pytest.raises(ValueError, match="received 'fine'"):
        results.write_row(tmp_path, {**ROW, "status": "fine"})


def test_csv_has_no_lists_and_no_formulas(tmp_path):
    results.write_row(tmp_path, {**ROW, "reason": "=1+1"})
    results.write_row(tmp_path, {**ROW, "seed": 4, "status": "failed", "reason": "why"})
    results.write_csv(tmp_path)
    head, first, second = (tmp_path / "results.csv").read_text().splitlines()
    assert "history_loss" not in head
    assert first.endswith(",'=1+1")
    assert second.endswith(",why")


@pytest.mark.parametrize(
    ("changes", "score"),
    [({}, 0.5), ({"status": "diverged"}, 0.0), ({"val_accuracy": None}, 0.0)],
)
def test_score(changes, score):
    assert results.score({**ROW, **changes}) == score
    assert results.mean_score([ROW, {**ROW, **changes}]) == (0.5 + score) / 2
