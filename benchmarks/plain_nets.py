"""The data and the nets of the plain scripts, as one who uses Keras alone writes them."""

import keras
import numpy as np

EPOCHS = {"mlp": 5, "convnet": 2}
SAMPLES, BATCH_SIZE, RATE = 6000, 32, 0.02
ACTIVATIONS = ["relu", "elu"]
INITIALIZERS = ["glorot_uniform", "he_normal", "lecun_normal"]
SEEDS = [0, 1, 2]


def data():
    """(x_train, y_train), (x_val, y_val): a part of MNIST's training set, four to one."""
    (x, y), _ = keras.datasets.mnist.load_data()
    part = np.random.default_rng(0).permutation(len(x))[:SAMPLES]
    x, y = x[part, ..., None].astype("float32"), y[part].astype("int32")
    held_out = SAMPLES // 5
    return (x[held_out:], y[held_out:]), (x[:held_out], y[:held_out])


def build(net, activation, initializer, seed, x):
    """A compiled model that standardises its input as `x` says."""
    keras.utils.set_random_seed(seed)
    options = {"activation": activation, "kernel_initializer": initializer}
    scale = 1 / float(x.std())
    inner = _mlp(options) if net == "mlp" else _convnet(options)
    layers = [keras.Input(x.shape[1:]), keras.layers.Rescaling(scale, -float(x.mean()) * scale)]
    readout = keras.layers.Dense(10, kernel_initializer=initializer)
    model = keras.Sequential([*layers, *inner, readout])
    model.compile(
        optimizer=keras.optimizers.SGD(RATE, momentum=0.9),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model


def _mlp(options):
    dense = [keras.layers.Dense(64, **options) for _ in range(3)]
    return [keras.layers.Flatten(), *dense]


def _convnet(options):
    layers = []
    for width in (4, 8):
        layers += [keras.layers.Conv2D(width, 3, padding="same", **options) for _ in range(2)]
        layers.append(keras.layers.MaxPooling2D(2, padding="same"))
    return [*layers, keras.layers.Flatten(), keras.layers.Dense(32, **options)]
