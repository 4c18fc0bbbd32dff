"""Orthonormal kernels in the layout of every affine layer of Keras."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from keras import layers

TRANSPOSED = (layers.Conv1DTranspose, layers.Conv2DTranspose, layers.Conv3DTranspose)
DEPTHWISE = (layers.DepthwiseConv1D, layers.DepthwiseConv2D)
SEPARABLE = (layers.SeparableConv1D, layers.SeparableConv2D)


@dataclass(frozen=True)
class Layout:
    """Which axes of a kernel are the matrix: of each group, from inputs to outputs."""

    order: tuple[int, ...]
    """The axes in the order inputs, groups, outputs."""
    inputs: int
    """How many of them are inputs."""
    groups: int = 1
    """Matrices beside each other, each from its own inputs to its own outputs."""


def kernels(layer: keras.Layer) -> list[tuple[Any, Layout]]:
    """(variable, layout) of each kernel of an affine layer, in the order they are applied."""
    if isinstance(layer, SEPARABLE):
        depthwise, pointwise = layer.depthwise_kernel, layer.pointwise_kernel
        return [(depthwise, _depthwise(depthwise.shape)), (pointwise, _last(pointwise.shape))]
    kernel = layer.kernel
    rank = len(kernel.shape)
    if isinstance(layer, DEPTHWISE):
        return [(kernel, _depthwise(kernel.shape))]
    if isinstance(layer, TRANSPOSED):
        return [(kernel, Layout((*range(rank - 2), rank - 1, rank - 2), rank - 1))]
    if isinstance(layer, layers.EinsumDense):
        return [(kernel, _einsum(layer.equation, kernel.shape))]
    return [(kernel, _last(kernel.shape, getattr(layer, "groups", 1)))]


def orthonormal(shape: Sequence[int], layout: Layout, seed: int) -> np.ndarray:
    """A kernel whose matrices have orthonormal columns, or rows where those are fewer.

    The Q of a normal matrix's QR decomposition, with the signs that make it uniform over all
    such matrices. Drawn by NumPy, so that every backend starts with the same.
    Source: Saxe et al. 2013, arXiv:1312.6120.
    """
    ordered = [shape[axis] for axis in layout.order]
    rows = math.prod(ordered[: layout.inputs])
    columns = math.prod(ordered) // (rows * layout.groups)
    tall = (layout.groups, max(rows, columns), min(rows, columns))
    q, r = np.linalg.qr(np.random.default_rng(seed).normal(size=tall))
    q *= np.sign(np.diagonal(r, axis1=1, axis2=2))[:, None, :]
    matrices = q if rows >= columns else q.transpose(0, 2, 1)
    kernel = matrices.transpose(1, 0, 2).reshape(ordered)
    return kernel.transpose(np.argsort(layout.order)).astype("float32")


def _last(shape, groups=1):
    """Outputs last, one group of them after the other, as Dense and Conv have it."""
    return Layout(tuple(range(len(shape))), len(shape) - 1, groups)


def _depthwise(shape):
    """(positions, channel, multiplier): a matrix for each channel."""
    return Layout(tuple(range(len(shape))), len(shape) - 2, shape[-2])


def _einsum(equation, shape):
    """Letters of the kernel alone are contracted; those of all three are groups."""
    given, result = equation.replace("...", "").split("->")
    data, kernel = given.split(",")
    inputs = [i for i, letter in enumerate(kernel) if letter not in result]
    groups = [i for i, letter in enumerate(kernel) if letter in result and letter in data]
    outputs = [i for i in range(len(kernel)) if i not in inputs + groups]
    count = math.prod(shape[i] for i in groups)
    return Layout((*inputs, *groups, *outputs), len(inputs), count)
