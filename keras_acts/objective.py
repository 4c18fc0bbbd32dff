"""What choices rest on: a number in the rows, and whether more of it is better."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SHARES = ("accuracy", "acc", "auc", "precision", "recall", "f1_score", "fbeta_score", "iou")
"""Metrics in 0..1 of which more is better: a trial without a result counts as 0."""
GAINS = ("r2_score", "cosine_similarity")
"""Other metrics of which more is better."""
COSTS = (
    *("loss", "mae", "mse", "rmse", "mape", "msle", "mean_absolute_error", "mean_squared_error"),
    *("root_mean_squared_error", "mean_absolute_percentage_error", "kl_divergence", "poisson"),
    *("mean_squared_logarithmic_error", "logcosh", "log_cosh", "hinge", "squared_hinge"),
    *("categorical_hinge", "binary_crossentropy", "categorical_crossentropy", "error"),
    "sparse_categorical_crossentropy",
)
"""Metrics of which less is better."""
DIRECTIONS = ("max", "min")


@dataclass(frozen=True)
class Objective:
    """A metric by its name in a row, such as `val_mae`, and its direction: `max` or `min`."""

    name: str = "val_accuracy"
    direction: str = "max"

    @property
    def share(self) -> bool:
        """Whether it lies in 0..1 and more is better, as an accuracy does."""
        return self.direction == "max" and _known(self.name) in SHARES

    @property
    def worst(self) -> float:
        """The score of a trial that diverged or failed: 0 for a share, else minus infinity."""
        return 0.0 if self.share else -math.inf

    @property
    def margin(self) -> float | None:
        """What is no difference in practice if nobody says: 0.005 of a share, else unknown."""
        return 0.005 if self.share else None

    def value(self, row: Mapping[str, Any]) -> float | None:
        """The metric of a trial that ended well; None for others."""
        found = row.get(self.name) if row["status"] == "ok" else None
        return None if found is None else float(found)

    def score(self, row: Mapping[str, Any]) -> float:
        """The metric, or minus it if less is better: the best score is the largest.

        >>> Objective("val_mae", "min").score({"status": "ok", "val_mae": 3.0})
        -3.0
        >>> Objective().score({"status": "diverged"})
        0.0
        """
        value = self.value(row)
        if value is None or not math.isfinite(value):
            return self.worst
        return value if self.direction == "max" else -value


USUAL = Objective()
"""What is meant if nobody says: the validation accuracy."""


def objective(given: Any) -> Objective:
    """The objective that a name, `{"name": .., "direction": ..}` or Keras Tuner's own stands for.

    The direction follows from a name that is known, of which a prefix may say the output.
    Raises ValueError for what is none.

    >>> objective("val_age_mae")
    Objective(name='val_age_mae', direction='min')
    """
    if hasattr(given, "name") and hasattr(given, "direction"):
        given = {"name": given.name, "direction": given.direction}
    told = given if isinstance(given, Mapping) else {"name": given}
    name, direction = told.get("name"), told.get("direction")
    if not isinstance(name, str) or not name or not told.keys() <= {"name", "direction"}:
        raise ValueError(
            "objective must be the name of a metric, or a table of `name` and `direction`; "
            f'received objective = {given!r}. Write "val_accuracy", or '
            '{ name = "val_mae", direction = "min" }.'
        )
    if direction is None:
        direction = _inferred(name)
    if direction not in DIRECTIONS:
        raise ValueError(
            "objective.direction must be max or min"
            + ("" if "direction" in told else ", and told for a metric that is not known")
            + f"; received name = {name!r}, direction = {direction!r}. "
            f'Write {{ name = "{name}", direction = "max" }} if more is better, else "min".'
        )
    return Objective(name, direction)


def _known(name: str) -> str | None:
    """The known metric that `name` ends with, the longest if there are several."""
    plain = re.sub(r"_\d+$", "", name.removeprefix("val_"))
    found = [one for one in (*SHARES, *GAINS, *COSTS) if plain == one or plain.endswith(f"_{one}")]
    return max(found, key=len, default=None)


def _inferred(name: str) -> str | None:
    known = _known(name)
    return None if known is None else "min" if known in COSTS else "max"
