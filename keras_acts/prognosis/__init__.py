"""The doctor: why a net will not train, before it is trained."""

from keras_acts.prognosis.doctor import Diagnosis, doctor
from keras_acts.prognosis.pairs import Pair, pairs

__all__ = ["Diagnosis", "Pair", "doctor", "pairs"]
