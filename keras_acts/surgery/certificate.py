"""What a surgery did: what was replaced, what was left and why, and how far the outputs moved."""

from dataclasses import dataclass, field
from typing import Any

import keras

from keras_acts.surgery.probe import Difference
from keras_acts.surgery.undo import undo

VERDICTS = ("identical", "within 1e-6", "changed by design", "changed by rounding")


@dataclass(frozen=True)
class Replaced:
    """An activation that was replaced."""

    path: str
    """The layer or operation that was or applied it: `encoder/block1/conv1`."""
    before: str
    after: str
    layer: str
    """Where the new one is: the same path, or that of a new layer behind it."""
    same: bool
    """Whether it starts as the same function, by its values from -100 to 100."""
    original: tuple[type, dict[str, Any]] = field(repr=False)
    """The class and config of what was there."""
    weights: tuple = field(default=(), repr=False)
    """What the old activation had learned."""
    note: str = ""
    """What was lost."""


@dataclass(frozen=True)
class Left:
    """An activation that was left, with the one reason."""

    path: str
    activation: str
    reason: str


@dataclass(frozen=True)
class Certificate:
    """The record of a surgery; printing it gives the lines a reader wants."""

    model: str
    title: str
    replaced: tuple[Replaced, ...]
    left: tuple[Left, ...]
    difference: Difference
    """Between the outputs of the old and the new model, on a batch that reaches +-100."""
    compiled: bool

    @property
    def verdict(self) -> str:
        """`identical`, `within 1e-6`, `changed by design` or `changed by rounding`.

        Outputs can hide what an activation does (a softmax of small logits), so the first two
        hold only where each activation is the same function as before. Within 1e-6 is relative
        to the larger of 1 and the largest output; what lies beyond it although each activation
        is the same is rounding that the layers behind have magnified.
        """
        if not all(one.same for one in self.replaced):
            return VERDICTS[2]
        if self.difference.largest == 0:
            return VERDICTS[0]
        small = self.difference.largest <= 1e-6 * max(1.0, self.difference.scale)
        return VERDICTS[1] if small else VERDICTS[3]

    def undo(self, model: keras.Model) -> keras.Model:
        """`model`, which this surgery made, in its old architecture with its weights of now.

        An activation with weights gets back those it had. Raises ValueError for another model.
        """
        return undo(model, self.replaced)

    def __str__(self) -> str:
        lines = [f"{self.title} in {self.model!r}"]
        lines += _rows("replaced", [_change(one) for one in self.replaced])
        lines += _rows("left", [_reason(one) for one in self.left])
        apart, scale = self.difference.largest, self.difference.scale
        hidden = self.verdict == VERDICTS[2] and apart <= 1e-6 * scale
        lines.append(f"  outputs   {self.verdict}: largest difference {apart:.3g}")
        lines[-1] += f", largest output {scale:.3g}"
        lines[-1] += "; this batch does not show the change" * hidden
        kept = "optimizer, loss and metrics kept; the optimizer's slots and step count start anew"
        lines.append(f"  compiled  {kept if self.compiled else 'no'}")
        return "\n".join(lines)


def _rows(title, pairs):
    """A line for each text, with how many there are, and below it where they are."""
    groups: dict[str, list[str]] = {}
    for text, path in pairs:
        groups.setdefault(text, []).append(path)
    for text, paths in (groups or {"": []}).items():
        yield f"  {title:8}{len(paths):4}  {text}".rstrip()
        if paths:
            yield f"{'':16}{_some(paths)}"


def _change(one: Replaced) -> tuple[str, str]:
    same = ", the same function" if one.same else ""
    return f"{one.before} -> {one.after}{same}", _with(one.path, one.note)


def _reason(one: Left) -> tuple[str, str]:
    """What a semicolon parts from the reason is said of each path."""
    reason, _, detail = one.reason.partition("; ")
    return f"{one.activation}: {reason}", _with(one.path, detail)


def _with(path, detail):
    return f"{path} ({detail})" if detail else path


def _some(paths, most=3):
    more = f" and {len(paths) - most} more" if len(paths) > most else ""
    return ", ".join(paths[:most]) + more
