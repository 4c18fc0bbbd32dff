"""Keras's own initializers as baseline rows."""

import keras

from keras_acts.initializers.base import Initializer


def _glorot(activation, seed, distribution="uniform"):
    kinds = {
        "uniform": keras.initializers.GlorotUniform,
        "normal": keras.initializers.GlorotNormal,
    }
    return _one_of("glorot", kinds, distribution)(seed=seed)


def _lecun(activation, seed, distribution="normal"):
    kinds = {"uniform": keras.initializers.LecunUniform, "normal": keras.initializers.LecunNormal}
    return _one_of("lecun", kinds, distribution)(seed=seed)


def _he(activation, seed, distribution="normal"):
    kinds = {"uniform": keras.initializers.HeUniform, "normal": keras.initializers.HeNormal}
    return _one_of("he", kinds, distribution)(seed=seed)


def _orthogonal(activation, seed, gain=1.0):
    return keras.initializers.Orthogonal(gain=gain, seed=seed)


def _normal(activation, seed, stddev=0.01):
    return keras.initializers.RandomNormal(stddev=stddev, seed=seed)


def _one_of(name, kinds, distribution):
    if distribution not in kinds:
        raise ValueError(
            f"{name}: distribution must be one of {', '.join(kinds)}; received {distribution=}."
        )
    return kinds[distribution]


ROWS = (
    Initializer(name="glorot", make=_glorot, source="Glorot and Bengio 2010"),
    Initializer(name="lecun", make=_lecun, source="LeCun et al. 1998"),
    Initializer(name="he", make=_he, source="He et al. 2015; truncated, fan_in, slope 0"),
    Initializer(name="orthogonal", make=_orthogonal, source="Saxe et al. 2013, arXiv:1312.6120"),
    Initializer(name="normal", make=_normal, source="a fixed standard deviation"),
)
