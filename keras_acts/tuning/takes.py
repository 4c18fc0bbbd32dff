"""Whether a model takes the data and measures the objective, found on two samples."""

from typing import Any

import keras

from keras_acts.arrays import leaves
from keras_acts.objective import Objective
from keras_acts.split import Split
from keras_acts.table import nearest


def check(model: keras.Model, parts: Split, objective: Objective) -> None:
    """Raises ValueError if the model does not take the data or measures no such objective."""
    model.run_eagerly = True
    x, y = parts.head(2)
    try:
        metrics = model.test_on_batch(x, y, return_dict=True)
    except Exception as error:
        raise ValueError(
            f"the model must take the data; received x of {_shapes(x)} and y of {_shapes(y)}, of "
            f"which it says: {type(error).__name__}: {str(error)[:500]}. Change the model, its "
            "loss or the data."
        ) from error
    known = [*metrics, *(f"val_{name}" for name in metrics)]
    if objective.name not in known:
        raise ValueError(
            f"objective must be one of {', '.join(known)}, which the model measures; received "
            f"objective = {objective.name!r}{nearest(objective.name, known)}. Name one of them, or "
            "add another to metrics in compile."
        )


def _shapes(value: Any) -> str:
    return ", ".join(f"{array.dtype} {array.shape}" for array in leaves(value))
