"""Which activations of a model are taken."""

from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from typing import Any

import keras

from keras_acts.surgery.certificate import Left
from keras_acts.surgery.sites import Site
from keras_acts.table import Arm, nearest

Where = str | type | Callable[[Site], bool] | Sequence[Any] | None


def choose(found: list[Site], where: Where, arm: Arm) -> tuple[list[Site], list[Left]]:
    """The sites taken, and those left with the reason; ValueError where `where` names none."""
    named = [site for site in found if where is not None and _matches(site, where)]
    if where is not None and not named:
        known = list(dict.fromkeys(text for site in found for text in (site.activation, site.path)))
        raise ValueError(
            "swap: where must name an activation of the model: a pattern of paths, the name of an "
            "activation, a type or a function of a Site; "
            f"received where={where!r}{nearest(where, known)}. There are: {_listed(known)}."
        )
    reasons = [_reason(site, where, named, arm) for site in found]
    left = [Left(s.path, s.activation, why) for s, why in zip(found, reasons) if why is not None]
    return [site for site, why in zip(found, reasons) if why is None], left


def types(where: Where) -> tuple[type, ...]:
    """The types among what `where` names."""
    several = where if isinstance(where, (list, tuple)) else [where]
    return tuple(one for one in several if isinstance(one, type))


def _reason(site, where, named, arm):
    if site.obstacle:
        return site.obstacle
    if _is_already(site, arm):
        return f"is {arm.label} already"
    if where is None:
        return site.role
    return None if site in named else "not named by where"


def _is_already(site, arm):
    layer = arm()
    function = isinstance(layer, keras.layers.Activation)
    same = function or type(site.found.thing) is type(layer)
    return site.activation == arm.label and same


def _matches(site, where) -> bool:
    if isinstance(where, (list, tuple)):
        return any(_matches(site, one) for one in where)
    if isinstance(where, str):
        names = (site.path, site.layer.name, site.found.name, site.activation)
        return any(fnmatchcase(name, where) for name in names)
    if isinstance(where, type):
        return isinstance(site.layer, where) or isinstance(site.found.thing, where)
    return bool(where(site))


def _listed(names, most=12):
    return ", ".join(names[:most]) + (", ..." if len(names) > most else "") or "none"
