"""On every backend the probes say the same, and a training does not notice that it is watched."""

import pytest

from tests.backends.children import BACKENDS, child, counted, needs


@pytest.mark.slow
@pytest.mark.parametrize("backend", BACKENDS)
def test_a_training_is_the_same_with_and_without_a_recorder(backend):
    needs(backend)
    lines = child(backend, "tests.diagnostics.unseen").splitlines()
    assert len(lines) == 4
    assert all(line.endswith(" True") for line in lines), lines


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["jax", "torch"])
def test_the_probes_hold(backend, tmp_path):
    needs(backend)
    files = [f"tests/diagnostics/test_{part}.py" for part in ("probes", "models", "recorder")]
    assert sum(count for count, _ in counted(backend, tmp_path, *files).values()) > 30
