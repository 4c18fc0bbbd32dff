"""How a training set is divided."""

import numpy as np
import pytest

from keras_acts.data import load
from keras_acts.split import split

DIGITS = load("digits")


def test_split_is_balanced_disjoint_and_of_the_seed():
    one, same, other = (split(DIGITS, seed, samples=500) for seed in (1, 1, 2))
    assert (len(one.x_train), len(one.x_val)) == (400, 100)
    assert set(np.bincount(one.y_train)) == {40}
    np.testing.assert_array_equal(one.x_train, same.x_train)
    assert (one.x_train != other.x_train).any()
    rows = {x.tobytes() for x in one.x_train} & {x.tobytes() for x in one.x_val}
    assert len(rows) <= 2, "only pictures that are equal may be in both parts"


def test_split_of_everything_keeps_the_proportions():
    parts = split(DIGITS, 0, validation=0.25)
    whole = np.bincount(DIGITS.y_train) / len(DIGITS.y_train)
    np.testing.assert_allclose(np.bincount(parts.y_val) / len(parts.y_val), whole, atol=0.005)


def test_standard_gives_mean_0_and_variance_1():
    parts = split(DIGITS, 0)
    scale, offset = parts.standard()
    x = parts.x_train * scale + offset
    np.testing.assert_allclose((x.mean(), x.std()), (0, 1), atol=1e-5)


@pytest.mark.parametrize(("samples", "validation"), [(2, 0.2), (10, 0.99)])
def test_an_empty_part_is_refused(samples, validation):
    with pytest.raises(ValueError, match="must hold a sample"):
        split(DIGITS, 0, samples, validation)
