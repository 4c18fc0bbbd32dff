"""Imports what a child of a sweep needs, and holds TensorFlow's messages back: see `forks`."""

from keras_acts import quiet

with quiet.held_back():
    import keras_acts.tuning.best
    import keras_acts.tuning.costs
    import keras_acts.tuning.trial  # noqa: F401
