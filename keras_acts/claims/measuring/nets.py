"""The data, the nets, the steps and the gradients that studies measure with."""

from collections.abc import Iterator

import keras
import numpy as np
from keras import ops

from keras_acts import data, models
from keras_acts.gradients import gradients
from keras_acts.split import Split, split

LOSS = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def mnist(samples: int | None, seed: int, validation: float = 0.2) -> Split:
    """A part of MNIST's training set, divided by `seed`; ValueError where there is no MNIST."""
    return split(data.load("mnist"), seed, samples, validation)


def net(part: Split, seed: int, *, pixels: bool = False, **choices) -> keras.Model:
    """A net of `models.build` for `part`.

    Its inputs have mean 0 and variance 1 over the training part; `pixels`: they are divided by
    255 instead, so that what is blank is 0.
    """
    scale, offset = (1 / 255, 0.0) if pixels else part.standard()
    classes = int(part.y_train.max()) + 1
    shape = part.x_train.shape[1:]
    return models.build(
        input_shape=shape, classes=classes, scale=scale, offset=offset, seed=seed, **choices
    )


def batches(part: Split, size: int, seed: int, count: int) -> Iterator[tuple]:
    """`count` batches of the training part, epoch after epoch, each in an order of its own."""
    rng = np.random.default_rng(seed)
    order = np.empty(0, int)
    for _ in range(count):
        if len(order) < size:
            order = rng.permutation(len(part.y_train))
        batch, order = order[:size], order[size:]
        yield part.x_train[batch], part.y_train[batch]


def pull(model: keras.Model, x, y) -> tuple[float, list]:
    """The loss on a batch and the gradient of each trainable variable."""

    def loss(values):
        states = [weight.value for weight in model.non_trainable_variables]
        logits, _ = model.stateless_call(values, states, x, training=True)
        return LOSS(y, logits), None

    value, _, slopes = gradients(loss, [weight.value for weight in model.trainable_variables])
    return float(value), slopes


def of_kernels(model: keras.Model, values: list) -> list[np.ndarray]:
    """Of one value for each trainable variable those of the kernels, from first to last layer."""
    pairs = zip(model.trainable_variables, values)
    return [ops.convert_to_numpy(value) for weight, value in pairs if weight.name == "kernel"]


def kernels(model: keras.Model) -> list[np.ndarray]:
    """The kernels from first to last layer."""
    return of_kernels(model, [weight.value for weight in model.trainable_variables])


def descend(model: keras.Model, slopes: list, rate: float) -> None:
    """One step of plain gradient descent."""
    for weight, slope in zip(model.trainable_variables, slopes):
        weight.assign(weight - rate * slope)


def trained(
    model: keras.Model, rate: float, steps, momentum: float = 0.0, enough: float = 0.0
) -> list[float]:
    """The loss at each of `steps`, batches on which SGD trains the model.

    It ends before them where a loss is no number, or ten of them have a mean below `enough`. A
    model that is compiled keeps its optimizer, which begins anew.
    """
    if not model.compiled:
        model.compile(keras.optimizers.SGD(rate, momentum), LOSS)
        model.optimizer.build(model.trainable_variables)
    for state in model.optimizer.variables:
        state.assign(ops.zeros_like(state))
    model.optimizer.learning_rate = rate
    losses = []
    for x, y in steps:
        losses.append(float(model.train_on_batch(x, y)))
        model.reset_metrics()
        if not np.isfinite(losses[-1]) or np.mean(losses[-10:]) < enough:
            break
    return losses


def accuracy(model: keras.Model, x, y) -> float:
    """The share of inputs that the model puts into their class."""
    logits = model.predict(x, batch_size=1000, verbose=0)
    return float(np.mean(logits.argmax(axis=1) == y))
