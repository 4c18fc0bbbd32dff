"""The row every activation has, and the abstract layers the element-wise ones share."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from numbers import Real

import keras

from keras_acts.layers import fused
from keras_acts.layers.saved import Saved
from keras_acts.table import option_names


@dataclass(frozen=True, kw_only=True)
class Activation:
    """What is known of an activation: one row, read by sweeps, docs, report and tests."""

    name: str
    """The token in the command line, in sweeps, rows and figures: `mpelu`."""
    layer: Callable[..., keras.layers.Layer]
    """Gives a layer; works with no arguments."""
    source: str
    """Authors, year, arXiv id."""
    left_slope: Callable[[keras.layers.Layer], float | None]
    """f'(0-) of a configured layer as it starts; None where the layer has no such slope."""
    widens: Callable[[keras.layers.Layer], Fraction] = lambda layer: Fraction(1)
    """Channels out per channel in: CReLU 2, Maxout 1/pieces."""
    random: bool = False
    """Two training calls differ."""
    saturates: str = ""
    """Where f' tends to 0: `left hard`, `left soft`, `both hard`, `both soft`, or nowhere."""
    cannot_export: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Formats of `keras.Model.export` that do not serve it, by name, each with the reason."""

    def __call__(self, **options) -> keras.layers.Layer:
        return self.layer(**options)

    @property
    def options(self) -> list[str]:
        """The names of the options that a sweep may set."""
        return option_names(self.layer)


def finite(layer: str, **arguments) -> float:
    """The one argument given, as a float; an error that names it when it is no finite number."""
    ((name, value),) = arguments.items()
    try:
        number = float("nan") if isinstance(value, (bool, str)) else float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"{layer}: {name} must be a finite number; received {name}={value!r}.")
    return number


class Elementwise(Saved):
    """Abstract: an activation whose output has the shape and the mask of its input.

    A final class gives two static functions of x, the learned parameters in their order, and
    the constants by name, both written in `keras.ops` without half precision: `value`, and
    `slopes`, the derivatives by x and by each parameter. Its `constants` are constructor
    arguments that go into both and into the config.
    """

    constants: tuple[str, ...] = ()
    learned: tuple[str, ...] = ()

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True

    def draws_from(self, seed):
        """Declares that the layer draws random numbers: `seed` is an integer or None."""
        self.seed = seed
        self.seed_generator = keras.random.SeedGenerator(seed)

    def call(self, inputs):
        parameters = [getattr(self, name) for name in self.learned]
        return fused.elementwise(
            type(self).value, type(self).slopes, inputs, parameters, **self._constants()
        )

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        config = {**super().get_config(), **self._constants()}
        return config if self.seed_generator is None else {**config, "seed": self.seed}

    def _constants(self):
        return {name: getattr(self, name) for name in self.constants}


class Learned(Elementwise):
    """Abstract: an element-wise activation with learned parameters.

    `shared_axes` says along which axes (1-based, the batch is 0) one parameter serves all
    positions: `"spatial"`, all but the last, one parameter per channel as the papers have it;
    `"all"`, one per layer; a list of axes; None, one per element. A parameter has the shape of
    one input with 1 at every shared axis, so it broadcasts.
    """

    def __init__(self, shared_axes="spatial", **kwargs):
        super().__init__(**kwargs)
        self.shared_axes = self._checked(shared_axes)

    def learns(self, name, initializer, regularizer=None, constraint=None):
        """Declares the parameter `name`; a number as `initializer` is its starting value."""
        if isinstance(initializer, Real):
            value = finite(type(self).__name__, **{f"{name}_initializer": initializer})
            initializer = keras.initializers.Constant(value)
        setattr(self, f"{name}_initializer", keras.initializers.get(initializer))
        setattr(self, f"{name}_regularizer", keras.regularizers.get(regularizer))
        setattr(self, f"{name}_constraint", keras.constraints.get(constraint))
        self.learned = (*self.learned, name)

    def start(self, name) -> float:
        """The value the parameter `name` starts at; its mean where the initializer is random."""
        drawn = getattr(self, f"{name}_initializer")((1024,), "float32")
        return float(keras.ops.mean(drawn))

    def build(self, input_shape):
        if not self.learned:
            return
        shape = self._parameter_shape(tuple(input_shape))
        for name in self.learned:
            weight = self.add_weight(
                name=name,
                shape=shape,
                initializer=getattr(self, f"{name}_initializer"),
                regularizer=getattr(self, f"{name}_regularizer"),
                constraint=getattr(self, f"{name}_constraint"),
                autocast=False,  # its gradient is a sum over many elements: never in half precision
            )
            setattr(self, name, weight)
        axes = {axis: size for axis, size in enumerate(shape, 1) if size > 1}
        self.input_spec = keras.layers.InputSpec(ndim=len(input_shape), axes=axes)

    def get_config(self):
        config = {"shared_axes": self.shared_axes}
        for name in self.learned:
            for kind in ("initializer", "regularizer", "constraint"):
                part = getattr(self, f"{name}_{kind}")
                config[f"{name}_{kind}"] = keras.saving.serialize_keras_object(part)
        return {**super().get_config(), **config}

    def _checked(self, shared_axes):
        if shared_axes in ("spatial", "all", None):
            return shared_axes
        axes = [shared_axes] if isinstance(shared_axes, int) else shared_axes
        whole = isinstance(axes, (list, tuple)) and all(type(axis) is int for axis in axes)
        if not whole or len(set(axes)) < len(axes):
            raise ValueError(
                f"{type(self).__name__}: shared_axes must be 'spatial', 'all', None or a list of "
                f"different integers; received shared_axes={shared_axes!r}."
            )
        return list(axes)

    def _parameter_shape(self, input_shape):
        rank = len(input_shape)
        if rank < 2:
            raise ValueError(
                f"{type(self).__name__}: the input must have a batch axis and at least one more; "
                f"received input_shape={input_shape}. Add an axis with keras.ops.expand_dims."
            )
        if isinstance(self.shared_axes, list):
            self.shared_axes = [self._positive_axis(axis, rank) for axis in self.shared_axes]
        named = {"spatial": range(1, rank - 1), "all": range(1, rank), None: ()}
        shared = self.shared_axes if isinstance(self.shared_axes, list) else named[self.shared_axes]
        shape = tuple(1 if axis in shared else input_shape[axis] for axis in range(1, rank))
        if None in shape:
            axis = shape.index(None) + 1
            raise ValueError(
                f"{type(self).__name__}: an axis that is not shared must have a known size; "
                f"received input_shape={input_shape}, shared_axes={self.shared_axes!r}. "
                f"Give axis {axis} a size, or share it."
            )
        return shape

    def _positive_axis(self, axis, rank):
        if axis == 0 or not -rank < axis < rank:
            raise ValueError(
                f"{type(self).__name__}: shared_axes must lie in 1..{rank - 1} or "
                f"{1 - rank}..-1 (axis 0 is the batch); received shared_axes={self.shared_axes}."
            )
        return axis % rank
