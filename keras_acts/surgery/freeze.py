"""Learned activations made fixed."""

from typing import Any

import keras
import numpy as np
from keras import tree

from keras_acts.found import Place
from keras_acts.surgery.certificate import Certificate, Left
from keras_acts.surgery.check import check
from keras_acts.surgery.exchange import Exchange, exchange
from keras_acts.surgery.graph import nodes, opened
from keras_acts.surgery.nearest import nearest, normal
from keras_acts.surgery.sites import Site, sites

MOST = 100_000
"""How many inputs of an activation are looked at."""


def freeze_learned(
    model: keras.Model, inputs: Any = None, *, share_lambda: bool = False
) -> tuple[keras.Model, Certificate]:
    """A copy of `model` whose learned activations are fixed, and the certificate of the change.

    Each PReLU, MPELU, ... becomes the nearest of `FIXED`, with one number for all channels: PReLU
    the leaky ReLU of its mean slope, MPELU an ELU or ReLU. Nearest is meant in least squares over
    what the activation sees on `inputs`, or over N(0, 1) without them. The certificate names the
    spread of the parameters that was lost and the error in each place, and how far the outputs
    moved on `inputs` or on a batch that reaches +-100. `certificate.undo` gives the learned back.

    Args:
        model: Functional or Sequential.
        inputs: arrays that the model takes, a few hundred samples or more.
        share_lambda: as in `swap`.

    Raises: ValueError as `swap`.

    >>> from keras_acts.layers import PReLU
    >>> net = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2), PReLU(name="act")])
    >>> frozen, certificate = freeze_learned(net)
    >>> certificate.verdict, certificate.replaced[0].after
    ('identical', 'leaky_relu(negative_slope=0.25)')
    """
    check(model, share_lambda)
    learned = [site for site in sites(model) if getattr(site.found.thing, "weights", ())]
    fixed = [site for site in learned if not site.obstacle]
    left = [Left(one.path, one.activation, one.obstacle) for one in learned if one.obstacle]
    seen = {} if inputs is None else _seen(model, inputs, fixed)
    plan = [_exchange(site, seen.get(id(site.layer))) for site in fixed]
    return exchange(model, "freeze learned", plan, left, preserve=False, seed=0, inputs=inputs)


def _exchange(site: Site, seen: list[np.ndarray] | None) -> Exchange:
    layer, dtype = site.found.thing, site.policy.compute_dtype
    inputs = [_grid(layer.weights, len(site.shape))] if seen is None else seen
    outputs = [layer(keras.ops.cast(one.astype("float32"), dtype)) for one in inputs]
    x, y = _flat(inputs), _flat(map(keras.ops.convert_to_numpy, outputs))
    keep = np.linspace(0, x.size - 1, min(x.size, MOST)).astype(int)
    best = nearest(x[keep], y[keep])
    over = "N(0, 1)" if seen is None else "the inputs"
    lost = ", ".join(map(_spread, layer.weights))
    return Exchange(site, best.arm, f"{lost}; error {best.error:.2g} over {over}")


def _flat(arrays):
    return np.concatenate([one.ravel().astype("float64") for one in arrays])


def _grid(weights, rank):
    """The quantiles of N(0, 1) for each parameter: (points, ...)."""
    shape = np.broadcast_shapes(*(tuple(weight.shape) for weight in weights))
    shape = (1,) * (rank - 1 - len(shape)) + shape
    x = normal().reshape(-1, *(1 for _ in shape))
    return np.broadcast_to(x, (len(x), *shape)).copy()


def _spread(weight) -> str:
    value = keras.ops.convert_to_numpy(weight)
    low, high = float(value.min()), float(value.max())
    return f"{weight.name} {low:.3g} to {high:.3g}, sd {float(value.std()):.2g}"


def _seen(model: keras.Model, inputs: Any, found: list[Site]) -> dict[int, list[np.ndarray]]:
    """What goes into each of the layers that are activations, at each call, run on `inputs`."""
    wanted = {id(site.layer) for site in found if site.found.place is Place.WHOLE}
    result: dict[int, list[np.ndarray]] = {}

    def run(model, arguments):
        tensors = dict(zip(map(id, model.inputs), arguments))
        for node in nodes(model):
            args, kwargs = node.arguments.fill_in(tensors)
            if id(node.operation) in wanted:
                seen = result.setdefault(id(node.operation), [])
                seen.append(keras.ops.convert_to_numpy(args[0]))
            if opened(node.operation):
                outputs = run(node.operation, tree.flatten(args))
            else:
                outputs = tree.flatten(node.operation(*args, **kwargs))
            tensors.update(zip(map(id, node.outputs), outputs))
        return [tensors[id(tensor)] for tensor in model.outputs]

    run(model, [keras.ops.convert_to_tensor(one) for one in tree.flatten(inputs)])
    return result
