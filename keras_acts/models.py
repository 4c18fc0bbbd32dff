"""The small nets of the literature, built from (activation, initializer, batch_norm)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import keras
from keras import layers

from keras_acts.batch_norm import BATCH_NORMS
from keras_acts.initializers import INITIALIZERS
from keras_acts.layers import ACTIVATIONS
from keras_acts.table import Table, option_names
from keras_acts.unit import Unit


def mlp(x, unit: Unit, classes: int, *, depth: int = 10, width: int = 128):
    """`depth` Dense units of `width`, and logits."""
    x = layers.Flatten()(x)
    for _ in range(depth):
        x = unit.dense(x, width)
    return unit.readout(x, classes)


def convnet(x, unit: Unit, classes: int, *, width: int = 16, blocks: int = 3):
    """`blocks` of two 3x3 units and a max-pool, twice as wide each time; one Dense unit; logits."""
    for block in range(blocks):
        for _ in range(2):
            x = unit.conv(x, width * 2**block, 3)
        x = layers.MaxPooling2D(2, padding="same")(x)
    x = layers.Flatten()(x)
    return unit.readout(unit.dense(x, 8 * width), classes)


def nin(x, unit: Unit, classes: int, *, multiplier: float = 1.0, dropout: float = 0.5):
    """Network in Network; `multiplier` 1 has the literature's widths, others even ones near.

    Lin, Chen, Yan 2013, arXiv:1312.4400, with the widths of the CIFAR-10 net: an activation
    follows the last 1x1 convolution too, and its averages over the picture are the logits.
    """
    blocks = (
        ((192, 5), (160, 1), (96, 1), layers.MaxPooling2D(3, 2, padding="same")),
        ((192, 5), (192, 1), (192, 1), layers.AveragePooling2D(3, 2, padding="same")),
    )
    for *convolutions, pool in blocks:
        for width, kernel_size in convolutions:
            x = unit.conv(x, _even(width * multiplier), kernel_size)
        x = unit.dropout(pool(x), dropout)
    x = unit.conv(x, _even(192 * multiplier), 3)
    x = unit.conv(x, _even(192 * multiplier), 1)
    x = unit.conv(x, classes, 1)
    return layers.GlobalAveragePooling2D(name="logits")(x)


def plain(
    x,
    unit: Unit,
    classes: int,
    *,
    depth: int = 30,
    width: int = 32,
    dense: int = 64,
    dense_stddev: float = 0.0,
    logits_stddev: float = 0.0,
):
    """`depth` layers without a shortcut: 2x2 convolutions in three stages, then 3 Dense.

    Depth 30 and 52 are the nets of the initialisation literature (He et al. 2015; Li et al.
    2016), here at a width a CPU can train. There the Dense kernels are Gaussians of a fixed
    standard deviation whatever the convolutions have: `dense_stddev` for the first two,
    `logits_stddev` for the last. 0 means the initializer of the convolutions.
    """
    convolutions = depth - 3
    if convolutions < 3:
        raise ValueError(f"plain: depth must be at least 6; received depth={depth}.")
    for position in range(convolutions):
        x = unit.conv(x, width, 2)
        if position + 1 in (convolutions // 3, 2 * convolutions // 3):
            x = layers.MaxPooling2D(2, padding="same")(x)
    x = layers.GlobalAveragePooling2D()(x)
    for _ in range(2):
        x = unit.dense(x, dense, dense_stddev)
    return unit.readout(x, classes, logits_stddev)


def _even(width):
    return max(2, 2 * round(width / 2))


@dataclass(frozen=True, kw_only=True)
class Model:
    """A row of `MODELS`: net(x, unit, classes, **options) gives the logits."""

    name: str
    net: Callable
    source: str

    @property
    def options(self) -> list[str]:
        """The names of the options that a sweep may set."""
        return option_names(self.net)[3:]


MODELS = Table(
    "model",
    Model(name="mlp", net=mlp, source="fully connected"),
    Model(name="convnet", net=convnet, source="VGG-like, six 3x3 convolutions"),
    Model(name="nin", net=nin, source="Lin et al. 2013, arXiv:1312.4400"),
    Model(name="plain", net=plain, source="He et al. 2015; Li et al. 2016, arXiv:1606.00305"),
)
"""A row for each model, by its name."""


def build(
    model="mlp",
    *,
    input_shape: tuple[int, ...],
    classes: int,
    activation="relu",
    initializer="glorot",
    batch_norm="none",
    scale: float = 1.0,
    offset: float = 0.0,
    targets: tuple[Any, Any] | None = None,
    seed: int | None = None,
    **options,
) -> keras.Model:
    """A net that gives logits; each choice is a name, or a table of a name and options.

    `scale * x + offset` is applied to the raw input inside of the net, so that a saved model
    takes data as it comes. `targets`, the scale and offset of numbers to predict, are applied to
    what would be logits. An initializer that needs data (its row has `finish`) only starts
    here. Raises ValueError for an unknown name or option, and Impossible, one too, where the
    initializer does not fit the activation or a width cannot be had.

    >>> build("mlp", input_shape=(8, 8, 1), classes=10, activation="crelu", depth=2).output_shape
    (None, 10)
    """
    arm = MODELS.arm({"name": model, **options})
    unit = Unit(
        ACTIVATIONS.arm(activation),
        INITIALIZERS.arm(initializer),
        BATCH_NORMS.arm(batch_norm),
        seed,
    )
    inputs = keras.Input(input_shape)
    x = layers.Rescaling(scale, offset)(inputs)
    outputs = arm.row.net(x, unit, classes, **arm.options)
    if targets is not None:
        outputs = layers.Rescaling(*targets, name="numbers")(outputs)
    return keras.Model(inputs, outputs, name=model)
