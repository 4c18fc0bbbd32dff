"""Learned parameters of activations (alpha, beta, p, ...), by path, over the training."""

import numpy as np

from keras_acts.diagnostics.base import Probe

MEAN = Probe(
    name="parameter_mean",
    unit="1",
    measures="mean of a learned parameter of an activation over its channels",
    reads_as="One that stays where it started learns nothing; a PReLU's alpha at 1 is a line.",
    of="parameter",
    measure=np.mean,
)
SPREAD = Probe(
    name="parameter_spread",
    unit="1",
    measures="standard deviation of a learned parameter over its channels",
    reads_as="Near 0 every channel learned the same, and one parameter a layer would do.",
    of="parameter",
    measure=np.std,
)
ROWS = (MEAN, SPREAD)
