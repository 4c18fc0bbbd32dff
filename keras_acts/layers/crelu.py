"""CReLU: both phases of the input, side by side.

f(x) = [g(x), g(-x)] along the channel axis, with g = ReLU; channels double.
Shang, Sohn, Almeida, Lee 2016, arXiv:1603.05201.
"""

from fractions import Fraction

import keras
from keras import ops

from keras_acts.layers import fused
from keras_acts.layers.base import Activation
from keras_acts.layers.saved import Saved


def both_phases(x, axis):
    """[max(x, 0), max(-x, 0)] along `axis`."""
    return ops.concatenate([ops.relu(x), ops.relu(-x)], axis=axis)


def both_phases_pullback(x, g, axis):
    """g of the first half where x > 0, minus that of the second where x < 0."""
    first, second = ops.split(g, 2, axis=axis)
    return (ops.where(x > 0, first, 0.0) - ops.where(x < 0, second, 0.0),)


@keras.saving.register_keras_serializable("keras_acts")
class CReLU(Saved):
    """f(x) = [g(x), g(-x)] along `axis`; with g = ReLU it keeps the norm of x.

    Halve the filters of the layer before it and the next layer sees as many channels as
    without CReLU. He's initializer on the doubled fan is right without a special gain.

    Args:
        activation: g: a name, function or element-wise layer that Keras knows.
        axis: the axis that doubles; the last by default.

    Shapes: (..., channels) to (..., 2 channels); the positive half comes first.
    Raises: ValueError if `axis` is the batch or not an axis of the input.
    Differs: from the paper, g may be any element-wise activation.
    Source: Shang et al. 2016, arXiv:1603.05201.

    >>> CReLU()(keras.ops.array([[-1.0, 2.0]])).numpy().tolist()
    [[0.0, 2.0, 1.0, 0.0]]
    """

    def __init__(self, activation="relu", axis: int = -1, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        if isinstance(activation, dict):
            activation = keras.saving.deserialize_keras_object(activation)
        if not isinstance(activation, keras.layers.Layer):
            activation = keras.layers.Activation(activation, dtype=self.dtype_policy)
        self.activation = activation
        if type(axis) is not int or axis == 0:
            raise ValueError(f"CReLU: axis must be an integer other than 0; received axis={axis}.")
        self.axis = axis

    def build(self, input_shape):
        # An inner layer with weights must make them here, or a fresh model could not load them.
        shape = self.compute_output_shape(input_shape)
        if not self.activation.built:
            self.activation.build(shape)

    def call(self, inputs):
        if getattr(self.activation, "activation", None) is keras.activations.relu:
            return fused.call(both_phases, both_phases_pullback, inputs, axis=self.axis)
        return self.activation(ops.concatenate([inputs, -inputs], axis=self.axis))

    def compute_output_shape(self, input_shape):
        shape = list(input_shape)
        if not -len(shape) < self.axis < len(shape):
            raise ValueError(
                "CReLU: axis must be an axis of the input other than the batch; "
                f"received axis={self.axis}, input_shape={tuple(input_shape)}."
            )
        if shape[self.axis] is not None:
            shape[self.axis] *= 2
        return tuple(shape)

    def compute_mask(self, inputs, previous_mask=None):
        """The mask doubles with the axis, if it has that axis."""
        axis = self.axis % len(inputs.shape)
        if previous_mask is None or axis >= len(previous_mask.shape):
            return previous_mask
        return ops.concatenate([previous_mask, previous_mask], axis=axis)

    def get_config(self):
        inner = keras.saving.serialize_keras_object(self.activation)
        return {**super().get_config(), "activation": inner, "axis": self.axis}


def _left_slope(layer):
    """g'(0-), the slope of each half where it starts to be negative: read off a copy of g."""
    g, step = layer.activation, 1e-7
    copy = type(g).from_config({**g.get_config(), "dtype": "float64"})
    here, left = copy(ops.array([[0.0], [-step]], dtype="float64"))
    return round(float(here[0] - left[0]) / step, 5)


ROW = Activation(
    name="crelu",
    layer=CReLU,
    source="Shang et al. 2016, arXiv:1603.05201",
    left_slope=_left_slope,
    widens=lambda layer: Fraction(2 if layer.axis == -1 else 1),
)
