"""What every activation promises: one small check a property, `CHECKS`.

A check takes a row and its reference and raises AssertionError if the row does not hold it.
"""

import inspect
import tempfile
from pathlib import Path

import keras
import ml_dtypes
import numpy as np
from keras import ops

from keras_acts.gallery import saturation
from tests.examples import CHANNELS, built, inputs, off_default, parameters_of, tolerance
from tests.gradients import output, pullback


def value(row, reference):
    layer, x = built(row), inputs()
    expected, _ = reference(x, **parameters_of(layer))
    np.testing.assert_allclose(output(layer, x), expected, **tolerance(row))


def gradient(row, reference):
    layer, x = built(row), inputs()
    expected, backward = reference(x, **parameters_of(layer))
    g = np.random.default_rng(7).normal(size=expected.shape)
    _, dx, parameters = pullback(layer, x, g)
    expected_dx, expected_parameters = backward(g)
    np.testing.assert_allclose(dx, expected_dx, **tolerance(row))
    assert parameters.keys() == expected_parameters.keys()
    for name, d in expected_parameters.items():
        np.testing.assert_allclose(parameters[name].reshape(-1), d, **tolerance(row))


def reference_gradient(row, reference):
    """The reference's derivative is that of its own value, away from kinks."""
    x, step = inputs(), 1e-6
    parameters = parameters_of(built(row))
    y, backward = reference(x, **parameters)
    g = np.random.default_rng(8).normal(size=y.shape)
    dx, slopes = backward(g)
    for i in range(x.shape[1]):
        moved = step * (np.arange(x.shape[1]) == i)
        up, down = (reference(x + sign * moved, **parameters)[0] for sign in (1, -1))
        quotient = (g * (up - down)).sum(1) / (2 * step)
        np.testing.assert_allclose(dx[:, i], quotient, atol=1e-6)
    for name in slopes:
        moves = ({**parameters, name: parameters[name] + s * step} for s in (1, -1))
        up, down = (reference(x, **moved)[0] for moved in moves)
        quotient = (g * (up - down)).sum(0) / (2 * step)
        whole = quotient.sum(keepdims=True) if slopes[name].size == 1 else quotient
        np.testing.assert_allclose(slopes[name], whole, atol=1e-5)


def left_slope(row, reference):
    layer, step = row.layer(dtype="float64"), 1e-6
    expected = row.left_slope(layer)
    if expected is None:
        assert row.widens(layer) < 1, "only what combines channels has no slope at 0"
        return
    here, left = output(layer, [[0.0] * CHANNELS, [-step] * CHANNELS])
    np.testing.assert_allclose((here[0] - left[0]) / step, expected, atol=1e-5)


def widens(row, reference):
    layer = row.layer()
    expected = (4, int(CHANNELS * row.widens(layer)))
    assert layer(ops.zeros((4, CHANNELS))).shape == expected


def saturates(row, reference):
    layer = built(row)

    def size(x):
        """|f'|, by all that goes into a unit and comes out of it."""
        inputs = np.tile(x[:, None], CHANNELS) + 0.01 * np.arange(CHANNELS)
        outputs = int(CHANNELS * row.widens(layer))
        parts = (pullback(layer, inputs, np.tile(g, (len(x), 1)))[1] for g in np.eye(outputs))
        return sum(np.abs(dx).sum(1) for dx in parts)

    assert saturation(size) == row.saturates


def training_switch(row, reference):
    layer, x = built(row, "float32"), inputs()
    np.testing.assert_array_equal(output(layer, x), output(layer, x))
    first, second = (output(layer, x, training=True) for _ in range(2))
    assert row.random == bool((first != second).any())


def seeded(row, reference):
    """Layers with the same seed draw the same."""
    options = {"seed": 3} if row.random else {}
    layers = (built(row, "float32", **options) for _ in range(2))
    first, second = (output(layer, inputs(), training=True) for layer in layers)
    np.testing.assert_array_equal(first, second)


def symbolic_shape(row, reference):
    symbolic = keras.Input((4, CHANNELS))
    layer = row.layer()
    out = layer(symbolic)
    assert out.shape[:2] == (None, 4)
    assert layer(ops.zeros((3, 4, CHANNELS))).shape == (3, *out.shape[1:])


def dtypes(row, reference):
    x = np.array([[-6e4, -30.0, -1.0, 1.0, 30.0, 6e4]])
    for policy in ("float32", "mixed_float16", "mixed_bfloat16", "float64"):
        layer = built(row, policy)
        y, dx, parameters = pullback(layer, x)
        out = layer(ops.array(x, layer.compute_dtype))
        assert keras.backend.standardize_dtype(out.dtype) == layer.compute_dtype
        assert all(w.dtype == layer.variable_dtype for w in layer.trainable_weights)
        with np.errstate(over="ignore"):
            expected, backward = reference(x, **parameters_of(layer))
        largest = float(ml_dtypes.finfo(layer.compute_dtype).max)
        for ours, exact in ((y, expected), (dx, backward(np.ones_like(expected))[0])):
            assert np.isfinite(ours[np.abs(exact) < largest]).all()
        # A sum over float16 may exceed its range; NaN is never right.
        assert not any(np.isnan(d).any() for d in parameters.values())


def nan_stays(row, reference):
    """NaN in one sample is NaN out in that sample only."""
    x = inputs()
    x[2] = np.nan
    y = output(built(row), x)
    assert np.isnan(y[2]).all()
    assert np.isfinite(np.delete(y, 2, axis=0)).all()


def mask_passes(row, reference):
    mask = np.array([[True, False, True]])
    layer = row.layer()
    assert layer.supports_masking
    np.testing.assert_array_equal(layer.compute_mask(ops.zeros((1, 3, CHANNELS)), mask), mask)


def saving(row, reference):
    model = keras.Sequential([keras.Input((CHANNELS,)), row.layer(name="it")])
    for weight in model.trainable_weights:
        weight.assign(np.random.default_rng(9).uniform(0.3, 1.7, weight.shape))
    x = inputs().astype("float32")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        model.save(path)
        again = keras.models.load_model(path)
    np.testing.assert_array_equal(again.predict(x, verbose=0), model.predict(x, verbose=0))


def config(row, reference):
    """Every constructor argument, set off its default, is there again after a round trip."""
    given = {name: off_default(name) for name in row.options}
    layer = row.layer(**given)
    again = type(layer).from_config(layer.get_config())
    assert again.get_config() == layer.get_config()
    usual = row.layer().get_config()
    same = [name for name in given if again.get_config()[name] == usual.get(name)]
    assert not same, f"lost: {same}"


def registered(row, reference):
    """A class of ours is found under our package and none but ours."""
    cls = type(row.layer())
    if cls.__module__.startswith("keras_acts"):
        name = f"keras_acts>{cls.__name__}"
        assert keras.saving.get_registered_object(name) is cls
        assert inspect.getdoc(cls).count("Source:") == 1


CHECKS = [
    value,
    gradient,
    reference_gradient,
    left_slope,
    widens,
    saturates,
    training_switch,
    seeded,
    symbolic_shape,
    dtypes,
    nan_stays,
    mask_passes,
    saving,
    config,
    registered,
]
