"""Validation and test side by side, of what was tested and of nothing else."""

from dataclasses import replace

from keras_acts.report import gap
from tests.report.example import RUN

BEST = {
    "finalists": [
        {"activation": "elu", "seed": 7, "val_accuracy": 0.9, "test_accuracy": 0.875},
        {"activation": "relu", "seed": 8, "val_accuracy": 0.8, "test_accuracy": 0.81},
        {"activation": "maxout", "seed": 8, "val_accuracy": 0.8},
    ]
}


def test_a_line_for_each_that_was_tested():
    head, elu, relu = gap.finalists(replace(RUN, best=BEST))
    assert head[2:4] == ["val_accuracy %", "test_accuracy %"]
    assert elu == ["elu", "7", "90.0", "87.5", "-2.5"]
    assert relu == ["relu", "8", "80.0", "81.0", "+1.0"]


def test_nothing_where_there_were_no_finalists():
    for best in (None, {"activation": "elu", "seed": 7}):
        assert len(gap.finalists(replace(RUN, best=best))) == 1
