"""A net of 30 ReLUs on four samples: what f'(0) does where no pre-activation is ever 0."""

import keras
import numpy as np
from keras import ops

from keras_acts.gradients import gradients
from keras_acts.layers import SubgradientReLU

CHOICES = (0.0, 0.5, 1.0)
SAMPLES, INPUTS, HIDDEN, RATE, STEPS = 4, 2, 30, 0.002, 200


def toy(seed: int = 1, steps: int = STEPS, blank: bool = False) -> dict:
    """{"losses": {f'(0): the loss at each step}, "zeros": exact zeros met}.

    Two kernels of N(0, 1), a column of ones beside the inputs for the bias, squared error, plain
    gradient descent. `blank`: one sample is 0, and biases start at 0.
    """
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(SAMPLES, INPUTS)), rng.normal(size=(SAMPLES, 1))
    start = [rng.normal(size=(INPUTS + 1, HIDDEN)), rng.normal(size=(HIDDEN, 1))]
    x[0] *= not blank
    start[0][-1] *= not blank
    x = np.hstack([x, np.ones((SAMPLES, 1))])
    runs = {str(at): _descent(SubgradientReLU(at), x, y, start, steps) for at in CHOICES}
    return {
        "losses": {at: losses for at, (losses, _) in runs.items()},
        "zeros": sum(zeros for _, zeros in runs.values()),
    }


def _descent(relu: keras.layers.Layer, x, y, start, steps) -> tuple[list[float], int]:
    x, y, *kernels = (ops.convert_to_tensor(array, "float32") for array in (x, y, *start))
    losses, zeros = [], 0

    def loss(kernels):
        z = ops.matmul(x, kernels[0])
        return ops.sum((ops.matmul(relu(z), kernels[1]) - y) ** 2), z

    for _ in range(steps):
        value, z, slopes = gradients(loss, kernels)
        kernels = [kernel - RATE * slope for kernel, slope in zip(kernels, slopes)]
        losses.append(float(value))
        zeros += int(ops.sum(ops.cast(z == 0, "int32")))
    return losses, zeros
