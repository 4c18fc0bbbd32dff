"""LSUV on the other backends, a process for each."""

import pytest

from tests.backends.children import counted, needs


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["jax", "torch"])
def test_lsuv(backend, tmp_path, record_property):
    needs(backend)
    groups = counted(backend, tmp_path, "tests/test_lsuv.py")
    total = sum(count for count, _ in groups.values())
    record_property("figure", f"{backend:10} LSUV {total:5} checks")
    assert total >= 25
