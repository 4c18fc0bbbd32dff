"""The forward and backward pass of a training step, without the step: no model is changed."""

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import keras
import numpy as np
from keras import ops

from keras_acts.gradients import gradients_inside, pulled_back
from keras_acts.taps import Tap, tapped

State = Sequence[tuple[keras.Variable, Any]]
"""What stands in for the variables of a model: weights, statistics, seeds."""
Batch = tuple[Any, Any]
At = Callable[[Tap, Any], Any]


class Place(NamedTuple):
    """What is known of a tap without computing."""

    linear: bool
    axis: int
    """The axis of the channels of what comes out."""


class Passes(NamedTuple):
    """What was computed, by tap, and the gradients of the kernels in their order."""

    x: dict[str, Any]
    y: dict[str, Any]
    slope: dict[str, Any]
    back: dict[str, Any]
    gradients: list[Any]
    before: dict[str, Any] | None = None
    """y with the weights before the last update."""


def passes(
    model: keras.Model,
    state: State,
    kernels: Sequence[keras.Variable],
    batch: Batch,
    scale: Any,
    needs: frozenset[str],
    places: dict[str, Place],
) -> Passes:
    """Runs a forward and, if `needs` has back or gradient, a backward pass.

    What is differentiated is the loss times `scale`, for half precision. Fills `places`, in the
    order in which the taps compute.
    """
    values = {id(variable): value for variable, value in state}
    taps: dict[str, Tap] = {}

    def loss(arrays, mark):
        scope = keras.StatelessScope([*state, *zip(kernels, arrays)], collect_losses=True)
        taken: tuple[dict, dict, dict] = ({}, {}, {})

        def at(tap, x):
            taps[tap.name] = tap
            taken[2][tap.name] = [scope.get_current_value(v) for v in _variables(tap)]
            x = mark(tap.name, x) if "back" in needs else x
            y = tap.activation(x)
            places[tap.name] = Place(tap.linear, _channel_axis(tap, y))
            taken[0][tap.name], taken[1][tap.name] = x, _wide(y)
            return y

        return _forward(model, scope, batch, at) * scale, taken

    arrays = [values[id(kernel)] for kernel in kernels]
    if needs & {"back", "gradient"}:
        _, (x, y, states), found, back = gradients_inside(loss, arrays)
    else:
        (_, (x, y, states)), found, back = loss(arrays, None), [], {}
    curved = {n: tap for n, tap in taps.items() if not tap.linear} if "slope" in needs else {}
    return Passes(
        {name: _wide(one) for name, one in x.items()},
        y,
        _slopes(curved, x, states),
        {name: _wide(one) for name, one in back.items()},
        [_wide(one) for one in found],
    )


def outputs(model: keras.Model, state: State, x: Any) -> dict[str, Any]:
    """What comes out at each tap in the forward pass of a training step."""
    y = {}

    def at(tap, x):
        given = tap.activation(x)
        y[tap.name] = _wide(given)
        return given

    with keras.StatelessScope(state), tapped(model, at):
        model(x, training=True)
    return y


def _forward(model, scope, batch, at):
    """The loss of a training step."""
    x, y = batch
    with scope, tapped(model, at):
        return model.compute_loss(x=x, y=y, y_pred=model(x, training=True))


def _channel_axis(tap, y):
    """The last, or 1 where the layer, or for pictures Keras by default, has channels first."""
    rank = len(y.shape)
    default = keras.config.image_data_format() if rank > 3 else "channels_last"
    first = getattr(tap.layer, "data_format", default) == "channels_first"
    return 1 if first else rank - 1


def _slopes(taps, x, states):
    """|f'(x)| at each tap, with the numbers that f drew; not where it gives fewer than it takes."""
    fewer = set()

    def outputs(arrays):
        found = []
        for (name, tap), array in zip(taps.items(), arrays):
            with keras.StatelessScope(list(zip(_variables(tap), states[name]))):
                y = _applied(tap, array)
            if math.prod(y.shape) < math.prod(array.shape):
                fewer.add(name)
            found.append(y)
        return found

    def signs(y):
        row = ops.convert_to_tensor(np.resize([1.0, -1.0], y.shape[-1]), y.dtype)
        return ops.broadcast_to(row, ops.shape(y))

    inputs = [ops.stop_gradient(x[name]) for name in taps]
    found = pulled_back(outputs, inputs, signs) if taps else []
    return {n: ops.abs(_wide(slope)) for n, slope in zip(taps, found) if n not in fewer}


def _applied(tap, x):
    """The activation alone, in training: a model tells those inside of other layers, here not."""
    inner = getattr(tap.layer, "activation", None)
    if tap.affine and isinstance(inner, keras.Layer):
        return inner(x, training=True)
    return tap.activation(x)


def _variables(tap):
    return getattr(tap.layer, "variables", [])


def _wide(x):
    """x in float32 where it is in half precision."""
    half = keras.backend.standardize_dtype(x.dtype) in ("float16", "bfloat16")
    return ops.cast(x, "float32") if half else x
