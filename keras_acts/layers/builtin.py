"""Keras's own activations as baseline rows."""

from functools import partial

import keras

from keras_acts.layers.base import Activation

_SELU_SLOPE = 1.0507009873554805 * 1.6732632423543772
_EXPM1 = "Keras writes the operator Expm1, which ONNX does not have; the file is invalid"
_ERFC = "Keras writes the operator Erfc, which ONNX does not have; the file is invalid"
_OVERFLOW = "the interpreter computes log(1 + exp(x)), which is infinite from x = 89 on"


def _keras(name, source, slope, saturates="", **cannot_export):
    """The row of a Keras function without arguments; `slope` is its f'(0-).

    `cannot_export`: formats that do not serve it, with the reason.
    """
    return Activation(
        name=name,
        layer=partial(keras.layers.Activation, name),
        source=source,
        left_slope=lambda _: slope,
        saturates=saturates,
        cannot_export=cannot_export,
    )


ROWS = (
    _keras("relu", "Nair and Hinton 2010", 0.0, "left hard"),
    Activation(
        name="leaky_relu",
        layer=keras.layers.LeakyReLU,
        source="Maas et al. 2013",
        left_slope=lambda layer: float(layer.negative_slope),
    ),
    _keras("relu6", "Krizhevsky 2010", 0.0, "both hard"),
    _keras("selu", "Klambauer et al. 2017, arXiv:1706.02515", _SELU_SLOPE, "left soft"),
    _keras("celu", "Barron 2017, arXiv:1704.07483", 1.0, "left soft", onnx=_EXPM1),
    _keras("gelu", "Hendrycks and Gimpel 2016, arXiv:1606.08415", 0.5, "left soft", onnx=_ERFC),
    _keras("silu", "Elfwing et al. 2017, arXiv:1702.03118", 0.5, "left soft"),
    _keras("mish", "Misra 2019, arXiv:1908.08681", 0.6, "left soft"),
    _keras("softplus", "Dugas et al. 2000", 0.5, "left soft", litert=_OVERFLOW),
    _keras("sigmoid", "the logistic function", 0.25, "both soft"),
    _keras("tanh", "the hyperbolic tangent", 1.0, "both soft"),
    _keras("hard_tanh", "Collobert 2004", 1.0, "both hard"),
    _keras("hard_sigmoid", "Courbariaux et al. 2015, arXiv:1511.00363", 1 / 6, "both hard"),
)
