"""A claim of the literature, the study that answers it, and the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KINDS = ("identity", "measurement", "sweep")
VERDICTS = ("supported", "refuted", "depends", "cannot tell")

Record = Mapping[str, Any]
"""The numbers that a study measured, for strict JSON."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What is said of activations, in a sentence, and by whom."""

    number: int
    text: str
    claimed: str = ""
    """The figure claimed, if one is."""
    source: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the numbers say of a claim."""

    verdict: str
    """One of VERDICTS."""
    measured: str
    """The figure measured, to be read beside the one claimed."""
    because: str
    """What the verdict rests on, what it depends on, or why one cannot tell."""
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    """The 95 % interval of the effect."""
    seeds: int = 0

    def __post_init__(self):
        if self.verdict not in VERDICTS:
            raise ValueError(
                f"a verdict must be one of {', '.join(VERDICTS)}; received {self.verdict!r}."
            )


@dataclass(frozen=True, kw_only=True)
class Study:
    """What answers one or several claims; its folder of results has its name."""

    name: str
    kind: str
    """One of KINDS: an exact test, a script of seconds, or files in sweeps/claims/."""
    title: str
    claims: tuple[Claim, ...]
    measure: Callable[..., Record]
    """measure(); of a sweep measure(rows), with the rows of each of its `sweeps` by name."""
    answers: Callable[[Record], Mapping[int, Answer]]
    """An answer for each claim, which follows from the numbers by a rule."""
    draw: Callable[[Record, Path], None] | None = None
    text: Callable[[Record], str] | None = None
    """Tables in Markdown for the report."""
    sweeps: tuple[str, ...] = ()
    """Names of files in sweeps/claims/; `nin/nin` is the run in the folder of the study nin."""
    costs: str
    """About how long it takes, and on what."""
