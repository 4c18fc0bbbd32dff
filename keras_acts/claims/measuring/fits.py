"""Small nets that studies train: standardised data, seeded batches, a net compiled once."""

from dataclasses import replace

import keras
import numpy as np

from keras_acts import data, models
from keras_acts.seeds import derive
from keras_acts.split import Split, split


def part(source: str, seed: int, samples: int, standard: bool = True) -> Split:
    """`samples` of a data set, a fifth held out, with mean 0 and variance 1 if `standard`."""
    whole = split(data.load(source), seed, samples)
    if not standard:
        return whole
    scale, offset = whole.standard()
    return replace(
        whole, x_train=whole.x_train * scale + offset, x_val=whole.x_val * scale + offset
    )


def net(model: str, samples: Split, seed: int, **choices) -> keras.Model:
    """The net `model` for these samples, its weights from `seed`."""
    return models.build(
        model,
        input_shape=samples.x_train.shape[1:],
        classes=int(samples.y_train.max()) + 1,
        seed=derive(seed, "model"),
        **choices,
    )


def ready(model: keras.Model, optimizer: keras.optimizers.Optimizer) -> keras.Model:
    """The model, compiled for integer labels."""
    optimizer.build(model.trainable_variables)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer, loss, metrics=["accuracy"], jit_compile=False)
    return model


def restart(model: keras.Model, weights: list[np.ndarray], learning_rate: float) -> None:
    """Gives the model these weights and a fresh optimizer; nothing is traced again."""
    model.set_weights(weights)
    for variable in model.optimizer.variables:
        variable.assign(keras.ops.zeros_like(variable))
    model.optimizer.learning_rate = learning_rate


def state(model: keras.Model) -> list[np.ndarray]:
    """The weights and what the optimizer remembers."""
    return [keras.ops.convert_to_numpy(one) for one in _variables(model)]


def restore(model: keras.Model, values: list[np.ndarray]) -> None:
    """Goes back to a `state`."""
    for variable, value in zip(_variables(model), values):
        variable.assign(value)


def _variables(model):
    return [*model.variables, *model.optimizer.variables]


def order(samples: Split, seed: int, steps: int, batch: int) -> np.ndarray:
    """Which samples the steps take, (steps, batch): one shuffled epoch after the other."""
    rng, size = np.random.default_rng(seed), len(samples.x_train)
    epochs = -(-steps * batch // size)
    shuffled = np.concatenate([rng.permutation(size) for _ in range(epochs)])
    return shuffled[: steps * batch].reshape(steps, batch)


def advance(model: keras.Model, samples: Split, steps: np.ndarray, callbacks=()) -> None:
    """Trains on the batches of `order`, in that order."""
    taken = steps.reshape(-1)
    model.fit(
        samples.x_train[taken],
        samples.y_train[taken],
        batch_size=steps.shape[1],
        shuffle=False,
        verbose=0,
        callbacks=list(callbacks),
    )


def accuracy(model: keras.Model, x: np.ndarray, y: np.ndarray) -> float:
    """The share of samples whose largest logit is the label's; 0 for logits that are NaN."""
    logits = keras.ops.convert_to_numpy(model(x, training=False))
    right = (logits.argmax(-1) == y) & np.isfinite(logits).all(-1)
    return float(right.mean())


def loss(model: keras.Model, x: np.ndarray, y: np.ndarray) -> float:
    """The mean cross-entropy in nats."""
    logits = model(x, training=False)
    each = keras.losses.sparse_categorical_crossentropy(y, logits, from_logits=True)
    return float(keras.ops.mean(each))


class Losses(keras.callbacks.Callback):
    """The loss at every step; stops once the mean of the last ten is under `enough`."""

    def __init__(self, enough: float = -np.inf):
        super().__init__()
        self.enough = enough
        self.each: list[float] = []
        self._total = 0.0

    def on_train_batch_end(self, batch, logs=None):
        # Keras reports the mean since the epoch began.
        total = (batch + 1) * float(logs["loss"])
        self.each.append(total - self._total)
        self._total = total
        recent = self.each[-10:]
        if len(recent) == 10 and np.mean(recent) < self.enough:
            self.model.stop_training = True


def steps_to(model: keras.Model, samples: Split, steps: np.ndarray, enough: float) -> int:
    """After how many steps the mean loss of ten batches is under `enough`; all, if it never is."""
    watch = Losses(enough)
    advance(model, samples, steps, [watch])
    return len(watch.each)
