"""Which positions share a learned parameter."""

import keras
import numpy as np
import pytest
from keras import ops

from keras_acts.layers import MPELU, PReLU


@pytest.mark.parametrize(
    ("shared_axes", "shape"),
    [
        ("spatial", (1, 1, 3)),
        ("all", (1, 1, 1)),
        (None, (5, 4, 3)),
        ([1], (1, 4, 3)),
        ([-1], (5, 4, 1)),
        ([1, -1], (1, 4, 1)),
        (2, (5, 1, 3)),
    ],
)
def test_parameter_shape(shared_axes, shape):
    layer = PReLU(shared_axes=shared_axes)
    layer(ops.zeros((2, 5, 4, 3)))
    assert layer.alpha.shape == shape


def test_negative_axes_are_stored_positive():
    layer = PReLU(shared_axes=[-1, -3])
    layer(ops.zeros((2, 5, 4, 3)))
    assert layer.get_config()["shared_axes"] == [3, 1]


@pytest.mark.parametrize("shared_axes", [[0], [4], [-4]])
def test_axes_that_are_not_there_are_refused(shared_axes):
    with pytest.raises(ValueError, match=r"shared_axes must lie in 1\.\.3 or -3\.\.-1"):
        PReLU(shared_axes=shared_axes).build((None, 5, 4, 3))


@pytest.mark.parametrize("shared_axes", ["channel", [1, 1], [1.0], [True], {"a": 1}, ["1"]])
def test_what_is_no_list_of_axes_is_refused(shared_axes):
    with pytest.raises(ValueError, match="shared_axes must be 'spatial', 'all', None or a list"):
        MPELU(shared_axes=shared_axes)


def test_unknown_size_of_an_unshared_axis_says_what_to_do():
    with pytest.raises(ValueError, match="Give axis 1 a size, or share it"):
        PReLU(shared_axes=None)(keras.Input((None, None, 3)))


def test_unknown_size_of_a_shared_axis_is_fine():
    assert PReLU()(keras.Input((None, None, 3))).shape == (None, None, None, 3)


def test_input_without_a_channel_axis_is_refused():
    with pytest.raises(ValueError, match="must have a batch axis and at least one more"):
        PReLU()(ops.zeros((3,)))


def test_another_number_of_channels_is_refused():
    layer = PReLU()
    layer(ops.zeros((2, 3)))
    with pytest.raises(ValueError, match="expected axis 1 of input shape to have value 3"):
        layer(ops.zeros((2, 4)))


def test_weights_of_kerass_prelu_fit():
    theirs, ours = keras.layers.PReLU(shared_axes=[1, 2]), PReLU()
    x = np.random.default_rng(0).normal(size=(2, 4, 4, 3)).astype("float32")
    theirs(x), ours(x)
    theirs.alpha.assign([[[0.1, -0.2, 0.3]]])
    ours.set_weights(theirs.get_weights())
    np.testing.assert_allclose(ours(x), theirs(x), rtol=1e-6)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_start_that_is_no_finite_number_is_refused(value):
    with pytest.raises(ValueError, match="alpha_initializer must be a finite number"):
        PReLU(alpha_initializer=value)


def test_beta_is_kept_positive_in_training():
    layer = MPELU()
    model = keras.Sequential([keras.Input((3,)), layer])
    model.compile(keras.optimizers.SGD(10.0), "mse")
    model.fit(-np.ones((8, 3)), np.ones((8, 3)), epochs=3, verbose=0)
    assert (layer.beta.numpy() >= 1e-3).all()
