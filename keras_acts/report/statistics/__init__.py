"""Numbers to conclusions: what a few seeds can show. NumPy and SciPy, and nothing of a run."""

from keras_acts.report.statistics.intervals import Interval as Interval
from keras_acts.report.statistics.intervals import interval as interval
from keras_acts.report.statistics.intervals import paired as paired
