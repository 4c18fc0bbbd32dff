"""Sums of gradient terms over all positions that share a parameter.

On CPUs they cost more than the activation itself, so they are done in two stages and two at a
time. A first stage of a few rows also rounds less than one long sum.
"""

import math

import keras
from keras import ops

ROWS = 8
"""Rows of the first stage: a plain reduction to the channels is one slow strided loop in XLA."""


def to_parameters(terms, parameters):
    """Each of the terms summed to the shape of its parameter, which broadcasts to it."""
    shapes = [tuple(parameter.shape) for parameter in parameters[: len(terms)]]
    if not all(_per_channel(one, shape) for one, shape in zip(terms, shapes)):
        return [_plain(one, shape) for one, shape in zip(terms, shapes)]
    pairs = [terms[i : i + 2] for i in range(0, len(terms), 2)]
    totals = [total for pair in pairs for total in _channel_sums(pair)]
    return [_to(total, shape) for total, shape in zip(totals, shapes)]


def _per_channel(terms, shape):
    return len(terms.shape) > 2 and math.prod(shape[:-1]) == 1


def _to(channels, shape):
    return ops.reshape(channels if shape[-1] > 1 else ops.sum(channels), shape)


def _plain(terms, shape):
    padded = (1,) * (len(terms.shape) - len(shape)) + shape
    axes = tuple(axis for axis, size in enumerate(padded) if size == 1)
    return ops.reshape(ops.sum(terms, axis=axes), shape)


def _channel_sums(pair):
    """The sums of one or two arrays.

    They go as the real and the imaginary part of one: XLA reads their inputs once, and newer ones
    (JAX's) sum complex numbers more than ten times as fast as real ones. torch gains nothing.
    """
    if keras.backend.backend() == "torch":
        return [_channel_sum(terms) for terms in pair]
    parts = pair if len(pair) == 2 else (*pair, ops.zeros_like(pair[0]))
    both = _channel_sum(ops.view_as_complex(ops.stack(parts, axis=-1)))
    return [ops.real(both), ops.imag(both)][: len(pair)]


def _channel_sum(terms):
    positions, channels = terms.shape[1:-1], terms.shape[-1]
    if None not in positions and math.prod(positions) % ROWS == 0:
        terms = ops.sum(ops.reshape(terms, (ROWS, -1)), axis=0)
    return ops.sum(ops.reshape(terms, (-1, channels)), axis=0)
