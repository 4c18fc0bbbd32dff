"""What an activation costs inside a training step of a net, against the same net with ReLU.

    python -m benchmarks.nets nin
    python -m benchmarks.nets mlp

NIN at the literature's widths on a batch of 128 CIFAR-sized pictures, and an MLP of ten layers
of 256 on 128 MNIST-sized ones; SGD with momentum, one batch again and again, no BatchNorm.
CReLU gets half the filters and Maxout twice as many, so that widths after them are equal.
"""

import sys

import keras
import numpy as np

from benchmarks.candidates import KERAS, OURS, arm
from benchmarks.timing import side_by_side, table
from keras_acts import models

BATCH = 128
SHAPES = {"nin": (32, 32, 3), "mlp": (28, 28, 1)}
OPTIONS = {"nin": {}, "mlp": {"depth": 10, "width": 256}}
ROUNDS = {"nin": 7, "mlp": 100}


def step(net: str, name: str):
    """One training step on a batch that lies ready."""
    model = models.build(
        net,
        input_shape=SHAPES[net],
        classes=10,
        activation=arm(name, dense=net == "mlp"),
        initializer="he",
        seed=0,
        **OPTIONS[net],
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.SGD(1e-3, momentum=0.9), loss)
    rng = np.random.default_rng(0)
    x = keras.ops.array(rng.normal(size=(BATCH, *SHAPES[net])).astype("float32"))
    y = keras.ops.array(rng.integers(0, 10, BATCH))
    return lambda: model.train_on_batch(x, y)


def main(net: str) -> None:
    """Prints the table of one net."""
    names = ["relu", "leaky_relu", *KERAS, *OURS]
    found = side_by_side({n: step(net, n) for n in names}, "relu", ROUNDS[net])
    print(f"Multiples of relu over {ROUNDS[net]} rounds.\n")
    lines = [
        [n, f"{r.wall:.2f}", f"{r.cpu:.2f}", f"{r.milliseconds:.1f}"] for n, r in found.items()
    ]
    print(table(["activation", "wall", "CPU", "ms a step"], lines))


if __name__ == "__main__":
    main(*sys.argv[1:])
