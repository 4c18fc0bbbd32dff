"""`keras-acts doctor`: the doctor on a saved model and a data set."""

from collections.abc import Callable
from pathlib import Path

from keras_acts import data
from keras_acts.prognosis.doctor import doctor
from keras_acts.prognosis.pairs import chosen, pairs
from keras_acts.saving import load_model


def run(file: Path, source: str, tried: str | None, seed: int, say: Callable[[str], None]) -> None:
    """Says what the doctor finds in the model of a file, then in each pair of `tried`.

    Raises: ValueError for data that the model does not take, and as `load_model` and `pairs` do.
    """
    if tried is not None:
        chosen(tried)
    model = load_model(file, compile=True)
    arrays = data.load(source)
    x, y = arrays.x_train, arrays.y_train
    if tuple(model.input_shape[1:]) != x.shape[1:]:
        raise ValueError(
            f"doctor: the data must have the shape that the model takes, {model.input_shape[1:]}; "
            f"received --data {source} of shape {x.shape[1:]}. Give the data of its training."
        )
    if not arrays.labels:
        raise ValueError(
            "doctor: y must be labels, of which the loss of chance is known; received --data "
            f"{source} with y of {y.dtype}. Give data with integer labels."
        )
    say(str(doctor(model, x, y)))
    if tried is not None:
        found = []
        for pair in pairs(model, x, y, tried, seed):
            say(str(pair))
            found.append(pair)
        mended = sum(pair.gain is not None for pair in found)
        will = sum(pair.trains for pair in found)
        say(f"{will} of {len(found)} pairs train; {mended} more would with another gain.")
