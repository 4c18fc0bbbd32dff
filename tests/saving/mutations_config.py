"""What a person may do to the config of a model: lost, nasty, extra and swapped values."""

import json

from tests.saving.files import objects, with_config

NASTY = (
    *(None, True, -1, 0, 2, 10**6, 10**9, 10**12, 2**63, 10**30, -0.5, 1e38, 1e999, float("nan")),
    *("", "relu", "eval", "os.system", "../../x", "a/b", "a\x00b", "keras_acts>MPELU", "x" * 10**5),
    *([], [[[[1]]]], [10**9], [None], {}, {"class_name": "Lambda", "config": {}}, {"a": 1}),
    {"class_name": "__lambda__", "config": {"value": "x"}},
    {"module": "os", "class_name": "system", "config": {}, "registered_name": "system"},
    {"module": "builtins", "class_name": "function", "config": "eval", "registered_name": "eval"},
)


def _places(value):
    """Every (container, key) in a config."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in list(inside):
        yield value, key
        if isinstance(one, (dict, list)):
            yield from _places(one)


def _place(rng, config):
    places = list(_places(config))
    return places[rng.integers(len(places))]


def lose_key(rng, image):
    def change(config):
        container, key = _place(rng, config)
        del container[key]

    return with_config(image, change)


def nasty_value(rng, image):
    def change(config):
        container, key = _place(rng, config)
        container[key] = NASTY[rng.integers(len(NASTY))]

    return with_config(image, change)


def extra_key(rng, image):
    def change(config):
        chosen = list(objects(config))[rng.integers(len(list(objects(config))))]
        key = str(rng.choice(["schema", "gamma", "fn", "module", "name", "units", "path"]))
        where = chosen["config"] if isinstance(chosen["config"], dict) else chosen
        where[key] = NASTY[rng.integers(len(NASTY))]

    return with_config(image, change)


def swap_values(rng, image):
    def change(config):
        (one, key), (other, name) = _place(rng, config), _place(rng, config)
        copy = json.loads(json.dumps(one[key]))
        one[key], other[name] = json.loads(json.dumps(other[name])), copy

    return with_config(image, change)


def swap_classes(rng, image):
    def change(config):
        found = list(objects(config))
        one, other = (found[rng.integers(len(found))] for _ in range(2))
        for key in ("module", "class_name", "registered_name"):
            one[key], other[key] = other.get(key), one.get(key)

    return with_config(image, change)


def swap_layers(rng, image):
    def change(config):
        layers = config["config"]["layers"]
        i, j = rng.choice(len(layers), 2, replace=False)
        layers[i], layers[j] = layers[j], layers[i]

    return with_config(image, change)


CONFIGS = (lose_key, nasty_value, extra_key, swap_values, swap_classes, swap_layers)
