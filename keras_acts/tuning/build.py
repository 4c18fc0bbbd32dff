"""A cell to a compiled model."""

from collections.abc import Mapping
from typing import Any

import keras
import numpy as np

from keras_acts import models, results
from keras_acts.arrays import Arrays
from keras_acts.multipliers import learns, with_multipliers
from keras_acts.seeds import derive
from keras_acts.split import Split
from keras_acts.tuning.spec import ARMS, Spec
from keras_acts.unit import Impossible


def compiled(
    spec: Spec, cell: Mapping[str, Any], seed: int, arrays: Arrays, split: Split
) -> keras.Model:
    """The model of a cell, initialised by `seed`, with the optimizer and loss to train it.

    The input is standardised by the training part and multiplied by `input_scale`, inside of
    the model. A net that predicts numbers learns them standardised, and gives them as they come:
    its loss is the squared error in units of their variance. An initializer that needs data takes
    the training part. Weight decay acts on
    kernels, and `learned_decay` times as strong on what activations learn. Raises
    `Impossible` for a cell that makes no sense.
    """
    if spec.space is not None:
        from keras_acts.tuning import own

        return own.ready(own.built(spec.model, cell, spec.space), split.head(1)[0])
    if not arrays.plain:
        raise ValueError(
            f"model {spec.model} must have one array of inputs and one to predict; received "
            f"data = {spec.data!r}, which has not. Give model = 'module:function' of your own."
        )
    scale, offset = (cell["input_scale"] * value for value in split.standard())
    model = models.build(
        spec.model,
        input_shape=arrays.x_train.shape[1:],
        classes=arrays.classes,
        scale=scale,
        offset=offset,
        targets=None if arrays.labels else split.targets(),
        seed=derive(seed, "model"),
        **{name: spec.arms[name][cell[name]] for name in ARMS},
        **{name: cell[name] for name in models.MODELS[spec.model].options},
    )
    finish = spec.arms["initializer"][cell["initializer"]].row.finish
    if finish:
        finish(model, split.x_train, derive(seed, "initializer"))
    optimizer = _optimizer(spec, cell, model)
    # Variables made inside of a graph's first call would have it traced twice.
    optimizer.build(model.trainable_variables)
    model.compile(
        optimizer=optimizer,
        **_loss(arrays, split),
        # Tracing a graph costs more than the few steps of a quick run.
        run_eagerly=spec.quick,
    )
    return model


def _loss(arrays: Arrays, split: Split) -> dict[str, Any]:
    """What is minimised and measured: cross-entropy of labels, squared errors of numbers."""
    if arrays.labels:
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        return {"loss": loss, "metrics": ["accuracy"]}
    variance = float(np.mean(np.square(split.targets()[0])))
    return {"loss": "mse", "loss_weights": [1 / variance], "metrics": ["mae", "mse"]}


def _optimizer(spec, cell, model):
    """The optimizer of a cell, with a rate and a decay of its own for what activations learn."""
    optimizer = spec.arms["optimizer"][cell["optimizer"]](
        learning_rate=cell["learning_rate"], weight_decay=cell["weight_decay"]
    )
    exempt = [weight for weight in model.trainable_variables if weight.name != "kernel"]
    optimizer.exclude_from_weight_decay(var_list=exempt)
    learned = learns(model)
    decays = learned and cell["weight_decay"] > 0
    why = "weight_decay is 0" if learned else f"{cell['activation']} learns nothing"
    if not learned:
        _only_once(spec, cell, "learned_rate", why)
    if not decays:
        _only_once(spec, cell, "learned_decay", why)
    rate, decay = cell["learned_rate"], cell["learned_decay"]
    if not learned or (rate == 1 and not (decays and decay)):
        return optimizer
    return with_multipliers(optimizer, model, rate, decay if decays else 1.0)


def _only_once(spec, cell, name, why):
    """Raises Impossible where a sweep varies a setting that has no effect in this cell.

    One of its values is trained: the usual one if it is listed, else the first.
    """
    values = spec.varied.get(name)
    if not isinstance(values, tuple):
        return
    kept = results.ADDED[name] if results.ADDED[name] in values else values[0]
    if cell[name] != kept:
        raise Impossible(
            f"{why}, so every {name} gives the same training; it runs with {name}={kept:g}"
        )
