"""A batch for any model, and how far two models differ on it."""

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from keras import tree

SAMPLES = 4
SIZE = 32
"""What an axis of unknown size gets."""


@dataclass(frozen=True)
class Difference:
    """How far two models' outputs are apart on a batch."""

    largest: float
    """max |new - old| over all outputs."""
    scale: float
    """max |old|, by which rounding is judged."""


def batch(model: keras.Model, seed: int = 0) -> Any:
    """Inputs of the model's structure, shapes and dtypes: N(0, 1), half of them scaled to +-100.

    Integers are 0 or 1, which every embedding takes. Raises ValueError for text.
    """
    random = np.random.default_rng(seed)
    # A Sequential model has no `input` until something has called it.
    structure = model.inputs[0] if isinstance(model, keras.Sequential) else model.input
    return tree.map_structure(lambda tensor: _array(tensor, random), structure)


def difference(old: keras.Model, new: keras.Model, inputs: Any) -> Difference:
    """How far two models' outputs differ; equal infinities and NaN at one place are no difference.

    A value that is finite in one model only makes the difference infinite.
    """
    pairs = zip(*(tree.flatten(model(inputs, training=False)) for model in (old, new)))
    each = [_difference(*map(keras.ops.convert_to_numpy, pair)) for pair in pairs]
    return Difference(max(one.largest for one in each), max(one.scale for one in each))


def _array(tensor, random):
    shape = tuple(size or (SIZE if axis else SAMPLES) for axis, size in enumerate(tensor.shape))
    if tensor.dtype == "string":
        raise ValueError(
            f"surgery: a probe batch needs numbers; received the input {tensor.name!r} of text. "
            "Swap in the model that follows the text layers."
        )
    if "float" not in tensor.dtype:
        return keras.ops.cast(random.integers(0, 2, shape).astype("int32"), tensor.dtype)
    drawn = random.normal(size=shape)
    far = drawn[len(drawn) // 2 :]
    far *= 100 / np.abs(far).max()
    far.flat[0], far.flat[-1] = 100, -100
    return keras.ops.cast(drawn.astype("float32"), tensor.dtype)


def _difference(old, new):
    old, new = np.asarray(old, "float64"), np.asarray(new, "float64")
    finite = np.isfinite(old)
    same = (old == new) | (np.isnan(old) & np.isnan(new))
    with np.errstate(invalid="ignore"):
        apart = np.where(same, 0.0, np.abs(old - new))
    largest = np.max(np.where(np.isfinite(apart), apart, np.inf), initial=0.0)
    return Difference(float(largest), float(np.max(np.abs(old[finite]), initial=0.0)))
