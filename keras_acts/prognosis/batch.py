"""The batch a doctor looks at, and the loss to look with."""

from typing import Any

import keras
import numpy as np

from keras_acts.diagnostics.observe import prepared

SAMPLES = 128
"""How many samples are looked at."""


def batch(model: keras.Model, x: Any, y: Any) -> tuple[Any, Any]:
    """At most 128 samples, taken evenly from all, as tensors; ValueError with what is wrong."""
    if not isinstance(model, keras.Model) or not model.built:
        raise ValueError(
            f"doctor: model must be a built Keras model; received model={model!r}. Call it once."
        )
    sizes = {(*np.shape(array), 0)[0] for array in keras.tree.flatten((x, y))}
    if len(sizes) != 1 or min(sizes) < 2:
        raise ValueError(
            "doctor: x and y must be arrays of as many samples, at least 2; received lengths "
            f"{sorted(sizes)}. Give a batch of the training data."
        )
    size = sizes.pop()
    part = np.linspace(0, size - 1, min(size, SAMPLES)).astype(int)
    x, y = keras.tree.map_structure(lambda array: np.asarray(array)[part], (x, y))
    if not all(np.isfinite(array).all() for array in keras.tree.flatten(x)):
        raise ValueError(
            "doctor: x must be finite; received x with NaN or infinity. Mend the data first."
        )
    return prepared(x, y)


def compiled(model: keras.Model, x: Any, y: Any) -> keras.Model:
    """The model if it is compiled; else one of the same layers, with the loss of a classifier."""
    if model.compiled:
        return model
    if not isinstance(model, (keras.Function, keras.Sequential)):
        raise ValueError(
            "doctor: a subclassed model must be compiled, so that its loss is known; received "
            f"model={model.name!r}, which is not. Call model.compile(...)."
        )
    same = keras.Model(model.inputs, model.outputs, name=model.name)
    same.compile("sgd", _loss(model, x, y), jit_compile=False)
    return same


def _loss(model, x, y):
    """Cross-entropy, by the shape of the labels and by whether outputs are probabilities."""
    outputs = keras.ops.convert_to_numpy(model(x, training=False))
    shape = tuple(y.shape)
    probabilities = outputs.min() >= 0 and np.allclose(outputs.sum(axis=-1), 1, atol=1e-2)
    if shape == outputs.shape and outputs.shape[-1] > 1:
        return keras.losses.CategoricalCrossentropy(from_logits=not probabilities)
    labels = keras.ops.convert_to_numpy(y)
    integer = shape[:1] == shape or shape == (*outputs.shape[:-1], 1)
    if integer and labels.min() >= 0 and labels.max() < outputs.shape[-1] > 1:
        return keras.losses.SparseCategoricalCrossentropy(from_logits=not probabilities)
    raise ValueError(
        f"doctor: y must be labels 0..{outputs.shape[-1] - 1} or one-hot where the model is not "
        f"compiled; received y of shape {shape} from {labels.min():g} to {labels.max():g} for "
        f"outputs of shape {outputs.shape}. Compile the model with its loss."
    )
