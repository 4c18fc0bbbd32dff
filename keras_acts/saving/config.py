"""What a config names and holds, against the list of what it may: one reason a finding."""

import math
import sys
from collections.abc import Iterator, Set

import keras

from keras_acts.saving import allowed
from keras_acts.saving.refused import shown
from keras_acts.saving.walk import Node, nodes
from keras_acts.table import nearest

IDENTIFIERS = {
    "activation": "activations",
    "initializer": "initializers",
    "regularizer": "regularizers",
    "constraint": "constraints",
    "optimizer": "optimizers",
    "loss": "losses",
    "metrics": "metrics",
}
"""Last word of a key, and what a text under it names."""
OURS = "keras_acts>"


def reasons(config: object, extra: Set[str]) -> Iterator[str]:
    """Why this config must not be loaded, each as `where: what must hold; what was received`."""
    registered = set(keras.saving.get_custom_objects()) - extra
    for node in nodes(config):
        if isinstance(node.value, dict):
            finding = _keys(node.value) or (_object(node, extra) if node.is_object else "")
        elif isinstance(node.value, str):
            finding = _text(node, registered) or _identifier(node, extra)
        else:
            finding = _number(node.value)
        if finding:
            yield f"{node.where or 'config.json'}: {finding}"
    if not (isinstance(config, dict) and "class_name" in config):
        yield "config.json: it must describe a model"


def _keys(value) -> str:
    bad = next((key for key in value if not _plain(key)), None)
    return "" if bad is None else f"keys must be printable; received {shown(bad)}"


def _plain(text) -> bool:
    return text.isprintable() and not set("/\\") & set(text)


def _text(node, registered) -> str:
    if not _plain(node.value) or (node.key == "name" and ".." in node.value):
        return (
            "texts must be printable, without separators, names without '..'; "
            f"received {node.key}={shown(node.value)}"
        )
    if node.value in registered and node.key != "registered_name":
        return f"no text may name a class registered elsewhere; received {shown(node.value)}"
    return ""


def _identifier(node, extra) -> str:
    kind = IDENTIFIERS.get(node.key.rpartition("_")[2])
    if kind is None or node.value in extra:
        return ""
    known = allowed.identifiers(kind)
    if kind in ("losses", "metrics"):
        known = allowed.identifiers("losses") | allowed.identifiers("metrics")
    if node.value in known:
        return ""
    close = nearest(node.value, known)
    return f"{node.key} must name one of keras.{kind}; received {shown(node.value)}{close}"


def _number(value) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return f"numbers must be finite; received {value}"
    if isinstance(value, int) and not -(2**63) <= value < 2**64:
        return f"integers must fit 64 bits; received one of {value.bit_length()} bits"
    return ""


def _object(node: Node, extra) -> str:
    value = node.value
    name, module = value["class_name"], value.get("module")
    key = value.get("registered_name", name)
    if not all(isinstance(one, str | None) for one in (name, module, key)) or name is None:
        received = shown({"class_name": name, "module": module, "registered_name": key})
        return f"an object must be named by texts; received {received}"
    if name in allowed.NEVER:
        return f"class {name} is never loaded: it {allowed.NEVER[name]}"
    if name in allowed.PLAIN:
        return _tensor(value)
    if name == "function":
        return _function(value.get("config"), module, key, extra)
    if key in extra:
        return _schema(value, key)
    if (module, name) in allowed.classes() and key in (None, name):
        return ""
    return _unknown(module, name, key, extra)


def _tensor(value) -> str:
    config = value.get("config")
    dtype = config.get("dtype", "float32") if isinstance(config, dict) else None
    if config == {} or (isinstance(dtype, str) and dtype in allowed.DTYPES):
        return ""
    return f"{value['class_name']} must have a dtype of numbers; received {shown(dtype)}"


def _function(name, module, key, extra) -> str:
    known = isinstance(module, str) and isinstance(name, str) and name in allowed.functions(module)
    if (isinstance(name, str) and name in extra) or (known and key in (None, name, "function")):
        return ""
    said = f"function {shown(name)} of module {shown(module)} must be one of those of"
    return f"{said} {', '.join(allowed.FUNCTIONS)}{_remedy(module, name, name)}"


def _schema(value, key) -> str:
    """`schema` counts the formats a class of ours has been saved in; a file without one is 1."""
    config = value.get("config")
    said = config.get("schema", 1) if isinstance(config, dict) and key.startswith(OURS) else 1
    reads = schema(keras.saving.get_registered_object(key))
    if type(said) is int and 1 <= said <= reads:
        return ""
    return (
        f"{key} must be saved in schema 1..{reads}; received schema={shown(said)}. "
        "It was saved by a newer keras_acts: update keras_acts"
    )


def schema(cls: object) -> int:
    """The newest format a class of ours reads."""
    return getattr(cls, "schema", 1)


def _unknown(module, name, key, extra) -> str:
    said = f"class {shown(name)} of module {shown(module)}, registered as {shown(key)},"
    known = [one for one in extra if one.rpartition(">")[2] == name]
    if (key or "").startswith(OURS):
        return f"{said} must be one that this keras_acts has{nearest(key, extra)}"
    if not module or module.split(".")[0] == "keras":
        return f"{said} must be a layer, loss, ... of public Keras"
    hint = f" (did you mean {known[0]!r}?)" if known else _remedy(module, name, key or name)
    return f"{said} must be one of public Keras, keras_acts or custom_objects{hint}"


def _remedy(module, name, key) -> str:
    """What to write for a class of someone else's; nothing for what Python or Keras brings."""
    names = [*str(module).split("."), str(name)]
    brought = names[0] in {*sys.stdlib_module_names, "keras"} - {"__main__"}
    if brought or not all(part.isidentifier() for part in names):
        return ""
    return f"; if you trust it: from {module} import {name}, custom_objects={{{key!r}: {name}}}"
