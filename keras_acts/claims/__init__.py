"""What the literature says of activations, each claim with its answer here.

`STUDIES` answer the claims; `CLAIMS` are all of them by number.
"""

from keras_acts.claims.base import Claim, Study
from keras_acts.claims.studies import (
    active_path,
    advice,
    at_zero,
    batch_norm,
    bias_shift,
    convnet,
    cost,
    crelu,
    crelu_pairs,
    dead_units,
    decay,
    degenerate_forms,
    depth,
    depth_variance,
    derivatives,
    early_layers,
    elu_initialisation,
    explosion,
    first_order_elu,
    gradients,
    linear,
    maxout_cost,
    nin,
    noise,
    noisy,
    outliers,
    probabilities,
    recurrent,
    remedies,
    requirements,
    residual,
    shapes,
    slopes,
    vanishing,
    zeros_at_relu,
)

_ALL: tuple[Study, ...] = (
    linear.STUDY,
    gradients.STUDY,
    early_layers.STUDY,
    vanishing.STUDY,
    explosion.STUDY,
    recurrent.STUDY,
    active_path.STUDY,
    zeros_at_relu.STUDY,
    depth_variance.STUDY,
    outliers.STUDY,
    dead_units.STUDY,
    bias_shift.STUDY,
    noise.STUDY,
    maxout_cost.STUDY,
    crelu_pairs.STUDY,
    residual.STUDY,
    requirements.STUDY,
    shapes.STUDY,
    derivatives.STUDY,
    probabilities.STUDY,
    degenerate_forms.STUDY,
    cost.STUDY,
    first_order_elu.STUDY,
    elu_initialisation.STUDY,
    at_zero.STUDY,
    nin.STUDY,
    noisy.STUDY,
    remedies.STUDY,
    slopes.STUDY,
    crelu.STUDY,
    advice.STUDY,
    depth.STUDY,
    batch_norm.STUDY,
    convnet.STUDY,
    decay.STUDY,
)
STUDIES: dict[str, Study] = {study.name: study for study in _ALL}
CLAIMS: dict[int, Claim] = dict(
    sorted((claim.number, claim) for study in STUDIES.values() for claim in study.claims)
)

__all__ = ["CLAIMS", "STUDIES"]
