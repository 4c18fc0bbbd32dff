"""Activations as pictures and as a table of properties, all computed from the layers."""

from keras_acts.gallery.picture import draw, picture
from keras_acts.gallery.properties import Properties, properties
from keras_acts.gallery.saturation import saturation

__all__ = ["Properties", "draw", "picture", "properties", "saturation"]
