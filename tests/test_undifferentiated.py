"""What is traced and nothing differentiates is freed: on TensorFlow, which would keep it."""

import weakref

import keras
import numpy as np
import pytest
from keras import ops

from keras_acts.gradients import compiled, gradients, gradients_inside

pytestmark = pytest.mark.skipif(
    keras.backend.backend() != "tensorflow", reason="graphs are TensorFlow's"
)


def registered():
    """How many gradients TensorFlow knows."""
    from tensorflow.python.framework.ops import gradient_registry

    return len(gradient_registry.list())


def test_custom_gradients_are_dropped_after_the_trace():
    """`silu` has one on TensorFlow."""

    def slope(x):
        return gradients(lambda arrays: (ops.sum(ops.silu(arrays[0])), None), [x])[2][0]

    run, before = compiled(slope), registered()
    np.testing.assert_allclose(run(ops.zeros(3)), 0.5)
    assert registered() == before
    np.testing.assert_allclose(run(ops.zeros(3)), 0.5)


def test_those_of_a_function_that_is_kept_are_kept():
    """It was traced within the one that is not differentiated."""
    import tensorflow as tf

    kept = tf.function(tf.nn.silu, autograph=False)
    compiled(lambda x: kept(x) * 2)(ops.zeros(3))
    again = compiled(lambda x: gradients(lambda a: (ops.sum(kept(a[0])), None), [x])[2][0])
    np.testing.assert_allclose(again(ops.zeros(3)), 0.5)


def test_one_gradient_of_two_marks_is_freed():
    """The second mark is the first, as of the activation behind a linear layer."""

    def function(x, mark):
        return ops.sum(mark("second", mark("first", x[0] * 2)) * 3), None

    *_, inside = gradients_inside(function, [ops.ones(3)])
    left = [weakref.ref(one) for one in inside.values()]
    np.testing.assert_array_equal(inside["first"], inside["second"])
    del inside
    assert [one() for one in left] == [None, None]
