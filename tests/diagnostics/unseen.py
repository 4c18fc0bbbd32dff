"""Whether a training is the same, to the bit, with a Recorder and without; run on any backend.

    KERAS_BACKEND=jax python -m tests.diagnostics.unseen

Prints a line for each net.
"""

import keras
import numpy as np

from keras_acts import layers
from keras_acts.diagnostics import Recorder, every

X = np.random.default_rng(6).normal(size=(48, 6, 6, 2)).astype("float32")
Y = np.random.default_rng(7).integers(0, 3, 48)
NETS = {
    "relu": (lambda: keras.layers.ReLU(), "sgd"),
    "mpelu": (lambda: layers.MPELU(), "adam"),
    "random": (lambda: layers.RReLU(), "adam"),
    "noisy": (lambda: layers.NoisyHardTanh(), "adam"),
}


def trained(net, callbacks):
    """Every number of a net, its metrics and its optimizer after two epochs; dropout has no seed
    of its own."""
    activation, optimizer = NETS[net]
    keras.backend.clear_session()
    keras.utils.set_random_seed(8)
    parts = [keras.Input((6, 6, 2)), keras.layers.Conv2D(4, 3), keras.layers.BatchNormalization()]
    parts += [activation(), keras.layers.Dropout(0.3), keras.layers.Flatten()]
    model = keras.Sequential([*parts, keras.layers.Dense(3, "softmax")])
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(
        *(X, Y), batch_size=16, epochs=2, verbose=0, callbacks=callbacks, validation_split=0.25
    )
    every = [*model.variables, *model.optimizer.variables]
    return [keras.ops.convert_to_numpy(one) for one in every], fitted.history


def same(net):
    """Whether everything is equal, with two looks at least."""
    recorder = Recorder(X[:8], Y[:8], at=every(2))
    (one, first), (two, second) = trained(net, []), trained(net, [recorder])
    looked = len({reading.step for reading in recorder.history}) >= 2
    return looked and first == second and all(map(np.array_equal, one, two))


if __name__ == "__main__":
    for name in NETS:
        print(name, same(name))
