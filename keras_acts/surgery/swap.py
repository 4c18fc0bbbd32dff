"""Another activation in a finished model."""

from typing import Any

import keras

from keras_acts.layers import ACTIVATIONS
from keras_acts.surgery.certificate import Certificate
from keras_acts.surgery.check import check
from keras_acts.surgery.choice import Where, choose, types
from keras_acts.surgery.exchange import Exchange, exchange
from keras_acts.surgery.sites import sites
from keras_acts.table import Arm


def swap(
    model: keras.Model,
    activation: Any,
    where: Where = None,
    *,
    preserve: bool = True,
    seed: int = 0,
    share_lambda: bool = False,
    **options,
) -> tuple[keras.Model, Certificate]:
    """A copy of `model` with another activation, and the certificate of what was done.

    Taken are hidden, uncapped rectifiers (ReLU, its leaky, exponential and smooth kin), be they
    layers, `activation="relu"` of a Dense or Conv layer, or `keras.ops.relu(x)`, in nested models
    too. Left are the output of the model, softmaxes, gates and capped ones; with `where`, all
    that it names are taken and no other. A gate is the bounded factor of a product (the sigmoid
    of squeeze-and-excitation), or any factor where none is bounded. A fused activation is
    replaced in place by a Keras function, else by a layer behind: `conv1` gets `conv1_prelu`.

    Kept are weights, names, sharing, `trainable` (a new layer has that of the old) and what the
    model was compiled with, but not the state of the optimizer. The model given is not changed.
    `certificate.undo(new)` gives the old architecture with the weights of then.

    Args:
        model: Functional or Sequential.
        activation: a name, a table of a name and options, or an arm of `ACTIVATIONS`.
        where: a pattern of names or paths (`"block1/*"`), the name of an activation (`"silu"`), a
            type, a function of a `Site`, or a list of these.
        preserve: start a learned activation as the function it replaces where it can be
            (`STARTS`), unless `options` say otherwise.
        seed: what random activations derive their seeds from, each by its position.
        share_lambda: take a model with Lambda layers, which both models then share.
        options: options of the activation.

    Raises: ValueError for a model that is subclassed, not built, or has a Lambda layer; for an
        activation that changes the number of channels; where `where` names nothing.

    >>> from keras.layers import Dense
    >>> hidden, logit = Dense(2, activation="relu", name="hidden"), Dense(1, name="logit")
    >>> net, certificate = swap(keras.Sequential([keras.Input((3,)), hidden, logit]), "prelu")
    >>> certificate.verdict, [layer.name for layer in net.layers]
    ('identical', ['hidden', 'hidden_prelu', 'logit'])
    """
    check(model, share_lambda)
    arm = _arm(activation, options)
    chosen, left = choose(sites(model, types(where)), where, arm)
    plan = [Exchange(site, arm) for site in chosen]
    return exchange(model, f"swap to {arm.label}", plan, left, preserve=preserve, seed=seed)


def _arm(activation: Any, options: dict) -> Arm:
    arm = ACTIVATIONS.arm(activation)
    if options:
        arm = ACTIVATIONS.arm({"name": arm.row.name, **arm.options, **options})
    widens = arm.row.widens(arm())
    if widens != 1:
        raise ValueError(
            "swap: the activation must keep the number of channels, or the layer behind it would "
            f"lose its weights; received activation={arm.label!r}, which multiplies it by "
            f"{widens}. Build the model anew, its layers {1 / widens} times as wide."
        )
    return arm
