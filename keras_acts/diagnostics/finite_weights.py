"""Finite weights: whether a NaN or an infinity has got into a layer.

share(W) = #{w in W : |w| < infinity} / #W. The loss alone does not tell: compiled by XLA, a loss
can stay finite while parameters are NaN.
"""

import numpy as np

from keras_acts.diagnostics.base import Probe, share

FINITE = Probe(
    name="finite_weights",
    unit="share",
    measures="share of the numbers of a weight that are finite",
    reads_as="Below 1 the training is lost: the layer first to fall is where to look.",
    of="weight",
    measure=lambda weight: share(np.isfinite(weight)),
)
ROWS = (FINITE,)
