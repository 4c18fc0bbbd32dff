"""A model saved on one backend loads on every other, with equal outputs."""

import pytest

from tests.backends.children import BACKENDS, child, needs

SCRIPT = "tests.backends.exchange"


@pytest.mark.slow
def test_files_move_between_backends(tmp_path, record_property):
    needs(*BACKENDS)
    for backend in BACKENDS:
        child(backend, SCRIPT, "save", tmp_path)
    for backend in BACKENDS:
        lines = child(backend, SCRIPT, "load", tmp_path, *BACKENDS).split("\n")[:-1]
        assert [line.split()[0] for line in lines] == list(BACKENDS)
        for line in lines:
            saver, difference = line.split()
            text = f"saved on {saver}, loaded on {backend}: outputs within {difference}"
            record_property("figure", text)
