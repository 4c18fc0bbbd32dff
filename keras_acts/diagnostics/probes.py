"""The table of probes."""

from keras_acts.diagnostics import (
    bias_shift,
    dead_units,
    finite_weights,
    gradient_flow,
    learned,
    saturation,
    sparsity,
    variance,
    weight_change,
)
from keras_acts.table import Table

_FILES = (
    *(learned, finite_weights, weight_change, sparsity, dead_units, bias_shift, saturation),
    *(variance, gradient_flow),
)
PROBES = Table("probe", *(row for file in _FILES for row in file.ROWS))
"""Cheapest first: what needs weights only, a forward pass, a backward pass."""
