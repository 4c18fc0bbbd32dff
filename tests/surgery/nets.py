"""Small models with everything that surgery must find, keep or leave."""

import keras
import numpy as np
from keras import layers, ops


def nested():
    """A nested Sequential called twice, a shared Dense, an operation, and a fused activation."""
    inputs = keras.Input((6,), name="features")
    block = keras.Sequential(
        [
            keras.Input((8,)),
            layers.Dense(8, name="first"),
            layers.ReLU(name="relu"),
            layers.Dense(8, activation="relu", name="second"),
        ],
        name="block",
    )
    shared = layers.Dense(8, activation="relu", name="shared")
    x = layers.Dense(8, activation="leaky_relu", name="stem")(inputs)
    x = block(block(x))
    x = shared(shared(x))
    x = ops.relu(layers.BatchNormalization(name="norm")(x))
    x = layers.Dropout(0.5, seed=1, name="drop")(x)
    outputs = layers.Dense(3, activation="softmax", name="probabilities")(x)
    model = keras.Model(inputs, outputs, name="nested")
    randomise(model)
    return model


def picture():
    """A convnet with squeeze-and-excitation, a capped ReLU and an Activation layer."""
    inputs = keras.Input((8, 8, 3), name="picture")
    x = layers.Conv2D(4, 3, padding="same", activation="relu", name="stem")(inputs)
    gate = layers.GlobalAveragePooling2D(name="squeeze")(x)
    gate = layers.Dense(2, activation="relu", name="reduce")(gate)
    gate = layers.Dense(4, activation="sigmoid", name="excite")(gate)
    x = layers.Multiply(name="scale")([x, layers.Reshape((1, 1, 4), name="spread")(gate)])
    x = layers.Conv2D(4, 3, activation="relu6", name="capped")(x)
    x = layers.Activation("relu", name="act")(layers.Conv2D(4, 3, name="conv")(x))
    x = layers.Dense(2, activation="relu", name="out")(layers.Flatten(name="flat")(x))
    model = keras.Model(inputs, x, name="picture")
    randomise(model)
    return model


def randomise(model):
    """Gives every weight a seeded value, so that none is at a start that hides a mistake."""
    random = np.random.default_rng(0)
    for weight in model.weights:
        weight.assign(random.uniform(0.1, 0.9, weight.shape) * random.choice([-1, 1], weight.shape))
    for layer in model._flatten_layers():
        if isinstance(layer, layers.BatchNormalization):
            layer.moving_variance.assign(ops.abs(layer.moving_variance))


def weights(model):
    """Each weight by its path inside the model, as an array."""
    return {weight.path: ops.convert_to_numpy(weight) for weight in sorted(model.weights, key=path)}


def path(weight):
    return weight.path


def equal(one, two):
    """Asserts that two tensors, variables or arrays have the same values."""
    np.testing.assert_array_equal(*map(ops.convert_to_numpy, (one, two)))
