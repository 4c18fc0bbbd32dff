"""Every row of the tables of bad files: refused, with one sentence that says what is wrong."""

import re
import tomllib
from pathlib import Path

import pytest

import keras_acts
from keras_acts.saving import Refused
from tests.saving.bad import NO_IMPORT, ROWS, RULES, V1, V3, V8
from tests.saving.bad_archives import ARCHIVES
from tests.saving.bad_configs import CONFIGS
from tests.saving.bad_weights import WEIGHTS
from tests.saving.files import honest, model

BAD = (*ARCHIVES, *CONFIGS, *WEIGHTS)
SAYS = tomllib.loads((Path(__file__).parent / "says.toml").read_text(encoding="utf-8"))
ELSEWHERE = {
    NO_IMPORT: "../test_saving.py: test_without_the_import_kerass_error_names_the_class",
    V1: "test_load.py: test_nothing_in_a_file_runs, and tests/test_layering.py",
    V3: "test_load.py: test_an_import_is_all_it_takes",
    V8: "test_inspect.py: test_what_a_file_says_is_escaped",
}
"""Rows that one changed file cannot stand for, and the tests that do."""


def rounded(text):
    """The text without its large numbers: positions in a file, which another Keras changes."""
    return re.sub(r"\d{5,}", "N", text)


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_it_is_refused_and_the_error_says_why(bad, tmp_path):
    path = tmp_path / "it.keras"
    path.write_bytes(bad.make(honest()))
    with pytest.raises(Refused) as caught:
        keras_acts.load_model(path)
    size = path.stat().st_size
    says = f"{path} ({size} bytes) is not loaded: {SAYS[bad.name]}."
    assert rounded(str(caught.value)) == rounded(says)


def test_the_honest_file_loads(tmp_path):
    path = tmp_path / "it.keras"
    path.write_bytes(honest())
    assert keras_acts.load_model(path).count_params() == model().count_params()


def test_every_row_is_covered():
    assert {bad.row for bad in BAD} | {*ELSEWHERE} == {*ROWS, *RULES}
    assert sorted(SAYS) == sorted(bad.name for bad in BAD)
    print(f"{len(ROWS)} rows, {len(RULES)} rules, {len(BAD)} bad files, all rows covered")


def test_the_tests_named_for_other_rows_are_there():
    for said in ELSEWHERE.values():
        file, name = said.partition(",")[0].split(": ")
        assert f"def {name}(" in (Path(__file__).parent / file).read_text(encoding="utf-8")
