"""Configs that must not load: what they name, and what they hold."""

from tests.saving.bad import CALLS, FIELD, NAMES, SCHEMA, UNKNOWN, V2, V4, V5, Bad
from tests.saving.files import named, with_config


def given(name, /, **changes):
    """Keys of the config of the object `name`; None takes a key away."""

    def change(config):
        inside = named(config, name)["config"]
        inside.update(changes)
        for key in [key for key, value in changes.items() if value is None]:
            del inside[key]

    return lambda image: with_config(image, change)


def called(name, /, **changes):
    """What the object `name` says its class is."""
    return lambda image: with_config(image, lambda config: named(config, name).update(changes))


def function(module, name):
    """How Keras writes a function."""
    registered = {"config": name, "registered_name": name}
    return {"module": module, "class_name": "function", **registered}


def tensor(dtype):
    return {"class_name": "__numpy__", "config": {"value": [0], "dtype": dtype}}


def loss(value):
    return lambda i: with_config(i, lambda config: config["compile_config"].update(loss=value))


LAMBDA = {"module": "keras.layers", "class_name": "Lambda", "registered_name": None}
CODE = {"class_name": "__lambda__", "config": {"value": "x"}}
MINE = {"module": "mine.layers", "class_name": "Mine", "registered_name": "mine>Mine"}
SYSTEM = {"module": "os", "class_name": "system", "config": {}, "registered_name": "system"}

CONFIGS = (
    Bad(UNKNOWN, "class of someone", called("mpelu", **MINE)),
    Bad(UNKNOWN, "wrong package", called("mpelu", registered_name="keras_act>MPELU")),
    Bad(UNKNOWN, "no class of ours", called("mpelu", registered_name="keras_acts>MPLU")),
    Bad(UNKNOWN, "no class of Keras", called("a", class_name="Dnse")),
    Bad(UNKNOWN, "loss of someone", loss(function("__main__", "my_loss"))),
    Bad(FIELD, "unknown", given("elu", gamma=1)),
    Bad(FIELD, "missing", given("elu", alpha=None)),
    Bad(FIELD, "missing in Keras", given("a", units=None)),
    Bad(FIELD, "text for a number", given("elu", alpha="1")),
    Bad(FIELD, "text for a truth", given("elu", trainable="no")),
    Bad(FIELD, "shared_axes", given("mpelu", shared_axes=[10**9])),
    Bad(FIELD, "no such choice", given("mpelu", shared_axes="spatia")),
    Bad(FIELD, "10^12 units", given("c", units=10**12)),
    Bad(CALLS, "eval", given("a", kernel_initializer=function("builtins", "eval"))),
    Bad(CALLS, "os.system", given("a", kernel_initializer=function("os", "system"))),
    Bad(CALLS, "class of os", given("a", kernel_initializer=SYSTEM)),
    Bad(CALLS, "text", given("a", kernel_initializer="eval")),
    Bad(CALLS, "utility", given("mpelu", alpha_initializer=function("keras.utils", "get_file"))),
    Bad(CALLS, "eval as loss", loss("eval")),
    Bad(NAMES, "layer", given("a", name="../../x")),
    Bad(NAMES, "dots", given("a", name="..")),
    Bad(NAMES, "control characters", given("a", name="a\x1b[2J")),
    Bad(NAMES, "right to left", given("a", name="a\u202eb")),
    Bad(NAMES, "path in a value", given("a", activation="/etc/passwd")),
    Bad(SCHEMA, "newer", given("mpelu", schema=2)),
    Bad(SCHEMA, "no number", given("mpelu", schema="new")),
    Bad(V2, "infinity", given("elu", alpha=float("inf"))),
    Bad(V2, "integer of 70 bits", given("elu", alpha=2**70)),
    Bad(V4, "TFSMLayer", called("a", class_name="TFSMLayer")),
    Bad(V4, "TorchModuleWrapper", called("a", class_name="TorchModuleWrapper")),
    Bad(V4, "StringLookup", called("a", class_name="StringLookup")),
    Bad(V4, "tensor of objects", given("a", bias_initializer=tensor("object"))),
    Bad(V4, "no texts", called("a", module=["keras.layers"])),
    Bad(V4, "no module", called("a", module=None)),
    Bad(V4, "hidden by another's name", called("a", registered_name="keras_acts>MPELU")),
    Bad(V5, "Lambda", called("a", **LAMBDA)),
    Bad(V5, "in a model in a model", given("inner", layers=[{**LAMBDA, "config": {}}])),
    Bad(V5, "as activation", given("a", activation=CODE)),
    Bad(V5, "as loss", loss(CODE)),
)
