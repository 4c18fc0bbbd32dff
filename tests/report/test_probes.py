"""What the report says of the probes: numbers by equality."""

import numpy as np

from keras_acts import results
from keras_acts.report import page, probes, run
from tests.report.example import PLAN, PROVENANCE, ROWS, RUN, row

LOOKED = {
    "probe_steps": [0, 9],
    "probe_activations": ["a", "b"],
    "probe_kernels": ["first", "second", "last"],
    "probe_dead_channels": [0.0, 0.0, 0.25, 0.75],
    "probe_saturated_left": [0.5, 0.5, 0.25, 0.5],
    "probe_saturated_right": [0.0, 0.25, 0.0, 0.25],
    "probe_bias_shift": [0.125, 0.25, 1.0, 2.0],
    "probe_gradient": [0.001, 0.01, 0.1, 0.1, None, 0.001],
}
OTHER = {**LOOKED, "probe_gradient": [0.1, 0.01, 0.001, 0.0, 0.1, 0.1]}
WITHOUT_SLOPE = {
    "probe_saturated_left": [None] * 4,
    "probe_saturated_right": [None] * 4,
}
SEEN = run.Run(
    "example",
    PLAN,
    PROVENANCE,
    None,
    (
        row("relu", "msra", 0.1, 0, 0.5, **LOOKED),
        row("relu", "msra", 0.1, 1, 0.6, **OTHER),
        row("elu", "msra", 0.1, 0, 0.7),
        row("maxout", "msra", 0.1, 0, 0.7, **LOOKED | WITHOUT_SLOPE),
    ),
)


def test_table():
    _, relu, maxout = probes.table(SEEN)
    assert relu == ["relu", "0.0 → 50.0", "62.5 → 50.0", "0.19 → 1.5", "1 → 1e+02"]
    assert maxout[:3] == ["maxout", "0.0 → 50.0", "– → –"]


def test_flow_has_a_curve_a_seed_and_a_gap_where_nothing_arrives():
    relu, maxout = probes.flow_data(SEEN)
    assert relu.before == ((0.001, 0.01, 0.1), (0.1, 0.01, 0.001))
    np.testing.assert_array_equal(relu.after, [[0.1, np.nan, 0.001], [np.nan, 0.1, 0.1]])
    assert maxout.activation == "maxout"


def test_rows_of_before_there_were_probes_are_reported_without_them(tmp_path):
    assert not probes.recorded(RUN)
    results.write_json(tmp_path / "provenance.json", PROVENANCE)
    results.write_row(tmp_path, ROWS[0])
    assert "What the probes saw" not in page.write(tmp_path).read_text(encoding="utf-8")
    assert not (tmp_path / "figures" / "gradient_flow.png").exists()


def test_the_page_shows_them(tmp_path):
    results.write_json(tmp_path / "provenance.json", PROVENANCE)
    for one in SEEN.rows:
        results.write_row(tmp_path, one)
    text = page.write(tmp_path).read_text(encoding="utf-8")
    assert "| relu | 0.0 → 50.0 | 62.5 → 50.0 |" in text
    assert (tmp_path / "figures" / "gradient_flow.png").exists()
