"""Builds a model from a config without its weights, to find what is wrong before it costs.

In a stateless scope Keras gives a variable its shape and no memory, so a layer of 10^12 units
costs nothing. In a thread, because Keras's global state is one per thread: what fails here
leaves no variable behind that a later scope would fill.
"""

import copy
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import keras

from keras_acts.saving.config import OURS, schema
from keras_acts.saving.refused import Refused, shown
from keras_acts.saving.walk import Node, nodes

WRAPPED = ("Exception encountered: ", "Error encountered during deserialization:")
"""What Keras puts before the cause that it wraps."""
NOT_LOADED = re.compile(
    r"Example error message for object <(?:\w+ name=)?([^,>]+?)(?: object|,)[^>]*>:\s+"
    r"(.*?)\s+(?:Target variable|List of objects)",
    re.DOTALL,
)
"""How Keras says that the weights of a layer could not be loaded."""
QUOTED = re.compile(r"'[^']+'")
"""All that a KeyError says."""


def rehearse(config: dict, stored: int, objects: Mapping[str, object]) -> None:
    """Refused where the model cannot be built, or has more than the `stored` numbers.

    The error names the innermost layer, initializer, ... that cannot be built by itself.
    """
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_rehearse, config, stored, objects).result()


def cause(error: BaseException) -> str:
    """The sentence at the bottom of an error that Keras has wrapped, maybe several times.

    >>> cause(TypeError("<class> could not be ... config={}.\\n\\nException encountered: no a"))
    'no a'
    """
    text = str(error)
    for sentence in WRAPPED:
        text = text.rpartition(sentence)[2]
    if match := NOT_LOADED.search(text):
        name, said = match.groups()
        said = f"array {said} is missing" if QUOTED.fullmatch(said) else said
        text = f"{name} must find its weights in model.weights.h5; {said}"
    text = f"the key {text} must be there; it is missing" if QUOTED.fullmatch(text) else text
    return shown(" ".join(text.split()), 400)[1:-1] or type(error).__name__


def _rehearse(config, stored, objects):
    try:
        model = _built(config, objects)
        if not isinstance(model, keras.Model):
            kind = type(model).__name__
            raise Refused(f"config.json must describe a model; it describes a {kind}")
    except Refused:
        raise
    except Exception as error:
        said = _culprit(config, objects) or f"the model must be built; {cause(error)}"
        raise Refused(said) from None
    for node in nodes(config):
        if node.is_object and str(node.value.get("registered_name")).startswith(OURS):
            _check_fields(node, objects)
    numbers = sum(_count(weight.shape) for weight in model.weights)
    if numbers > stored:
        raise Refused(f"config.json asks for {numbers} weights; model.weights.h5 holds {stored}")


def _built(config, objects):
    config = copy.deepcopy(config)  # Keras takes apart what it is given
    with keras.StatelessScope(initialize_variables=False):
        return keras.saving.deserialize_keras_object(config, objects, safe_mode=True)


def _count(shape):
    count = 1
    for size in shape:
        count *= size or 0
    return count


def _culprit(config, objects) -> str:
    """Which object of the config cannot be built alone, the innermost first, and why."""
    for node in reversed([node for node in nodes(config) if _stands_alone(node)]):
        try:
            _built(node.value, objects)
        except Exception as error:
            said = node.value.get("registered_name") or node.value["class_name"]
            return f"{node.where or 'config.json'} ({said}): {cause(error)}"
    return ""


def _stands_alone(node: Node) -> bool:
    return node.is_object and "module" in node.value and node.value["class_name"] != "function"


def _check_fields(node: Node, objects) -> None:
    """Every key that a class of ours saves must be there, and be read as it stands."""
    ours = _built(node.value, objects)
    said, kind = node.value["config"], type(ours).__name__
    older = said.get("schema", 1) < schema(type(ours))
    for key, read in ours.get_config().items():
        if key not in said and not older:
            raise Refused(f"{node.where} ({kind}): the key {key} must be there; it is missing")
        if key in said and not _same(said[key], read):
            raise Refused(
                f"{node.where} ({kind}): {key} must be of the type that is saved; "
                f"received {key}={shown(said[key])}, which would be read as {read!r}"
            )


def _same(said, read) -> bool:
    if not isinstance(read, (bool, int, float, str)):
        return True
    return said == read and isinstance(said, bool) == isinstance(read, bool)
