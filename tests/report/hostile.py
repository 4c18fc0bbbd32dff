"""A run whose every text is an attack on the page, or on a spreadsheet, that shows it."""

import json
from typing import Any

from tests.report.example import PROVENANCE, row

EVIL = (
    "=1+1 </td></title></style></text><script>planted()</script><img src=planted onerror=planted()>"
    "\" onload=planted() ' style='planted' &lt;b&gt; $x_{1}$ \\ | [a](javascript:planted()) `"
    "\x00\x07\x1b[31m\u202e\u200f\ud800\n\t" + "planted" * 50
)
KEPT = {"status"}
"""What must be one of a few words in any row."""
LOOKED: dict[str, Any] = {
    "probe_steps": [0, 9],
    "probe_activations": ["a", "b"],
    "probe_kernels": ["a", "b"],
    "probe_dead_channels": [0.0, 0.1, 0.2, 0.3],
    "probe_saturated_left": [0.0, 0.1, 0.2, 0.3],
    "probe_saturated_right": [0.0, 0.1, 0.2, 0.3],
    "probe_bias_shift": [0.0, 0.1, 0.2, 0.3],
    "probe_gradient": [1.0, 0.1, 0.2, 0.3],
    "learned_steps": [0, 9],
    "learned_names": ["a/alpha", "b/alpha"],
    "learned_mean": [0.1, 0.2, 0.3, 0.4],
}


def poisoned(value: Any) -> Any:
    """`value` with `EVIL` before every text in it; names of keys stay."""
    if isinstance(value, str):
        return EVIL + value
    if isinstance(value, dict):
        return {k: one if k in KEPT else poisoned(one) for k, one in value.items()}
    return [poisoned(one) for one in value] if isinstance(value, list) else value


def provenance() -> dict[str, Any]:
    """That of the example, with the same attack, which its plan has as well."""
    return poisoned(json.loads(json.dumps(PROVENANCE)))


def rows() -> list[dict[str, Any]]:
    """A trial of every status."""
    found = [
        row("relu", "msra", 0.1, 0, 0.5, **LOOKED),
        row("relu", "msra", 0.1, 1, 0.6, **LOOKED),
        row("elu", "msra", 0.1, 0, 0.7, **LOOKED),
        row("elu", "msra", 0.1, 1, None, "diverged"),
        row("maxout", "msra", 0.1, 0, None, "failed"),
        row("maxout", "glorot", 0.1, 0, None, "skipped"),
    ]
    return [poisoned(one) for one in found]
