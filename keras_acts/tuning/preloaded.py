"""Imports what a child of a sweep needs, and holds TensorFlow's messages back: see `forks`."""

import atexit
import os

from keras_acts import quiet

# TensorFlow takes seconds to tidy up, and nobody waits for that.
atexit.register(os._exit, 0)

with quiet.held_back():
    import keras_acts.tuning.best
    import keras_acts.tuning.costs
    import keras_acts.tuning.trial  # noqa: F401 (so that a child has it at once)
