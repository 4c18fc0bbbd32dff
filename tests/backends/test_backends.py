"""The table of activations through every check on every backend, a process for each."""

import pytest

from tests.backends.children import BACKENDS, counted, needs

HERE = "tests/backends"
FILES = {"torch": [f"{HERE}/agreement.py"]}
"""What runs on one backend only."""


@pytest.mark.slow
@pytest.mark.parametrize("backend", BACKENDS)
def test_the_table_holds(backend, tmp_path, record_property):
    needs(backend)
    groups = counted(backend, tmp_path, f"{HERE}/conforms.py", *FILES.get(backend, []))
    for group, (count, seconds) in groups.items():
        record_property(
            "figure", f"{backend:10} {group:28} {count:5} checks {seconds / 60:5.1f} min"
        )
    total = sum(count for count, _ in groups.values())
    minutes = sum(seconds for _, seconds in groups.values()) / 60
    record_property("figure", f"{backend:10} {'in all':28} {total:5} checks {minutes:5.1f} min")
    assert total > 400
