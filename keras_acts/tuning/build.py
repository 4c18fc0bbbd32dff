"""A cell to a compiled model."""

from collections.abc import Mapping
from typing import Any

import keras

from keras_acts import models
from keras_acts.data import Arrays
from keras_acts.seeds import derive
from keras_acts.split import Split
from keras_acts.tuning.spec import ARMS, Spec


def compiled(
    spec: Spec, cell: Mapping[str, Any], seed: int, arrays: Arrays, split: Split
) -> keras.Model:
    """The model of a cell, initialised by `seed`, with the optimizer and loss to train it.

    The input is standardised by the training part and multiplied by `input_scale`, inside of
    the model. An initializer that needs data takes the training part. Weight decay acts on
    kernels only. Raises `models.Impossible` for a cell that makes no sense.
    """
    scale, offset = (cell["input_scale"] * value for value in split.standard())
    model = models.build(
        spec.model,
        input_shape=arrays.x_train.shape[1:],
        classes=arrays.classes,
        scale=scale,
        offset=offset,
        seed=derive(seed, "model"),
        **{name: spec.arms[name][cell[name]] for name in ARMS},
        **{name: cell[name] for name in models.MODELS[spec.model].options},
    )
    finish = spec.arms["initializer"][cell["initializer"]].row.finish
    if finish:
        finish(model, split.x_train, derive(seed, "initializer"))
    optimizer = spec.arms["optimizer"][cell["optimizer"]](
        learning_rate=cell["learning_rate"], weight_decay=cell["weight_decay"]
    )
    exempt = [weight for weight in model.trainable_variables if weight.name != "kernel"]
    optimizer.exclude_from_weight_decay(var_list=exempt)
    # Variables made inside of a graph's first call would have it traced twice.
    optimizer.build(model.trainable_variables)
    model.compile(
        optimizer=optimizer,
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        # Tracing a graph costs more than the few steps of a quick run.
        run_eagerly=spec.quick,
    )
    return model
