"""Surgery: other activations in a finished model, with a certificate of what changed."""

from keras_acts.surgery.certificate import Certificate, Left, Replaced
from keras_acts.surgery.freeze import freeze_learned
from keras_acts.surgery.sites import Site
from keras_acts.surgery.swap import swap

__all__ = ["Certificate", "Left", "Replaced", "Site", "freeze_learned", "swap"]
