"""Every value of a config with the place it stands at, as a person would say it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from keras_acts.saving.refused import shown

SILENT = {"config", "layers"}
"""Keys that a place goes without: the names of the layers say enough."""


@dataclass(frozen=True)
class Node:
    """A value of a config, the key it stands under, and where: `mlp/dense/kernel_initializer`."""

    where: str
    key: str
    value: Any

    @property
    def is_object(self) -> bool:
        """Whether Keras would make something of it by name."""
        return isinstance(self.value, dict) and "class_name" in self.value

    @property
    def name(self) -> str:
        """The `name` in the config of an object, if it is a text."""
        config = self.value.get("config") if isinstance(self.value, dict) else None
        name = config.get("name") if isinstance(config, dict) else None
        return name if isinstance(name, str) else ""


def nodes(config: object) -> Iterator[Node]:
    """`config` and every value inside of it, outermost first.

    >>> dense = {"class_name": "Dense", "config": {"name": "first", "kernel": {"units": 3}}}
    >>> [node.where for node in nodes(dense) if node.key == "units"]
    ['first/kernel/units']
    """
    waiting = [_node("", "", "", config)]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(_inside(node))


def _inside(node):
    if isinstance(node.value, dict):
        return [_node(node.where, key, key, value) for key, value in node.value.items()]
    if not isinstance(node.value, list):
        return []
    number = isinstance(node.value[0], dict) if node.value else False
    return [
        _node(node.where, node.key, str(i) * number, value) for i, value in enumerate(node.value)
    ]


def _node(where, key, part, value):
    named = Node("", key, value)
    if named.is_object and named.name and key != "dtype":
        part = named.name
    part = "" if part in SILENT else part
    part = shown(part)[1:-1]
    return Node(f"{where}/{part}" if where and part else where or part, key, value)
