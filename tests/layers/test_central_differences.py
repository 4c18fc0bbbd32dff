"""Gradients beside central differences in float64, away from kinks, for inputs and parameters."""

import functools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from keras_acts.layers import ACTIVATIONS
from tests.examples import CHANNELS, OURS, built
from tests.gradients import output, pullback

STEP = 1e-5
INPUTS = arrays("float64", (3, CHANNELS), elements=st.floats(-8, 8, width=32))
WEIGHTS = st.floats(0.3, 1.7)


@functools.cache
def layer_of(name):
    return built(ACTIVATIONS[name])


def apart(x, layer):
    """x with every element at least 100 steps from the kinks: whole numbers, and thresholds."""
    x = np.where(np.abs(x - np.round(x)) < 0.01, x + 0.05, x)
    for weight in layer.trainable_weights:
        if weight.name.startswith("t_"):
            near = np.abs(x - np.asarray(weight)) < 0.01
            x = np.where(near, x + 0.03, x)
    # Maxout's pieces may tie: no two channels of a sample are within 0.001 of each other.
    return x + 0.001 * np.arange(CHANNELS)


def by_weight(layer, weight, x):
    """The central difference of the summed output by each element of a weight."""
    start = np.array(weight)
    found = np.zeros(start.size)
    for i in range(start.size):
        moved = STEP * (np.arange(start.size) == i).reshape(start.shape)
        ends = []
        for sign in (1, -1):
            weight.assign(start + sign * moved)
            ends.append(output(layer, x).sum())
        found[i] = (ends[0] - ends[1]) / (2 * STEP)
    weight.assign(start)
    return found


@pytest.mark.parametrize("name", OURS)
@settings(max_examples=5, deadline=None, derandomize=True)
@given(x=INPUTS)
def test_inputs(name, x):
    layer = layer_of(name)
    x = apart(x, layer)
    _, dx, _ = pullback(layer, x)
    for channel in range(CHANNELS):
        moved = STEP * (np.arange(CHANNELS) == channel)
        up, down = (output(layer, x + sign * moved).sum(-1) for sign in (1, -1))
        np.testing.assert_allclose(dx[:, channel], (up - down) / (2 * STEP), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("name", [n for n in OURS if layer_of(n).trainable_weights])
@settings(max_examples=5, deadline=None, derandomize=True)
@given(x=INPUTS, value=WEIGHTS)
def test_parameters(name, x, value):
    layer = layer_of(name)
    for weight in layer.trainable_weights:
        weight.assign(np.full(weight.shape, value))
    x = apart(x, layer)
    _, _, slopes = pullback(layer, x)
    for weight in layer.trainable_weights:
        expected, found = slopes[weight.name].reshape(-1), by_weight(layer, weight, x)
        np.testing.assert_allclose(expected, found, rtol=1e-6, atol=1e-6)
