"""Whether a net will train, told before training."""

from dataclasses import dataclass
from typing import Any

import keras

from keras_acts.prognosis.batch import batch, compiled
from keras_acts.prognosis.look import Layer, Seen, look
from keras_acts.prognosis.rule import verdict


@dataclass(frozen=True)
class Diagnosis:
    """What the doctor says of a model; printable."""

    trains: bool
    why: str
    layers: tuple[Layer, ...]

    def __str__(self) -> str:
        head = ("layer", *(name.replace("_", " ") for name in Layer._fields[1:]))
        lines = [head, *((one.name, *map(_shown, one[1:])) for one in self.layers)]
        widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
        first = f"trains: {'yes' if self.trains else 'no'}. {self.why}"
        table = ("  ".join(c.rjust(w) for c, w in zip(line[1:], widths[1:])) for line in lines)
        names = (line[0].ljust(widths[0]) for line in lines)
        return "\n".join([first, "", *(f"{name}  {row}" for name, row in zip(names, table))])


def doctor(model: keras.Model, x: Any, y: Any) -> Diagnosis:
    """Says whether a net will train, from one forward and one backward pass on a batch.

    *Trains* means: the loss falls under half of chance within 300 steps of SGD with momentum 0.9
    and batches of 128, at the best of the learning rates 0.1, 0.01 and 0.001. The rule is
    calibrated on classifiers; how often it is right on others stands in docs/doctor.md.

    Args:
        model: built; compiled, or a Functional or Sequential classifier. It stays as it is.
        x, y: training data, as `fit` takes it; 128 samples of it are looked at.

    Returns: `.trains`, `.why` in words, and `.layers`: of each activation the forward and
    gradient gain, dead units, saturation and shift.
    Raises: ValueError for a model that is not built or has no kernels, a loss that is not known,
    or data that is no batch.

    >>> keras.utils.set_random_seed(0)
    >>> hidden = [keras.layers.Dense(16, "sigmoid") for _ in range(12)]
    >>> net = keras.Sequential([keras.Input((4,)), *hidden, keras.layers.Dense(2)])
    >>> doctor(net, keras.random.normal((64, 4)), keras.ops.arange(64) % 2).trains
    False
    """
    x, y = batch(model, x, y)
    return diagnosis(model.name, look(compiled(model, x, y), x, y))


def diagnosis(name: str, seen: Seen) -> Diagnosis:
    """What follows from a look at the model `name`; ValueError if it has no kernels."""
    if not seen.kernels:
        raise ValueError(
            "doctor: the model must have a kernel that can be trained; received "
            f"model={name!r}, which has none. Unfreeze a layer."
        )
    trains, why = verdict(seen)
    return Diagnosis(trains, why, seen.layers)


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}"
