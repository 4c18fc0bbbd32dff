"""Random numbers that can be drawn twice: a hash of a key and of each element's position.

The backward pass of a random activation draws again what the forward pass drew, so nothing is
kept in memory, and a fused kernel draws at next to no cost. One key gives the same bits on every
backend. The multipliers are the published ones of two well-mixing 32-bit integer hashes.
"""

import math

from keras import ops

FIRST, SECOND = (0x7FEB352D, 0x846CA68B), (0x21F0AAAD, 0x735A2D97)
GOLDEN = 0x9E3779B9


def key(seed_generator):
    """The next key of a layer's generator: two int32 words."""
    state = seed_generator.next()
    seed, count = (ops.cast(state[i], "int32") for i in (0, 1))
    seed = _mixed(seed, SECOND)
    first = _mixed(seed + count * _signed(GOLDEN), FIRST)
    return ops.stack([first, _mixed(ops.bitwise_xor(first, seed), SECOND)])


def uniform(key, like, stream=0, streams=1):
    """U[0, 1) in steps of 2^-24, of the shape and dtype of `like`.

    A layer that needs several numbers an element takes each from a `stream` of its own.
    """
    bits = _bits(key, ops.shape(like), stream, streams)
    return ops.cast(_shifted(bits, 8), like.dtype) * 2.0**-24


def normal(key, like):
    """N(0, 1) of the shape and dtype of `like` (Box and Muller 1958)."""
    radius = 1.0 - uniform(key, like, 0, 2)
    turn = uniform(key, like, 1, 2) - 0.5
    return ops.sqrt(-2.0 * ops.log(radius)) * _cosine(2 * math.pi * turn)


def _cosine(angle):
    """cos for |angle| <= pi by its series, which CPUs run faster than their cosine; to 2e-7."""
    square = angle * angle
    total = ops.zeros_like(square)
    for order in range(9, -1, -1):
        total = total * square + (-1) ** order / math.factorial(2 * order)
    return total


def _bits(key, shape, stream, streams):
    positions = ops.arange(math.prod(shape), dtype="int32")
    bits = ops.bitwise_xor(ops.reshape(positions, shape) * streams + stream, key[0])
    return _mixed(_mixed(bits, FIRST) + key[1], SECOND)


def _mixed(bits, multipliers):
    for places, multiplier in zip((16, 15), multipliers):
        bits = ops.bitwise_xor(bits, _shifted(bits, places)) * _signed(multiplier)
    return ops.bitwise_xor(bits, _shifted(bits, 16))


def _shifted(bits, places):
    """A logical shift to the right; the backends' own keeps the sign of an int32."""
    return ops.bitwise_and(ops.right_shift(bits, places), (1 << (32 - places)) - 1)


def _signed(word):
    return (word ^ 0x80000000) - 0x80000000
