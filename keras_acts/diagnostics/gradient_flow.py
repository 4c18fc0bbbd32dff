"""Gradient flow: how much of the loss gradient arrives at each kernel.

mean |dL/dW|, ||dL/dW|| and ||dL/dW|| / ||W||, of the loss that training minimises, with what
regularizers add to it.
"""

import numpy as np

from keras_acts.diagnostics.base import Probe, norm, ratio

NEEDS = frozenset({"gradient"})
MEAN = Probe(
    name="gradient",
    unit="loss / weight",
    measures="mean of the absolute values of dL/dW over a kernel",
    reads_as="Falling towards the input by a factor a layer, gradients vanish; rising, explode.",
    of="kernel",
    measure=lambda kernel: np.abs(kernel.gradient).mean(dtype="float64"),
    needs=NEEDS,
)
NORM = Probe(
    name="gradient_norm",
    unit="loss / weight",
    measures="Euclidean norm of dL/dW",
    reads_as="What clipping by norm compares; the layer with the largest one decides the step.",
    of="kernel",
    measure=lambda kernel: norm(kernel.gradient),
    needs=NEEDS,
)
RATIO = Probe(
    name="gradient_ratio",
    unit="ratio",
    measures="norm of dL/dW over the norm of W",
    reads_as="Times the learning rate, the relative change that plain SGD makes in a step.",
    of="kernel",
    measure=lambda kernel: ratio(norm(kernel.gradient), norm(kernel.value)),
    needs=NEEDS,
)
ROWS = (MEAN, NORM, RATIO)
