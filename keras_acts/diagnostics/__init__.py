"""Why a net does not train: probes, and the Recorder that takes them during `fit`.

`PROBES` are the rows, cheapest first; `observe` looks at a model once.
"""

from keras_acts.diagnostics.base import Kernel, Probe, Site
from keras_acts.diagnostics.observe import Observer, observe
from keras_acts.diagnostics.probes import PROBES
from keras_acts.diagnostics.recorder import Reading, Recorder
from keras_acts.diagnostics.schedule import Moment, Schedule, doubling, epochs, every, last, steps

__all__ = [
    "PROBES",
    "Kernel",
    "Moment",
    "Observer",
    "Probe",
    "Reading",
    "Recorder",
    "Schedule",
    "Site",
    "doubling",
    "epochs",
    "every",
    "last",
    "observe",
    "steps",
]
