"""Other activations at chosen sites of a model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import keras
from keras.src.saving.serialization_lib import SafeModeScope

from keras_acts.found import Place
from keras_acts.seeds import derive
from keras_acts.surgery import probe
from keras_acts.surgery.certificate import Certificate, Left, Replaced
from keras_acts.surgery.graph import program
from keras_acts.surgery.rebuild import Edit, config_of, rebuild
from keras_acts.surgery.sites import Site
from keras_acts.surgery.starts import start
from keras_acts.table import Arm


@dataclass(frozen=True)
class Exchange:
    """One site, and what comes there."""

    site: Site
    arm: Arm
    note: str = ""


@dataclass(frozen=True)
class _Made:
    """An exchange with its layer, ready to be built into the model."""

    plan: Exchange
    begun: Arm
    layer: keras.Layer
    edit: Edit
    values: dict[str, Any]

    def record(self) -> Replaced:
        """To be asked for when the layer is built and has its values."""
        site = self.plan.site
        learned = getattr(site.found.thing, "weights", ())
        return Replaced(
            path=site.path,
            before=site.activation,
            after=self.begun.label,
            layer=_path(site, self.layer) if self.edit.after is self.layer else site.path,
            same=site.found.same(self.layer, site.shape, site.policy.compute_dtype),
            note=self.plan.note,
            original=(type(site.layer), config_of(site.layer)),
            weights=tuple(map(keras.ops.convert_to_numpy, learned)),
        )


def exchange(
    model: keras.Model,
    title: str,
    plan: Sequence[Exchange],
    left: Sequence[Left],
    *,
    preserve: bool,
    seed: int,
    inputs: Any = None,
) -> tuple[keras.Model, Certificate]:
    """Carries out a plan; the certificate compares the models on `inputs` or on a probe batch."""
    inputs = probe.batch(model) if inputs is None else inputs
    names = {call.operation.name for call in program(model).calls}
    with SafeModeScope(True):
        made = [_make(one, preserve, derive(seed, "swap", n), names) for n, one in enumerate(plan)]
    new = rebuild(model, {id(one.plan.site.layer): one.edit for one in made})
    for one in made:
        for name, value in one.values.items():
            getattr(one.layer, name).assign(value)
    return new, Certificate(
        model=model.name,
        title=title,
        replaced=tuple(one.record() for one in made),
        left=tuple(left),
        difference=probe.difference(model, new, inputs),
        compiled=new.compiled,
    )


def _make(one: Exchange, preserve: bool, seed: int, names: set[str]) -> _Made:
    options, values = _start(one.site, one.arm) if preserve else ({}, {})
    begun = Arm(one.arm.row, {**options, **one.arm.options})
    layer = _layer(begun, one.site, seed, _name(one.site, one.arm, names))
    return _Made(one, begun, layer, _edit(one.site, layer), values)


def _start(site: Site, arm: Arm) -> tuple[dict[str, Any], dict[str, Any]]:
    """The options and values of a function-preserving start; none where the user gave those."""
    parameters = start(site.found, arm.row.name)
    values = {name: value for name, value in parameters.items() if hasattr(value, "shape")}
    numbers = {name: value for name, value in parameters.items() if name not in values}
    options = {f"{name}_initializer": value for name, value in numbers.items()}
    for value in values.values():
        options["shared_axes"] = _shared(value.shape, site)
    return ({}, {}) if set(options) & set(arm.options) else (options, values)


def _shared(shape, site):
    """The axes along which a parameter of that shape is shared, as our layers name them."""
    return [axis for axis, size in enumerate(shape, 1) if size == 1 != site.shape[axis]] or None


def _layer(arm: Arm, site: Site, seed: int, name: str) -> keras.Layer:
    seeded = arm.row.random and "seed" not in arm.options
    options = {"seed": seed} if seeded else {}
    layer = arm(**options, name=name, dtype=site.policy)
    if isinstance(site.layer, keras.Layer):
        layer.trainable = site.layer.trainable
        layer.activity_regularizer = site.layer.activity_regularizer
    return layer


def _edit(site: Site, layer: keras.Layer) -> Edit:
    """A fused activation becomes a function in its place, or a layer behind."""
    if site.found.place is Place.WHOLE:
        return Edit(layer)
    config = config_of(site.layer)
    if isinstance(layer, keras.layers.Activation):
        config["activation"] = layer.get_config()["activation"]
        return Edit(type(site.layer).from_config(config), keeps=True)
    config |= {"activation": "linear", "activity_regularizer": None}
    return Edit(type(site.layer).from_config(config), after=layer, keeps=True)


def _name(site: Site, arm: Arm, names: set[str]) -> str:
    """The old name, or, behind a layer, one made of both that the model does not have yet."""
    if site.found.place is Place.WHOLE:
        return site.layer.name
    base = name = f"{site.layer.name}_{arm.row.name}"
    count = 1
    while name in names:
        name, count = f"{base}_{count}", count + 1
    names.add(name)
    return name


def _path(site, layer):
    return "/".join([*site.path.split("/")[:-1], layer.name])
