"""Look into a `.keras` file before loading it, and load only what has nothing to refuse."""

from keras_acts.saving.inspection import Report, inspect
from keras_acts.saving.load import load_model
from keras_acts.saving.refused import Refused

__all__ = ["Refused", "Report", "inspect", "load_model"]
