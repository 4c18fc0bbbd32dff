"""LSUV: kernels scaled until the pre-activations of a batch have variance 1.

W <- Q / sqrt(Var(Q x)), layer after layer, with Q orthonormal and Var over batch and units.
Mishkin and Matas 2015, arXiv:1511.06422.
"""

from typing import Any

import keras
from keras import ops

from keras_acts.initializers.base import Initializer
from keras_acts.initializers.orthonormal import kernels, orthonormal
from keras_acts.initializers.scales import Scales, affine_layers, unit_scales
from keras_acts.seeds import derive

HALF = ("float16", "bfloat16")
PASSES, NEAR = 30, 5e-4
"""The most passes in half precision, and how near to 1 a variance is left as it is."""
SAMPLES = 256
"""How many samples of the training part a sweep gives."""


def lsuv(model: keras.Model, batch: Any, *, seed: int = 0) -> Scales:
    """Makes kernels orthonormal and biases 0, then each pre-activation of variance 1 on `batch`.

    For Dense, EinsumDense and all convolutions, in place, in one forward pass in inference mode:
    BatchNorm uses its moving averages, dropout is off. The variance is taken before a fused
    activation. A layer used several times is scaled for its first call. Of a separable
    convolution the pointwise kernel is scaled. Frozen layers are left as they are.

    Args:
        model: a built model of any kind.
        batch: what the model takes, as many samples as can be had (hundreds); their mean should
            be 0 and their variance 1, inside of the model or before it.
        seed: of the orthonormal kernels.

    Returns: what was done to each layer. A layer with fewer than 32 numbers in the batch, or
    with next to no variance, or with none that is finite, stays orthonormal and is listed.
    Raises: ValueError for a model that is not built, an empty batch, or no layer to scale.
    Differs: one pass instead of up to ten a layer, because the map is linear in the kernel; in
    half precision two or more, because the scaled kernels are rounded anew.
    Source: Mishkin and Matas 2015, arXiv:1511.06422.

    >>> model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8, "relu", name="one")])
    >>> batch = keras.random.normal((64, 4), seed=1)
    >>> [one.layer for one in lsuv(model, batch).layers]
    ['one']
    """
    _check(model, batch)
    names = affine_layers(model, batch)
    left = _closed(model, names) | {n: r for n, one in names.items() if (r := _fixed(one))}
    chosen = {name: layer for name, layer in names.items() if name not in left}
    if not chosen:
        raise ValueError(
            "lsuv: the model must call a Dense, EinsumDense or convolution that can be trained; "
            f"received model={model.name!r} with {left or 'none'}. Unfreeze one."
        )
    for position, layer in enumerate(chosen.values()):
        _start(layer, derive(seed, "lsuv", position))
    scales = unit_scales(model, batch, chosen)
    _scale(chosen, scales)
    if any(layer.compute_dtype in HALF for layer in chosen.values()):
        scales = _again(model, batch, chosen, scales)
    return Scales(scales.layers, {**left, **scales.left})


def _again(model, batch, chosen, scales):
    """Passes until rounding, which a pass cannot foresee, is made up for; the factors in all."""
    for _ in range(PASSES - 1):
        more = unit_scales(model, batch, chosen, NEAR)
        factors = {one.layer: one.scale for one in more.layers}
        if set(factors.values()) <= {1.0}:
            break
        _scale(chosen, more)
        layers = (a._replace(scale=a.scale * factors.get(a.layer, 1.0)) for a in scales.layers)
        scales = Scales(tuple(layers), scales.left)
    return scales


def _scale(chosen, scales):
    for one in scales.layers:
        last, _ = kernels(chosen[one.layer])[-1]
        last.assign(last * one.scale)


def _start(layer, seed):
    for position, (kernel, layout) in enumerate(kernels(layer)):
        kernel.assign(orthonormal(kernel.shape, layout, derive(seed, position)))
    if layer.bias is not None:
        layer.bias.assign(ops.zeros(layer.bias.shape))


def _closed(model, names):
    """Kernels that no call shows: of recurrent layers, in wrappers, of layers not called."""
    seen = {id(layer) for layer in names.values()}
    return {
        layer.path: "no call of it as Dense, EinsumDense or convolution is seen"
        for layer in model._flatten_layers(recursive=True)
        if id(layer) not in seen and any("kernel" in one.name for one in layer._trainable_variables)
    }


def _fixed(layer):
    """Why the kernel of a layer must stay, or nothing."""
    if getattr(layer, "quantization_mode", None) or getattr(layer, "lora_enabled", False):
        return "quantized, or with LoRA"
    return "" if all(one.trainable for one, _ in kernels(layer)) else "frozen"


def _check(model, batch):
    if not isinstance(model, keras.Model) or not model.built:
        raise ValueError(
            f"lsuv: model must be a built Keras model; received model={model!r}. Call it once."
        )
    sizes = [len(array) for array in keras.tree.flatten(batch)]
    if not sizes or min(sizes) == 0:
        raise ValueError(
            f"lsuv: batch must hold samples; received arrays of length {sizes}. Give hundreds."
        )


def _make(activation, seed):
    return keras.initializers.Orthogonal(seed=seed)


ROW = Initializer(
    name="lsuv",
    make=_make,
    source="Mishkin and Matas 2015, arXiv:1511.06422; scaled on 256 samples",
    finish=lambda model, x, seed: lsuv(model, x[:SAMPLES], seed=seed),
)
