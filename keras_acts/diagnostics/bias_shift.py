"""Bias shift: how far the units of a layer are from zero mean, and how far an update moves them.

mean over channels of |m_c|, with m_c the mean output of channel c over the batch and all
positions; its change is the mean of |m_c - m_c before the update|, on the same batch with the
same random numbers. Clevert et al. 2015, arXiv:1511.07289.
"""

import numpy as np

from keras_acts.diagnostics.base import Probe, channel_means


def _shift(site):
    return np.abs(channel_means(site.y, site.axis)).mean()


def _moved(site):
    now, before = (channel_means(y, site.axis) for y in (site.y, site.before))
    return np.abs(now - before).mean()


SHIFT = Probe(
    name="bias_shift",
    unit="output",
    measures="mean over channels of the absolute mean output",
    reads_as="Far from 0 the layer acts as a bias on the next one, which has to unlearn it.",
    of="activation",
    measure=_shift,
)
MOVED = Probe(
    name="bias_shift_change",
    unit="output",
    measures="mean over channels of how far the last update moved the mean output",
    reads_as="Large beside the bias shift, the next layer chases what this one does.",
    of="activation",
    measure=_moved,
    needs=frozenset({"before"}),
)
ROWS = (SHIFT, MOVED)
