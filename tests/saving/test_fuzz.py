"""Two hundred mutants a run, and that the fuzzer sees what it is to see."""

import numpy as np
import pytest

from tests.saving import fuzz
from tests.saving.files import honest, model


@pytest.mark.slow
def test_no_mutant_hangs_crashes_writes_or_loads_with_other_weights():
    rows = fuzz.run(200)
    assert len(rows) == 200
    assert [row for row in rows if row["outcome"] == "finding"] == []


def test_weights_from_nowhere_are_found():
    astray = model()
    astray.get_layer("inner").get_layer("b").bias.assign([1, 2, 3])
    assert fuzz.astray(astray, honest()) == ["b"]
    assert fuzz.astray(model(), honest()) == []


def test_other_predictions_from_damaged_bytes_are_found():
    other = model()
    other.get_layer("c").bias.assign([1, 2, 3])
    expected = np.asarray(model()(fuzz.X))
    assert fuzz._judged(other, "flip", honest(), expected)[0] == "finding"
    assert fuzz._judged(model(), "flip", honest(), expected)[0] == "same predictions"


def test_a_child_that_dies_is_found(monkeypatch, tmp_path):
    monkeypatch.setattr(fuzz, "_python", lambda *_: ("", "ended with -11: "))
    rows = fuzz._batch(tmp_path, tmp_path / "original.keras", [7, 8])
    assert [(row["seed"], row["outcome"]) for row in rows] == [(7, "finding")]


@pytest.mark.parametrize("kind", fuzz.KINDS)
def test_every_mutation_is_a_function_of_the_seed(kind):
    seed = fuzz.KINDS.index(kind)
    assert fuzz.mutant(honest(), seed) == fuzz.mutant(honest(), seed)
