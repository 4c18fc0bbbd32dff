"""What an activation does in its model: why a swap leaves it alone unless it is named."""

import math
from typing import Any

from keras_acts.found import Found, Place, found
from keras_acts.layers import ACTIVATIONS
from keras_acts.surgery.graph import Call, Program

REARRANGING = {
    *("Flatten", "Reshape", "Permute", "RepeatVector", "Identity", "Cast", "Dropout"),
    *("ExpandDims", "Squeeze", "Transpose", "BroadcastTo", "Moveaxis", "Swapaxes"),
}
SCALING = {"Add", "Subtract", "Multiply", "Divide", "TrueDivide", "Negative", "Rescaling"}
"""Of one tensor, by a constant."""
PRODUCTS = {"Multiply", "Dot", "Matmul", "Einsum", "Divide", "TrueDivide"}
"""Of two tensors or more."""
SOFTMAX = {"softmax", "log_softmax", "sparsemax"}


def role(program: Program, call: Call, one: Found) -> str | None:
    """The reason not to take this activation by default; None for a hidden, uncapped rectifier.

    A rectifier passes large positive inputs on and large negative ones less: f(100) is at least
    half of 100 and |f(-100)| is smaller than f(100), measured on the configured layer.
    """
    return _position(program, call) or _shape(one, _ends(call, one))


def obstacle(call: Call, one: Found) -> str | None:
    """The reason why this activation cannot be taken even when it is named."""
    if one.place is Place.INSIDE:
        return f"applied inside of the call of {type(call.operation).__name__}"
    row = ACTIVATIONS.get(one.name)
    if row is not None and row.widens(one.thing) != 1:
        return "changes the number of channels, which the next layer is made for"
    return None


def _position(program, call):
    copies = _copies(program, call.outputs[0])
    if program.outputs.intersection(copies):
        return "the output of the model"
    gated = (
        user.path
        for value in copies
        for user in program.users.get(value, ())
        if _kind(user) in PRODUCTS and len(user.inputs) > 1 and _gates(program, user, copies)
    )
    return next((f"a gate, which feeds a multiplication; {path}" for path in gated), None)


def _gates(program: Program, product: Call, copies: list[int]) -> bool:
    """Whether the factor in `copies` is the gate: the bounded one, or any where none is bounded.

    In squeeze-and-excitation the sigmoid is the gate and the rectifier it scales is not; in
    relu(a) * b the rectifier is.
    """
    others = [value for value in product.inputs if value not in copies]
    return _is_bounded(program, copies[0]) or not any(_is_bounded(program, one) for one in others)


def _is_bounded(program: Program, value: int) -> bool:
    call = _origin(program, value)
    one = found(call.operation) if call else None
    if call is None or one is None:
        return False
    ends = _ends(call, one)
    return one.name in SOFTMAX or (ends is not None and _within(*ends))


def _within(left, right):
    return max(abs(left), abs(right)) < 50


def _shape(one, ends):
    if one.name in SOFTMAX:
        return "a softmax"
    if ends is None:
        return "changes the shape, which the next layer is made for"
    left, right = ends
    if _within(left, right):
        capped = one.name.startswith("relu")
        return f"capped at {right:g}" if capped else f"bounded: {left:g} to {right:g}"
    return None if 50 <= right < math.inf and abs(left) < right else "not a rectifier"


def _copies(program: Program, value: int) -> list[int]:
    """The value, and all that only rearranges or scales it."""
    reached = [value]
    for one in reached:
        for user in program.users.get(one, ()):
            reached += user.outputs if _transparent(user) else ()
    return reached


def _origin(program: Program, value: int) -> Call | None:
    """The call that made the value, looking through what only rearranges or scales."""
    call = program.maker.get(value)
    while call is not None and _transparent(call):
        call = program.maker.get(call.inputs[0])
    return call


def _transparent(call: Call) -> bool:
    return len(call.inputs) == 1 and _kind(call) in REARRANGING | SCALING


def _kind(call: Call) -> str:
    return type(call.operation).__name__


def _ends(call: Call, one: Found):
    tensor = activated(call, one)
    return one.ends(tensor.shape, tensor.dtype)


def activated(call: Call, one: Found) -> Any:
    """The symbolic tensor that goes into the activation, or one of its shape."""
    return call.node.input_tensors[0] if one.place is Place.WHOLE else call.node.outputs[0]
