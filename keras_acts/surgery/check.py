"""Which models surgery takes."""

from typing import Any

import keras

from keras_acts.surgery.graph import opened, program


def check(model: Any, share_lambda: bool = False) -> None:
    """Raises ValueError unless the model is one whose layers surgery can see and call again."""
    if not isinstance(model, keras.Model):
        raise ValueError(f"surgery: model must be a Keras model; received model={model!r}.")
    if isinstance(model, keras.Sequential) and not opened(model):
        raise ValueError(
            f"surgery: a Sequential model must be built; received {model.name!r}, whose input "
            "shape is not known. Call it once, or give it a keras.Input first."
        )
    if not opened(model):
        raise ValueError(
            "surgery: the model must be Functional or Sequential, because what a subclass does in "
            f"its call cannot be seen; received {type(model).__name__}. Build it from a "
            "keras.Input and keras.Model(inputs, outputs), or use the layer where you define it."
        )
    unsafe = [call.path for call in program(model).calls if _has_lambda(call.operation)]
    if unsafe and not share_lambda:
        raise ValueError(
            "surgery: the model must have no Lambda layer, which runs code from wherever the model "
            f"comes; received {unsafe[0]!r}. Write it as a layer; or, if you built this very model "
            "yourself, pass share_lambda=True: both models then share it."
        )


def _is_lambda(operation):
    return isinstance(operation, keras.layers.Lambda)


def is_shared(operation):
    """Lambda layers, and lookups, whose tables are in no weight and in no config."""
    return _is_lambda(operation) or (hasattr(operation, "adapt") and not operation.weights)


def _has_lambda(operation):
    inner = operation._flatten_layers() if isinstance(operation, keras.Layer) else ()
    return any(map(_is_lambda, inner))
