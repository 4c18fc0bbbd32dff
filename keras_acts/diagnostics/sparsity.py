"""Sparsity: the share of outputs that are exactly 0."""

from keras_acts.diagnostics.base import Probe, share

SPARSITY = Probe(
    name="sparsity",
    unit="share",
    measures="share of the outputs of an activation that are exactly 0",
    reads_as="A ReLU of centred inputs has 0.5; near 1 little goes on to the next layer.",
    of="activation",
    measure=lambda site: share(site.y == 0),
)
ROWS = (SPARSITY,)
