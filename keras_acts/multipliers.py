"""A learning rate and a weight decay of their own for what activations learn."""

import re

import keras

from keras_acts.layers.base import Elementwise, finite


@keras.saving.register_keras_serializable("keras_acts")
class Multiplied(keras.optimizers.schedules.LearningRateSchedule):
    """`rate` times another schedule.

    >>> float(Multiplied(keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.5), 5.0)(10))
    0.25
    """

    def __init__(self, schedule, rate: float):
        self.schedule = (
            keras.optimizers.schedules.deserialize(schedule)
            if (isinstance(schedule, dict))
            else schedule
        )
        self.rate = finite("Multiplied", rate=rate)

    def __call__(self, step):
        return self.rate * self.schedule(step)

    def get_config(self):
        schedule = keras.optimizers.schedules.serialize(self.schedule)
        return {"schedule": schedule, "rate": self.rate}


def with_multipliers(
    optimizer: keras.Optimizer, model: keras.Model, rate: float = 1.0, decay: float = 1.0
) -> keras.optimizers.MultiOptimizer:
    """An optimizer that trains what activations learn with `rate` and `decay` of their own.

    The alpha, beta, p, ... of every learned activation get `rate` times the learning rate and
    `decay` times the `weight_decay` of `optimizer`, all other weights what it says. Kernels and
    activations are two groups of a stock `MultiOptimizer`, which saves and loads with the model;
    `optimizer` itself becomes the one of the kernels and must be new.

    The MPELU recipe: 5 times the rate and 10 times (or 5, or 1) the decay in ResNets, 2 and 5 in
    a NIN with base values 0.1 and 1e-4 (Li et al. 2016, arXiv:1606.00305, and its released code).

    Decay here is decoupled, as `weight_decay` of every Keras optimizer is: w shrinks by
    lr rate * wd decay * w apart from the gradient. The papers' is coupled: wd decay * w is added
    to the gradient, and so goes through momentum (SGD without momentum: no difference) or
    through Adam's scaling. For that, leave `decay` and give the layer
    `alpha_regularizer=keras.regularizers.L2(wd * decay / 2)`, whose gradient is wd decay alpha.

    Args:
        optimizer: any Keras optimizer, with a number or a schedule as its learning rate.
        model: a built model; its layers are known by their names, so it may be saved and loaded.
        rate, decay: the multipliers, at least 0.

    Raises: ValueError for a model without learned activations, for an optimizer in use, and for a
        `decay` without `weight_decay`.
    Differs: a MultiOptimizer has no `learning_rate` of its own, so callbacks that set it
        (`ReduceLROnPlateau`, `LearningRateScheduler`) cannot be used; a schedule can.
        `global_clipnorm` holds in each of the two groups.

    >>> from keras_acts.layers import MPELU
    >>> net = keras.Sequential([keras.Input((8,)), keras.layers.Dense(4), MPELU(),
    ...                         keras.layers.Dense(1)])
    >>> sgd = keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True, weight_decay=1e-4)
    >>> net.compile(with_multipliers(sgd, net, rate=5, decay=10), "mse")
    >>> [round(float(part.learning_rate), 3) for part in net.optimizer.optimizers]
    [0.5, 0.1]
    """
    _check(optimizer, rate, decay)
    names = learned_names(model)
    pattern = f"(.*/)?({'|'.join(map(re.escape, names))})"
    map_ = keras.optimizers.OptimizerMap(optimizer, {pattern: _scaled(optimizer, rate, decay)})
    return keras.optimizers.MultiOptimizer(map_)


def learns(model: keras.Model) -> bool:
    """Whether an activation of a built model has something to learn.

    >>> learns(keras.Sequential([keras.Input((2,)), keras.layers.ReLU()]))
    False
    """
    return any(layer.trainable_weights for layer in _activations(model))


def learned_names(model: keras.Model) -> list[str]:
    """`layer/alpha` of each parameter that an activation learns.

    Only the innermost layer's name: what stands before it in a path changes when a nested model
    is saved and loaded. Raises ValueError where there are none.
    """
    names = [
        f"{layer.name}/{weight.name}" for layer in _activations(model) for weight in layer.weights
    ]
    if not names:
        raise ValueError(
            "with_multipliers: the model must be built and have an activation that learns; "
            f"received model={model.name!r} without one. Use the optimizer as it is."
        )
    return list(dict.fromkeys(names))


def _activations(model):
    kinds = (Elementwise, keras.layers.PReLU)
    return [layer for layer in model._flatten_layers() if isinstance(layer, kinds)]


def _scaled(optimizer, rate, decay):
    config = optimizer.get_config()
    config["name"] = f"{optimizer.name}_activations"
    schedule = isinstance(config["learning_rate"], dict)
    config["learning_rate"] = (
        Multiplied(optimizer._learning_rate, rate) if schedule else rate * config["learning_rate"]
    )
    if config.get("weight_decay"):
        config["weight_decay"] *= decay
    return type(optimizer).from_config(config)


def _check(optimizer, rate, decay):
    for name, value in {"rate": rate, "decay": decay}.items():
        if finite("with_multipliers", **{name: value}) < 0:
            raise ValueError(
                f"with_multipliers: {name} must be at least 0; received {name}={value}."
            )
    if not isinstance(optimizer, keras.Optimizer) or optimizer.built:
        raise ValueError(
            "with_multipliers: optimizer must be a Keras optimizer that trains no model yet; "
            f"received optimizer={optimizer!r}. Make a new one."
        )
    if decay != 1 and not optimizer.weight_decay:
        raise ValueError(
            "with_multipliers: a decay multiplier needs something to multiply; received "
            f"decay={decay}, optimizer.weight_decay={optimizer.weight_decay}. Give the optimizer "
            "a weight_decay, or the layers an alpha_regularizer for coupled decay."
        )
