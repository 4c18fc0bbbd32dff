"""Relative weight change: how far an update moves a kernel.

||W_t - W_(t-1)|| / ||W_(t-1)||, with the norm over all elements.
"""

from keras_acts.diagnostics.base import Probe, norm, ratio

CHANGE = Probe(
    name="weight_change",
    unit="ratio",
    measures="norm of what the last update added to a kernel, over the norm before it",
    reads_as="About 0.001 is usual; near 1 the update overwrites the layer, near 0 nothing moves.",
    of="kernel",
    measure=lambda kernel: ratio(norm(kernel.value - kernel.before), norm(kernel.before)),
    needs=frozenset({"before"}),
)
ROWS = (CHANGE,)
