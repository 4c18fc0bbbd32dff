"""A look at a model: what each probe says of it on a batch."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import keras
import numpy as np
from keras import ops

from keras_acts.diagnostics.base import Kernel, Probe, Site
from keras_acts.diagnostics.passes import Passes, Place, outputs, passes
from keras_acts.diagnostics.probes import PROBES
from keras_acts.diagnostics.weights import Variables, weights_of
from keras_acts.gradients import compiled, undrawn

Look = dict[str, dict[str, float]]
"""{probe: {layer: number}}, layers in the order in which they compute."""


def observe(model: keras.Model, x: Any, y: Any, probes: Iterable[str] | None = None) -> Look:
    """One look at a built and compiled model with the probes of these names, or all.

    Probes of what an update changes have no reading in a single look.

    >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, "relu", name="first")])
    >>> model.compile("sgd", "mse")
    >>> observe(model, np.zeros((4, 2)), np.zeros((4, 3)), ["sparsity"])
    {'sparsity': {'first': 1.0}}
    """
    return Observer(model, named(probes))(*prepared(x, y))


def named(probes: Iterable[str] | None) -> list[Probe]:
    """The probes of these names; all of them for None."""
    return [PROBES[name] for name in (PROBES if probes is None else probes)]


def prepared(x: Any, y: Any) -> tuple[Any, Any]:
    """Tensors of the arrays, of Keras's float type where they are floating point, as `fit` does."""

    def tensor(array):
        array = np.asarray(array)
        floating = np.issubdtype(array.dtype, np.floating)
        return ops.convert_to_tensor(array, keras.config.floatx() if floating else None)

    return tuple(keras.tree.map_structure(tensor, part) for part in (x, y))


class Observer:
    """Looks at a built and compiled model again and again: Observer(model, probes)(x, y).

    The model runs as in training, on copies of its weights and states, and nothing in it changes.
    With `compile` that is traced at the first look, which pays from about ten looks on.
    """

    def __init__(self, model: keras.Model, probes: Sequence[Probe], compile: bool = False):
        self.model = model
        self.probes = probes
        self.weights = weights_of(model)
        self.places: dict[str, Place] = {}
        self._compares = any("before" in p.needs and p.of == "activation" for p in probes)
        self._compiled = compile
        self._run = compiled(self._passes) if compile else self._passes

    def __call__(self, x: Any, y: Any, before: Sequence[Any] = ()) -> Look:
        """`before` are the trainable variables one update ago; without them the probes that
        compare with them have no reading."""
        now = {id(v): ops.stop_gradient(v) for v in self.model.variables}
        old = {id(v): value for v, value in zip(self.model.trainable_variables, before)}
        kinds = {probe.of for probe in self.probes}
        things: dict[str, Mapping[str, Any]] = {}
        if "weight" in kinds:
            things["weight"] = _arrays(self.weights.every, now)
        if "parameter" in kinds:
            things["parameter"] = _arrays(self.weights.learned, now)
        if kinds & {"call", "activation", "kernel"}:
            things |= self._seen((x, y), now, old)
        return {
            probe.name: {
                name: float(probe.measure(thing))
                for name, thing in things[probe.of].items()
                if all(getattr(thing, part) is not None for part in probe.needs)
            }
            for probe in self.probes
        }

    def _seen(self, batch, now, old):
        """Calls, activations and kernels by name."""
        kernels = _arrays(self.weights.kernels, now)
        ids = [id(v) for v in self.weights.kernels.values()]
        sites, gradients = {}, [None] * len(kernels)
        if any(p.needs - {"before"} or p.of in ("activation", "call") for p in self.probes):
            seen, earlier = self._run_on(batch, now, old)
            sites = self._sites(seen, earlier)
            gradients = [_array(gradient) for gradient in seen.gradients] or gradients
        return {
            "call": sites,
            "activation": {n: site for n, site in sites.items() if not self.places[n].linear},
            "kernel": {
                name: Kernel(value, gradient, _array(old.get(number)))
                for (name, value), gradient, number in zip(kernels.items(), gradients, ids)
            },
        }

    def _run_on(self, batch, now, old):
        """The passes now, and what came out at each tap one update ago."""
        optimizer = getattr(self.model, "optimizer", None)
        scale = optimizer.scale_loss(1.0) if optimizer else 1.0
        before = None
        if self._compares and (old or self._compiled):
            # Without an update to compare with, those of now: a second trace would cost more.
            before = [old.get(id(v), now[id(v)]) for v in self.model.trainable_variables]
        with undrawn():
            seen = self._run([*now.values()], before, batch, ops.convert_to_tensor(scale))
        if float(scale) != 1:
            back = {name: one / scale for name, one in seen.back.items()}
            seen = seen._replace(back=back, gradients=[one / scale for one in seen.gradients])
        return seen, (old and seen.before) or {}

    def _passes(self, values, before, batch, scale):
        state = list(zip(self.model.variables, values))
        kernels = list(self.weights.kernels.values())
        needs = frozenset().union(*(probe.needs for probe in self.probes))
        seen = passes(self.model, state, kernels, batch, scale, needs, self.places)
        if before is None:
            return seen
        ago = dict(zip(map(id, self.model.trainable_variables), before))
        state = [(variable, ago.get(id(variable), value)) for variable, value in state]
        return seen._replace(before=outputs(self.model, state, batch[0]))

    def _sites(self, seen: Passes, earlier: Mapping[str, Any]) -> dict[str, Site]:
        return {
            name: Site(
                x=_array(seen.x[name]),
                y=_array(seen.y[name]),
                axis=place.axis,
                slope=_array(seen.slope.get(name)),
                back=_array(seen.back.get(name)),
                before=_array(earlier.get(name)),
            )
            for name, place in self.places.items()
        }


def _arrays(variables: Variables, values: Mapping[int, Any]) -> dict[str, np.ndarray]:
    return {name: _array(values[id(variable)]) for name, variable in variables.items()}


def _array(tensor):
    """Where the backend lets it, a view: Keras makes a copy."""
    if tensor is None:
        return None
    try:
        return np.asarray(memoryview(tensor))
    except (TypeError, ValueError, BufferError):
        return ops.convert_to_numpy(tensor)
