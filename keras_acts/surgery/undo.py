"""The way back: the architecture before a surgery, with the weights of now."""

from copy import deepcopy

import keras
from keras.src.saving.serialization_lib import SafeModeScope

from keras_acts.found import Place, found
from keras_acts.surgery import probe
from keras_acts.surgery.check import check
from keras_acts.surgery.graph import program
from keras_acts.surgery.rebuild import Edit, rebuild


def undo(model: keras.Model, replaced) -> keras.Model:
    """`model` with every replaced activation put back; raises ValueError if it has not got them."""
    check(model, share_lambda=True)
    operations = {call.path: call.operation for call in program(model).calls}
    missing = [path for one in replaced for path in (one.path, one.layer) if path not in operations]
    if missing:
        raise ValueError(
            "undo: the model must be the one the surgery made; received "
            f"{model.name!r}, which has no layer {missing[0]!r}."
        )
    edits = {id(operations[one.layer]): Edit() for one in replaced}
    first = [_original(one) for one in replaced]
    for one, (layer, place) in zip(replaced, first):
        edits[id(operations[one.path])] = Edit(layer, keeps=place is Place.FUSED)
    result = rebuild(model, edits)
    for one, (layer, _) in zip(replaced, first):
        _restore(result, layer, one.weights)
    return result


def _original(one):
    """The layer or operation that was there, and where it applies its activation."""
    kind, config = one.original
    with SafeModeScope(True):
        layer = kind.from_config(deepcopy(config))
    activation = found(layer, (kind,))
    return layer, activation.place if activation else Place.WHOLE


def _restore(model, layer, weights):
    """Gives a learned activation what it had learned before the surgery."""
    thing = getattr(found(layer, (type(layer),)), "thing", None)
    if weights and not getattr(thing, "weights", ()):
        model(probe.batch(model))  # As `activation=` of a layer it makes its weights only now.
    for variable, value in zip(getattr(thing, "weights", ()), weights):
        variable.assign(value)
