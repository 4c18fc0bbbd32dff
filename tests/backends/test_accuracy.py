"""docs/accuracy.md is of these layers, and what it states still holds."""

import re

import pytest

from benchmarks import accuracy
from keras_acts.layers import ACTIVATIONS
from tests.backends.children import BACKENDS, needs
from tests.examples import OURS
from tests.numerics import LIMIT

NUMBER = r"([\d.e+]+|inf)"


def stated(policy):
    """{activation: (value, dx, parameters) of each backend} of one section of the file."""
    section = accuracy.PATH.read_text(encoding="utf-8").split(f"## {policy}\n")[1].split("\n## ")[0]
    lines = re.findall(r"^\| `(\w+)` \|(.*)$", section, re.MULTILINE)
    errors = re.compile(" / ".join([rf"\S+ \({NUMBER}\)"] * 3) + f", sum {NUMBER}")
    return {name: [[*map(float, one)] for one in errors.findall(cells)] for name, cells in lines}


@pytest.mark.parametrize("policy", accuracy.POLICIES)
def test_the_page_has_every_activation_within_its_limit(policy):
    table = stated(policy)
    assert set(table) == set(ACTIVATIONS)
    limit = LIMIT[policy.removeprefix("mixed_")]
    for name in OURS:
        assert len(table[name]) == len(BACKENDS)
        value_and_dx = [error for errors in table[name] for error in errors[:2]]
        assert max(value_and_dx) <= limit
        assert all(share <= 1 for *_, share in table[name])


@pytest.mark.slow
@pytest.mark.parametrize("backend", BACKENDS)
def test_measured_again_the_errors_are_those_stated(backend):
    needs(backend)
    table = stated("float32")
    rows = accuracy.measured(["float32"], [backend])
    for name in OURS:
        own = [row for row in rows if row["activation"] == name]
        before = table[name][BACKENDS.index(backend)]
        for column, error in zip(accuracy.COLUMNS, before):
            assert accuracy.worst(own, column) <= error + 1
