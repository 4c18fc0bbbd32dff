"""The bytes that a training step keeps, of nets of which they can be counted by hand."""

import keras
import numpy as np
import pytest

from keras_acts import get
from keras_acts.costs import memory
from keras_acts.costs.steps import steps

BATCH, WIDTH = 4, 6
FLOAT = 4


def kept(activation):
    """What a net of a Dense, an activation and a Dense keeps."""
    layers = [keras.layers.Dense(WIDTH), *activation, keras.layers.Dense(2)]
    model = keras.Sequential([keras.Input((3,)), *layers])
    model.compile("sgd", "mse")
    x, y = np.ones((BATCH, 3), "float32"), np.ones((BATCH, 2), "float32")
    model._symbolic_build(data_batch=(x, y))
    run, graph = steps(model.train_step, (x, y), jit=False)
    run(2)
    assert int(model.optimizer.iterations) == 2
    return memory.kept(graph)


@pytest.fixture(scope="module")
def without():
    """What it keeps without an activation."""
    return kept([])


@pytest.mark.parametrize(
    ("name", "tensors"),
    [
        ("relu", 0),  # its output alone, in the place of its input
        ("silu", 1),  # its input, and its output for the Dense behind it
        ("mpelu", 1),
    ],
)
def test_what_an_activation_adds(without, name, tensors):
    assert kept([get(name)]) - without == tensors * BATCH * WIDTH * FLOAT


def test_a_view_is_counted_once(without):
    views = keras.layers.Reshape((2, 3)), keras.layers.Flatten()
    assert kept([get("relu"), *views]) == without


def test_the_state_has_weights_gradients_and_slots():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)])
    model.compile(keras.optimizers.SGD(momentum=0.9))
    model.optimizer.build(model.trainable_variables)
    weights = FLOAT * (2 * 3 + 3)
    beside = sum(memory._size(one) for one in model.optimizer.variables if one.shape == ())
    assert memory.state(model) == 3 * weights + beside


def test_half_precision_takes_half():
    variables = [keras.Variable(np.zeros(8), dtype=kind) for kind in ("bfloat16", "bool", "int64")]
    assert [memory._size(one) for one in variables] == [16, 8, 64]
