"""Forward and backward variance: Var x and Var dL/dx at the input of every activation.

Over all elements of the batch. What initializers keep constant from layer to layer: the first by
their fan-in, the second by their fan-out.
"""

from keras_acts.diagnostics.base import Probe

FORWARD = Probe(
    name="forward_variance",
    unit="input squared",
    measures="variance of the input of an activation, linear ones too",
    reads_as="It should neither grow nor fall by a factor a layer, or deep layers see nothing.",
    of="call",
    measure=lambda site: site.x.var(dtype="float64"),
)
BACKWARD = Probe(
    name="backward_variance",
    unit="gradient squared",
    measures="variance of the loss gradient at the input of an activation, linear ones too",
    reads_as="A factor a layer below 1 makes gradients vanish towards the input, above 1 explode.",
    of="call",
    measure=lambda site: site.back.var(dtype="float64"),
    needs=frozenset({"back"}),
)
ROWS = (FORWARD, BACKWARD)
