"""Dead units: those that give 0 for every sample of the probe batch.

A unit is one element of what a sample gives; a channel is dead where all its positions are, for
every sample. In a Dense layer the two are the same.
"""

from keras_acts.diagnostics.base import Probe, others, share

UNITS = Probe(
    name="dead_units",
    unit="share",
    measures="share of the units whose output is 0 for every sample of the batch",
    reads_as="Dead units pass nothing on and learn nothing; many of them follow too large a step.",
    of="activation",
    measure=lambda site: share((site.y == 0).all(axis=0)),
)
CHANNELS = Probe(
    name="dead_channels",
    unit="share",
    measures="share of the channels whose output is 0 for every sample and position",
    reads_as="The part of the layer's filters that could be taken away unnoticed.",
    of="activation",
    measure=lambda site: share((site.y == 0).all(axis=others(site.y, site.axis))),
)
ROWS = (UNITS, CHANNELS)
