"""A small data set for the studies' own functions."""

from keras_acts import data
from keras_acts.split import Split, split


def digits(seed: int = 0) -> Split:
    """scikit-learn's digits, divided."""
    return split(data.load("digits"), seed)
