"""The memory of a training step, reckoned from its graph: the same bytes in every process.

What a process is seen to hold depends on the allocator, on other models and on when one looks.
"""

import math
import re
from typing import Any

import keras

BACKWARD = "gradient_tape/"
"""How TensorFlow's names of what a backward pass computes begin."""
SAME = ("Identity", "Reshape", "StopGradient", "ExpandDims", "Squeeze", "IdentityN")
"""Operations whose output lies where their input does."""
NOT_MADE = ("ReadVariableOp", "Const", "Placeholder")
"""What gives weights, constants and the batch itself: there with any activation."""


def kept(graph: Any) -> int | None:
    """Bytes that the forward pass of a training step leaves for the backward pass.

    They are those of the different tensors that an operation of the forward pass makes and one
    of the backward pass takes, in the graph as it is traced. None where the size of one is not
    known, as in a loop over time.
    """
    operations = graph.get_operations()
    named = [i for i, one in enumerate(operations) if one.name.startswith(BACKWARD)]
    if not named:
        return 0
    # What a gradient of our own computes has no such name; it lies between two that have.
    forward = {one.name for one in operations[: named[0]]}
    backward = operations[named[0] : named[-1] + 1]
    taken = [_source(tensor) for one in backward for tensor in one.inputs]
    made = {t.name: t for t in taken if t.op.name in forward and t.op.type not in NOT_MADE}
    sizes = [_bytes(tensor) for tensor in made.values()]
    known = [size for size in sizes if size is not None]
    return sum(known) if len(known) == len(sizes) else None


def state(model: keras.Model) -> int:
    """Bytes of the weights, of a gradient for each that is trained, and of the optimizer's state.

    >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)])
    >>> model.compile("sgd")
    >>> state(model) - sum(_size(one) for one in model.optimizer.variables)
    72
    """
    held = (model.variables, model.trainable_variables, model.optimizer.variables)
    return sum(map(_size, (one for group in held for one in group)))


def _source(tensor):
    """The tensor whose memory `tensor` is a view of."""
    while tensor.op.type in SAME:
        tensor = tensor.op.inputs[tensor.value_index if tensor.op.type == "IdentityN" else 0]
    return tensor


def _bytes(tensor) -> int | None:
    if not tensor.shape.is_fully_defined() or not tensor.dtype.size:
        return None
    return math.prod(tensor.shape) * tensor.dtype.size


def _size(variable) -> int:
    bits = re.search(r"\d+", keras.backend.standardize_dtype(variable.dtype))
    return math.prod(variable.shape) * (int(bits[0]) // 8 if bits else 1)
