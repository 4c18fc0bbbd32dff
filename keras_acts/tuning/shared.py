"""Graphs that trials share: built and traced once for all trials that differ in values only.

Initial weights, seeds, learning rates and the constants of a standardisation are values. A model
is trained in the place of another of the same graph, with all values of that one put in.
"""

import json

import keras

from keras_acts.split import Split

VALUES = ("seed", "learning_rate")
"""Numbers in configs that are values, as every `..._initializer` is."""


def graph(model: keras.Model, parts: Split, batch_size: int) -> str | None:
    """A text that models of the same graph have in common; None if that cannot be known.

    It is known of Functional and Sequential models of layers, losses, metrics and optimizers of
    Keras and of this package, whose configs say all of them.
    """
    optimizer = model.optimizer
    groups = getattr(optimizer, "optimizers", [optimizer])
    decays = [[one._use_weight_decay(v) for v in model.trainable_variables] for one in groups]
    data = [(str(part.dtype), part.shape[1:]) for part in (parts.x_train, parts.y_train)]
    try:
        config = keras.saving.serialize_keras_object(model)
        if not _ours(config):
            return None
        told = [_structure(config), decays, data, batch_size, bool(model.jit_compile)]
        return json.dumps([*told, keras.config.floatx()], sort_keys=True)
    except (TypeError, ValueError, NotImplementedError):
        return None


def _ours(config) -> bool:
    """Whether everything in a config is of Keras or of this package."""
    if isinstance(config, dict):
        ours = str(config.get("module") or "keras").split(".")[0] in ("keras", "keras_acts")
        return ours and all(map(_ours, config.values()))
    return not isinstance(config, (list, tuple)) or all(map(_ours, config))


def _structure(config):
    """A config without its values."""
    if isinstance(config, dict):
        if config.get("class_name") == "Rescaling":
            numbers = {name: _kind(config["config"][name]) for name in ("scale", "offset")}
            config = {**config, "config": {**config["config"], **numbers}}
        return {name: _structure(part) for name, part in config.items() if not _value(name, part)}
    if isinstance(config, (list, tuple)):
        return [_structure(part) for part in config]
    return config


def _value(name, part):
    return name.endswith("_initializer") or (name in VALUES and (part is None or _number(part)))


def _kind(part):
    return "a number" if _number(part) else part


def _number(part):
    return isinstance(part, (int, float)) and not isinstance(part, bool)


class Constants:
    """The numbers of the `Rescaling` layers of a model, as variables inside of `with`.

    What is traced there stays right when `put` gives the variables the numbers of another model.
    """

    def __init__(self, model: keras.Model):
        self._layers = _rescalings(model)
        self._own = [(one.scale, one.offset) for one in self._layers]
        self._variables = [tuple(map(_variable, pair)) for pair in self._own]

    def put(self, model: keras.Model) -> None:
        """Takes the numbers of a model of the same graph."""
        for pair, layer in zip(self._variables, _rescalings(model), strict=True):
            for variable, number in zip(pair, (layer.scale, layer.offset)):
                variable.assign(number)

    def __enter__(self) -> None:
        self._set(self._variables)

    def __exit__(self, *exception) -> None:
        self._set(self._own)

    def _set(self, pairs):
        for layer, (scale, offset) in zip(self._layers, pairs):
            # Keras would take a variable for a weight of the layer.
            object.__setattr__(layer, "scale", scale)
            object.__setattr__(layer, "offset", offset)


def _rescalings(model):
    kind = keras.layers.Rescaling
    layers = [layer for layer in model._flatten_layers() if type(layer) is kind]
    return [one for one in layers if _number(one.scale) and _number(one.offset)]


def _variable(number):
    """In double precision, so that it is rounded as the constant in its place would be."""
    return keras.Variable(number, dtype="float64", trainable=False, autocast=False)


def values(model: keras.Model) -> list[keras.Variable]:
    """Everything a training changes or starts from: weights, statistics, seeds, slots, rates."""
    return [*model.variables, *model.optimizer.variables]


def copy(source: keras.Model, to: keras.Model) -> None:
    """Gives a model every value of another of the same graph."""
    for variable, value in zip(values(to), values(source), strict=True):
        variable.assign(value)
