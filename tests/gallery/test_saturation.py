"""The classifier on functions whose saturation is known, and its thresholds from both sides."""

import numpy as np
import pytest
from scipy.special import expit

from keras_acts.gallery import saturation

KNOWN = {
    "identity": (np.ones_like, ""),
    "sigmoid": (lambda x: expit(x) * expit(-x), "both soft"),
    "sigmoid rounded to 0 far out": (lambda x: expit(x) * (1 - expit(x)), "both soft"),
    "tanh rounded to 0 far out": (lambda x: 1 - np.tanh(x) ** 2, "both soft"),
    "steep exponential": (
        lambda x: np.where(x > 0, 1, np.exp(1e4 * np.minimum(x, 0))),
        "left soft",
    ),
    "softsign": (lambda x: (1 + np.abs(x)) ** -2.0, "both soft"),
    "logarithm": (lambda x: 1 / (1 + np.abs(x)), "both soft"),
    "root": (lambda x: 1 / np.sqrt(1 + np.abs(x)), ""),
    "not flat by 2^13": (lambda x: 1 / (1 + np.abs(x) / 1000), ""),
    "tiny slope": (lambda x: np.where(x > 0, 1, 1e-9), ""),
    "relu": (lambda x: (x > 0).astype(float), "left hard"),
    "mirrored": (lambda x: (x < 0).astype(float), "right hard"),
    "square from 0 on": (lambda x: 2 * np.maximum(x, 0), "left hard"),
    "relu6": (lambda x: ((x > 0) & (x < 6)).astype(float), "both hard"),
    "far knee": (lambda x: (x < 1000).astype(float), "right hard"),
    "mixed": (lambda x: np.where(x > 2, 0, np.exp(np.minimum(x, 0))), "left soft, right hard"),
    "falling": (lambda x: -((x > 0).astype(float)), "left hard"),
    "dead inside": (lambda x: (np.abs(x) > 1).astype(float), ""),
    "constant": (np.zeros_like, "both hard"),
}


@pytest.mark.parametrize("name", KNOWN)
def test_known_functions(name):
    slope, expected = KNOWN[name]
    assert saturation(slope) == expected


@pytest.mark.parametrize("scale", [1e-6, 1e6])
@pytest.mark.parametrize("name", KNOWN)
def test_the_scale_of_the_output_does_not_matter(name, scale):
    slope, expected = KNOWN[name]
    assert saturation(lambda x: scale * slope(x)) == expected
