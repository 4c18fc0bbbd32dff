"""TOML to `Spec`: every key, name and number is checked, and all problems are told at once."""

from collections.abc import Mapping
from inspect import signature
from pathlib import Path
from typing import Any

from keras_acts.models import MODELS
from keras_acts.table import Arm, nearest
from keras_acts.tuning import checks
from keras_acts.tuning.checks import SETTINGS
from keras_acts.tuning.file import BadSweep, name_of, table
from keras_acts.tuning.keys import BATCH_SIZE, CONFIRM, TOP
from keras_acts.tuning.spec import ARMS, Second, Spec

GROUPS = ("model_options", "axes", "nuisance", "confirm")
USUAL_ARMS = {"initializer": ("glorot",), "batch_norm": ("none",)}


def read(path: str | Path) -> Spec:
    """The sweep in the TOML file at `path`; raises BadSweep with all its problems."""
    path = Path(path)
    reader = _Reader(table(path))
    spec = reader.spec(name_of(path))
    if reader.problems:
        lines = "\n".join(f"- {problem}" for problem in reader.problems)
        raise BadSweep(
            f"{path} cannot run:\n{lines}\nMend that in the file and give the same command again."
        )
    return spec


class _Reader:
    """Checks one TOML table; what is wrong with it gathers in `problems`."""

    def __init__(self, table: dict[str, Any]):
        self.problems: list[str] = []
        self.arms: dict[str, dict[str, Arm]] = {}
        self.top = {key: value for key, value in table.items() if key not in GROUPS}
        self.groups = {group: self._group(table, group) for group in GROUPS}

    def spec(self, name: str) -> Spec:
        self._known("the file", self.top, (*TOP, *SETTINGS, *GROUPS))
        own = {
            key: self._checked(key, self.top[key], check) if key in self.top else usual
            for key, (usual, check) in TOP.items()
        }
        if ":" in str(own["model"]):
            return self._own(name, own)
        rules = {**SETTINGS, **self._model_rules(own["model"])}
        axes, nuisance = self._axes(rules), self._nuisance(rules, own["tuner"])
        for key in axes.keys() & nuisance.keys():
            self.problems.append(f"{key} must be an axis or a nuisance; received it as both.")
        given = {**self.top, **self.groups["model_options"]}
        fixed = {
            key: self._checked(key, given.get(key, usual), check)
            for key, (usual, check) in rules.items()
            if key not in axes and key not in nuisance
        }
        own["baseline"] = self._baseline(own["baseline"], axes.get("activation", ()))
        own["confirm"] = self._confirm(own["seeds"])
        return Spec(name=name, **own, axes=axes, nuisance=nuisance, fixed=fixed, arms=self.arms)

    def _own(self, name: str, own: dict[str, Any]) -> Spec:
        """The sweep of a model of the user's own, which declares what varies."""
        # Keras Tuner takes seconds to import, and other sweeps are read without it.
        from keras_acts.tuning import narrow

        self._known(f"[model_options] of {own['model']}", self.groups["model_options"], ())
        self._known("a sweep of module:function", self.top, (*TOP, "batch_size"))
        given = {**self.groups["nuisance"], **self.groups["axes"]}
        sizes = given.pop("batch_size", None)
        space, problems = narrow.narrowed(own["model"], given)
        axes, nuisance = narrow.varied(space, own["tuner"])
        fixed = {}
        if sizes is not None:
            nuisance["batch_size"] = self._list("batch_size", sizes, checks.whole)
        elif "batch_size" not in nuisance:
            size = self.top.get("batch_size", BATCH_SIZE)
            fixed["batch_size"] = self._checked("batch_size", size, checks.whole)
        own["baseline"] = self._baseline(own["baseline"], axes["activation"])
        own["confirm"] = self._confirm(own["seeds"])
        parts: dict[str, Any] = {"axes": axes, "nuisance": nuisance, "fixed": fixed, "arms": {}}
        spec = Spec(name=name, **own, **parts, space=space, source=narrow.source(own["model"]))
        self.problems += problems or narrow.too_many(spec)
        return spec

    def _group(self, table, name):
        group = table.get(name, {})
        if not isinstance(group, dict):
            self.problems.append(f"[{name}] must be a table; received {name} = {group!r}.")
            return {}
        return group

    def _known(self, where, given, known):
        for key in given:
            if key not in known:
                self.problems.append(
                    f"{where} must not have the key {key!r}{nearest(key, known)}; "
                    f"known: {', '.join(known)}."
                )

    def _checked(self, name, value, check):
        """The checked value; an arm is put aside and stands as its label from here on."""
        try:
            value = check(name, value)
        except OverflowError:
            self.problems.append(f"{name} must be a number that a computer can hold.")
            return None
        except ValueError as error:
            self.problems.append(str(error))
            return None
        if isinstance(value, Arm):
            self.arms.setdefault(name, {})[value.label] = value
            return value.label
        return value

    def _model_rules(self, model):
        """The options of the model as settings: the default, and a check for its type."""
        if model not in MODELS:
            return {}
        parameters = signature(MODELS[model].net).parameters
        usual = {name: parameters[name].default for name in MODELS[model].options}
        self._known(f"[model_options] of {model}", self.groups["model_options"], usual)
        return {name: (value, checks.like(value)) for name, value in usual.items()}

    def _axes(self, rules):
        known = (*ARMS, *rules)
        given = {**USUAL_ARMS, **self.groups["axes"]}
        self._known("[axes]", given, known)
        if "activation" not in given:
            self.problems.append(
                "[axes] must have the key 'activation'; received "
                f"{', '.join(self.groups['axes']) or 'no axes'}. List the activations to compare."
            )
        checked = {key: rules[key][1] if key in rules else checks.arm for key in known}
        order = sorted((key for key in given if key in known), key=known.index)
        return {key: self._list(key, given[key], checked[key]) for key in order}

    def _nuisance(self, rules, tuner):
        given = self.groups["nuisance"]
        self._known("[nuisance]", given, tuple(rules))
        nuisance = {}
        for key in given.keys() & rules.keys():
            if isinstance(given[key], Mapping) and key != "optimizer":
                nuisance[key] = self._checked(key, given[key], checks.bounds(rules[key][1], tuner))
            else:
                nuisance[key] = self._list(key, given[key], rules[key][1])
        return dict(sorted(nuisance.items()))

    def _confirm(self, searched):
        """The second stage, if the file has one: its seeds are none of the first's."""
        given = self.groups["confirm"]
        if not given:
            return None
        self._known("[confirm]", given, tuple(CONFIRM))
        finalists, seeds = (
            self._checked(f"confirm.{key}", given.get(key, usual), check)
            for key, (usual, check) in CONFIRM.items()
        )
        if set(seeds or ()) & set(searched or ()):
            self.problems.append(
                "confirm.seeds must be none of the seeds that chose the finalists; received "
                f"{sorted(set(seeds) & set(searched))} in both. List others."
            )
        return Second(finalists, seeds or ())

    def _list(self, name, values, check) -> tuple[Any, ...]:
        if not isinstance(values, (list, tuple)) or not values:
            self.problems.append(f"{name} must be a list of choices; received {name} = {values!r}.")
            return ()
        checked = [self._checked(name, value, check) for value in values]
        for value in {str(v) for v in checked if v is not None and checked.count(v) > 1}:
            self.problems.append(f"{name} must not list a choice twice; received {value} twice.")
        return tuple(checked)

    def _baseline(self, baseline, activations):
        if baseline is None:
            return next(iter(activations), None)
        if baseline not in activations:
            self.problems.append(
                f"baseline must be one of the activations {', '.join(map(str, activations))}; "
                f"received baseline = {baseline!r}{nearest(baseline, activations)}."
            )
        return baseline
