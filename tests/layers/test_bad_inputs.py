"""Every row of the table of bad inputs to layers, each with the behaviour expected of it."""

import keras
import numpy as np
import pytest
from keras import ops

from keras_acts.layers import ACTIVATIONS, ELU, MPELU, CReLU, Maxout, NoisyReLU, PReLU, RReLU
from tests import conformance, numerics, reference
from tests.examples import OURS
from tests.gradients import Setting
from tests.layers import test_central_differences

X = np.array([[-1.0, 2.0], [3.0, -4.0]], "float32")


def refused(error, message, call, *given, **options):
    with pytest.raises(error, match=message):
        call(*given, **options)


def every_layer():
    return [ACTIVATIONS[name].layer() for name in OURS]


def numeric(check):
    """A numeric check of the layers whose formulas are the most different."""
    for name in ("prelu", "mpelu", "noisy_hard_tanh", "maxout"):
        check(ACTIVATIONS[name], getattr(reference, name), Setting("float32"))


def nan():
    for name in OURS:
        conformance.nan_stays(ACTIVATIONS[name], getattr(reference, name))


def half_precision():
    for policy in ("float16", "bfloat16", "mixed_float16", "mixed_bfloat16"):
        layer = MPELU(dtype=policy)
        out = layer(ops.convert_to_tensor([[-65504.0, 65504.0]], layer.compute_dtype))
        assert keras.backend.standardize_dtype(out.dtype) == layer.compute_dtype
        np.testing.assert_array_equal(ops.cast(out, "float32")[:, 0], -1)


def few_axes():
    assert ELU()(np.float32(-1.0)).shape == ()
    assert ELU()(np.ones(3, "float32")).shape == (3,)
    for layer in (PReLU(), MPELU()):
        refused(ValueError, "a batch axis and at least one more", layer, np.ones(3, "float32"))
    refused(ValueError, "the last axis", Maxout(), np.ones(4, "float32"))


def whole_numbers():
    for layer in every_layer():
        for dtype in ("int32", "int64", "uint8", "bool"):
            message = f"floating-point dtype; received dtype={dtype}. Cast it"
            refused(ValueError, message, layer, X.astype(dtype))
    refused(ValueError, "dtype=int32", ELU(), keras.Input((2,), dtype="int32"))


def no_numbers():
    for layer in every_layer():
        refused(TypeError, "received dtype=complex64", layer, X.astype("complex64"))
        refused(TypeError, "received dtype=str", layer, np.array([["a", "b"]]))
        for what in (None, "a", [[1.0, 2.0]], (1.0,), 1.0, {"x": 1.0}):
            message = f"must be a tensor or an array; received {type(what).__name__}"
            refused(TypeError, message, layer, what)


def unknown_sizes():
    assert PReLU()(keras.Input((None, None, 3))).shape == (None, None, None, 3)
    message = r"received input_shape=\(None, None, 3\), .* Give axis 1 a size, or share it"
    refused(ValueError, message, PReLU(shared_axes=None), keras.Input((None, 3)))


def sparse_and_ragged():
    for kind in ({"sparse": True}, {"ragged": True}):
        tensor = keras.KerasTensor((None, 2), "float32", **kind)
        refused(TypeError, "must be dense; .* Densify it", PReLU(), tensor)


def tensorflow_sparse_and_ragged():
    tf = pytest.importorskip("tensorflow")
    for tensor in (tf.sparse.from_dense(X), tf.ragged.constant([[1.0], [2.0, 3.0]])):
        refused(TypeError, "must be dense; .* Densify it", ELU(), tensor)


def masks():
    for name in OURS:
        conformance.mask_passes(ACTIVATIONS[name], None)


def shared_axes():
    layer = PReLU(shared_axes=[-2])
    layer.build((None, 4, 3))
    assert layer.shared_axes == [1]
    for axes in ([0], [3], [-3], [10**9], [-(10**9)]):
        message = r"shared_axes must lie in 1\.\.2 or -2\.\.-1"
        refused(ValueError, message, PReLU(shared_axes=axes).build, (None, 4, 3))
    for axes in ([1, 1], [1.0], ["1"], [True], "channels", 1.5, True, {"a": 1}):
        refused(ValueError, "shared_axes must be", PReLU, shared_axes=axes)


def other_channels():
    for layer in (PReLU(), MPELU()):
        layer(X)
        message = r"expected axis 1 .* to have value 2.*\(2, 3\)"
        refused(ValueError, message, layer, np.ones((2, 3), "float32"))


def channels_in_pieces():
    message = "`pieces` divides; received .*3.*pieces=2"
    refused(ValueError, message, Maxout(), np.ones((2, 3), "float32"))
    for pieces in (1, 0, -2, 2.0, True, "2"):
        refused(ValueError, "at least 2; received pieces", Maxout, pieces=pieces)
    refused(ValueError, "received axis=5", CReLU(axis=5), X)
    for axis in (0, 1.0, "last"):
        refused(ValueError, "axis must be an integer other than 0", CReLU, axis=axis)


def bounds_of_rrelu():
    for bounds in ((0.5, 0.2), (-0.1, 0.2)):
        refused(ValueError, "0 <= lower <= upper", RReLU, *bounds)
    for bounds in ((float("nan"), 1), (0, float("inf")), ("0", 1), (True, 1)):
        refused(ValueError, "must be a finite number", RReLU, *bounds)
    same = RReLU(0.25, 0.25)
    np.testing.assert_array_equal(same(X, training=True), same(X))


def numbers_of_other_kinds():
    for bad in (float("nan"), float("inf"), "1", True):
        refused(ValueError, "must be a finite number", ELU, bad)
        refused((ValueError, TypeError), "alpha|initializer", PReLU, bad)
    for good in (np.float32(0.5), np.float64(0.5), np.array(0.5), ops.convert_to_tensor(0.5)):
        assert type(ELU(good).get_config()["alpha"]) is float
    for good in (np.float32(0.5), np.float64(0.5), np.int64(1)):
        value = PReLU(good).get_config()["alpha_initializer"]["config"]["value"]
        assert type(value) is float
    refused(ValueError, "c must not be negative", NoisyReLU, c=-1.0)


def one_layer_in_several_places():
    layer, x = PReLU(), keras.Input((5, 2))
    assert len(keras.Model(x, layer(layer(x))).trainable_weights) == 1
    timed = keras.layers.TimeDistributed(PReLU())
    np.testing.assert_array_equal(timed(X[None]), PReLU()(X[None]))
    refused((ValueError, TypeError), "go_backwards", keras.layers.Bidirectional, PReLU())


def compiled_for_any_shape():
    for name in ("prelu", "mpelu", "crelu"):
        numerics.shapes(ACTIVATIONS[name], None, Setting("float32"))
    model = keras.Sequential([keras.Input((None, 2)), MPELU()])
    model.compile("sgd", "mse", jit_compile=keras.backend.backend() != "torch")
    for length in (3, 5):
        y = np.zeros((2, length, 2), "float32")
        assert np.isfinite(model.train_on_batch(y - 1, y))


def gradient_check():
    """Here of one layer; tests/layers/test_central_differences.py has it for each."""
    test_central_differences.test_inputs("mpelu")


ROWS = {
    "NaN": nan,
    "+inf / -inf": lambda: numeric(numerics.infinities),
    "huge, denormals": lambda: numeric(numerics.extremes),
    "exact 0 and -0": lambda: numeric(numerics.kink),
    "empty batch, zero-size feature": lambda: numeric(numerics.empty),
    "0-d, 1-d": few_axes,
    "int / bool / uint8": whole_numbers,
    "float16 / bfloat16 / mixed policies": half_precision,
    "complex, string, None, python list": no_numbers,
    "unknown dims": unknown_sizes,
    "ragged, sparse": sparse_and_ragged,
    "ragged, sparse of TensorFlow": tensorflow_sparse_and_ragged,
    "masks": masks,
    "shared_axes": shared_axes,
    "channel count changed on second call": other_channels,
    "Maxout / CReLU: channels, axis, pieces": channels_in_pieces,
    "RReLU bounds": bounds_of_rrelu,
    "alpha / beta of other kinds": numbers_of_other_kinds,
    "one instance in several places": one_layer_in_several_places,
    "jit, varying shapes": compiled_for_any_shape,
    "gradient check": gradient_check,
}
"""The rows of the table, each a function that shows what is expected."""


@pytest.mark.parametrize("row", ROWS)
def test_bad_input(row):
    ROWS[row]()
