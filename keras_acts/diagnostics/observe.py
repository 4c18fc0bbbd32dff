"""A look at a model: what each probe says of it on a batch."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import keras
import numpy as np
from keras import ops

from keras_acts.diagnostics.base import Kernel, Probe, Site
from keras_acts.diagnostics.passes import Passes, Place, passes
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
        full = self._passes(frozenset().union(*(probe.needs for probe in probes)))
        plain = self._passes(frozenset())
        self._run = compiled(full) if compile else full
        self._forward = compiled(plain) if compile else plain

    def __call__(self, x: Any, y: Any, before: Sequence[np.ndarray] = ()) -> Look:
        """`before` are the trainable variables one update ago; without them the probes that
        compare with them have no reading."""
        old = {id(v): value for v, value in zip(self.model.trainable_variables, before)}
        kinds = {probe.of for probe in self.probes}
        things: dict[str, Mapping[str, Any]] = {}
        if "weight" in kinds:
            things["weight"] = _arrays(self.weights.every)
        if "parameter" in kinds:
            things["parameter"] = _arrays(self.weights.learned)
        if kinds & {"call", "activation", "kernel"}:
            things |= self._seen((x, y), old)
        return {
            probe.name: {
                name: float(probe.measure(thing))
                for name, thing in things[probe.of].items()
                if all(getattr(thing, part) is not None for part in probe.needs)
            }
            for probe in self.probes
        }

    def _seen(self, batch, old):
        """Calls, activations and kernels by name."""
        kernels = _arrays(self.weights.kernels)
        ids = [id(v) for v in self.weights.kernels.values()]
        sites, gradients = {}, [None] * len(kernels)
        if any(p.needs - {"before"} or p.of in ("activation", "call") for p in self.probes):
            seen, earlier = self._run_on(batch, old)
            sites = self._sites(seen, earlier)
            gradients = [_array(gradient) for gradient in seen.gradients] or gradients
        return {
            "call": sites,
            "activation": {n: site for n, site in sites.items() if not self.places[n].linear},
            "kernel": {
                name: Kernel(value, gradient, old.get(number))
                for (name, value), gradient, number in zip(kernels.items(), gradients, ids)
            },
        }

    def _run_on(self, batch, old):
        """The passes now, and what came out at each tap one update ago."""
        values = {id(v): ops.stop_gradient(v) for v in self.model.variables}
        optimizer = getattr(self.model, "optimizer", None)
        scale = ops.convert_to_tensor(optimizer.scale_loss(1.0) if optimizer else 1.0)
        compares = old and any("before" in p.needs and p.of == "activation" for p in self.probes)
        with undrawn():
            seen = self._run(list(values.values()), batch, scale)
            ago = {id: ops.convert_to_tensor(value) for id, value in old.items()}
            earlier = self._forward([*(values | ago).values()], batch, scale).y if compares else {}
        return seen, earlier

    def _passes(self, needs: frozenset[str]) -> Callable[..., Passes]:
        def run(values, batch, scale):
            state = list(zip(self.model.variables, values))
            kernels = list(self.weights.kernels.values())
            return passes(self.model, state, kernels, batch, scale, needs, self.places)

        return run

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


def _arrays(variables: Variables) -> dict[str, np.ndarray]:
    return {name: ops.convert_to_numpy(variable) for name, variable in variables.items()}


def _array(tensor):
    """Where the backend lets it, a view: Keras makes a copy."""
    if tensor is None:
        return None
    try:
        return np.asarray(memoryview(tensor))
    except TypeError:
        return ops.convert_to_numpy(tensor)
