"""The initializers: `INITIALIZERS`, one row each, and the classes by name."""

from keras_acts.initializers import moment, msra, taylor
from keras_acts.initializers.base import Initializer
from keras_acts.initializers.builtin import ROWS as BUILTIN
from keras_acts.initializers.lsuv import ROW as LSUV
from keras_acts.initializers.lsuv import lsuv
from keras_acts.initializers.moment import Moment, second_moment
from keras_acts.initializers.msra import MSRA
from keras_acts.initializers.taylor import Taylor
from keras_acts.table import Table

INITIALIZERS = Table("initializer", msra.ROW, taylor.ROW, moment.ROW, LSUV, *BUILTIN)
"""A row for each initializer, by its name."""

__all__ = ["INITIALIZERS", "MSRA", "Initializer", "Moment", "Taylor", "lsuv", "second_moment"]
