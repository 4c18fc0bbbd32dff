"""Saturation: the share of inputs at which an activation has next to no slope.

left: #{x < 0, |f'(x)| < 0.01} / #x, right: the same for x > 0; hard where f'(x) is exactly 0,
which is a part of the former. The slope is the activation's own gradient, of the numbers it drew
if it is random: pulled back from signs that alternate along the channels, so that softmax, whose
outputs have a constant sum, shows its slope too. An activation that gives fewer numbers than it
takes (Maxout) has no slope of one input and no reading. In float32 the slope of a soft one is
exactly 0 far out: that of a sigmoid below x = -104.
"""

from keras_acts.diagnostics.base import Probe, share

TAU = 0.01
"""Slopes below this pass next to nothing on."""


def _probe(name, hard, side, inside):
    flat = "is exactly 0" if hard else f"is under {TAU}"
    return Probe(
        name=name,
        unit="share",
        measures=f"share of the inputs {side} 0 where the slope of the activation {flat}",
        reads_as="Gradients end there."
        if hard
        else "Gradients all but end there: near 1 the layers before it do not learn.",
        of="activation",
        measure=lambda site: share(
            inside(site.x) & (site.slope == 0 if hard else site.slope < TAU)
        ),
        needs=frozenset({"slope"}),
    )


LEFT = _probe("saturated_left", False, "below", lambda x: x < 0)
RIGHT = _probe("saturated_right", False, "above", lambda x: x > 0)
HARD_LEFT = _probe("hard_left", True, "below", lambda x: x < 0)
HARD_RIGHT = _probe("hard_right", True, "above", lambda x: x > 0)
ROWS = (LEFT, RIGHT, HARD_LEFT, HARD_RIGHT)
